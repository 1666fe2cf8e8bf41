package landscape

// negligible is the share of the variance below which a component is rounding.
const negligible = 1e-12

// Principal returns the principal components of a path of weights, shape
// (marks, parameters): unit vectors, orthogonal, along which it varies most
// about its mean, at most two, and the share of the variance along each. A path
// along a straight line has one, one that never moves none.
//
// They come from the matrix of inner products, shape (marks, marks), which has
// the same eigenvalues as the covariance and is smaller.
func Principal(path [][]float64) (directions [][]float64, shares []float64) {
	marks := len(path)
	if marks < 2 {
		return nil, nil
	}
	mean := make([]float64, len(path[0]))
	for _, w := range path {
		add(mean, 1/float64(marks), w)
	}
	deviations := make([][]float64, marks)
	for t, w := range path {
		deviations[t] = Minus(w, mean)
	}
	gram := make([]float64, marks*marks)
	var total float64
	for i := range marks {
		for j := i; j < marks; j++ {
			gram[i*marks+j] = dot(deviations[i], deviations[j])
		}
		total += gram[i*marks+i]
	}
	if total <= 0x1p-90*dot(mean, mean) {
		return nil, nil
	}
	values := eigenvectors(gram, marks)
	for k := range min(2, marks) {
		if values[k] <= negligible*total {
			break
		}
		direction := make([]float64, len(mean))
		for t, d := range deviations {
			add(direction, gram[t*marks+k], d)
		}
		for _, before := range directions {
			add(direction, -dot(direction, before), before)
		}
		if !unit(direction) {
			break
		}
		// Towards where the path ends.
		if dot(direction, deviations[marks-1]) < 0 {
			for i := range direction {
				direction[i] = -direction[i]
			}
		}
		directions = append(directions, direction)
		shares = append(shares, values[k]/total)
	}
	return directions, shares
}
