package landscape

// Line is the loss along straight legs from one stop to the next, by the way
// gone through weight space.
type Line struct {
	Distance, Loss []float64 // of each point
	Stops          []float64 // distance of each stop
}

// NewLine follows the stops, with so many points on each leg between two of
// them, ends included. Legs without length are left out.
func NewLine(s *Surface, points int, stops ...[]float64) Line {
	var l Line
	at := make([]float64, s.Parameters())
	gone := 0.0
	for k, stop := range stops {
		if k == 0 {
			l.Stops = append(l.Stops, 0)
			l.Distance, l.Loss = append(l.Distance, 0), append(l.Loss, s.Loss(stop))
			continue
		}
		leg := Minus(stop, stops[k-1])
		length := norm(leg)
		for i := 1; i < points && length > 0; i++ {
			share := float64(i) / float64(points-1)
			copy(at, stops[k-1])
			add(at, share, leg)
			if i == points-1 {
				copy(at, stop)
			}
			l.Distance, l.Loss = append(l.Distance, gone+float64(share*length)), append(l.Loss, s.Loss(at))
		}
		gone += length
		l.Stops = append(l.Stops, gone)
	}
	return l
}
