package landscape

import (
	"math"

	"plateau/wasm/mlp"
)

// Plane is a flat piece of weight space: Origin + a U + b V, each of shape
// (parameters). U and V need not be of length 1 nor at right angles.
type Plane struct {
	Origin, U, V []float64
}

// At stores the weights at the coordinates (a, b).
func (p Plane) At(dst []float64, a, b float64) {
	for i, w := range p.Origin {
		dst[i] = w + float64(a*p.U[i]) + float64(b*p.V[i])
	}
}

// Project returns the coordinates of the point of the plane nearest to some
// weights, and how far they are from it.
func (p Plane) Project(w []float64) (a, b, off float64) {
	d := Minus(w, p.Origin)
	uu, uv, vv := dot(p.U, p.U), dot(p.U, p.V), dot(p.V, p.V)
	du, dv := dot(d, p.U), dot(d, p.V)
	det := float64(uu*vv) - float64(uv*uv)
	if det <= 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	a = (float64(du*vv) - float64(dv*uv)) / det
	b = (float64(dv*uu) - float64(du*uv)) / det
	add(d, -a, p.U)
	add(d, -b, p.V)
	return a, b, norm(d)
}

// flat is the share of a direction's length, at right angles to the one before,
// below which it adds nothing but rounding.
const flat = 1e-7

// Spanned is the plane through origin along the first two of the directions
// that span one, made orthogonal and of length 1; chosen says which they are.
// Where there are fewer the rest is drawn by chance.
func Spanned(origin []float64, directions ...[]float64) (p Plane, chosen []int) {
	var axes [][]float64
	take := func(d []float64) bool {
		d = append([]float64(nil), d...)
		ok := unit(d)
		for _, before := range axes {
			ok = ok && across(d, before)
		}
		if ok {
			axes = append(axes, d)
		}
		return ok
	}
	for i, d := range directions {
		if len(axes) < 2 && take(d) {
			chosen = append(chosen, i)
		}
	}
	for seed := uint32(1); len(axes) < 2; seed++ {
		take(drawn(len(origin), seed))
	}
	return Plane{origin, axes[0], axes[1]}, chosen
}

// across takes the part along the unit vector u out of v, scales what is left to
// length 1 and says whether anything was.
func across(v, u []float64) bool {
	if !unit(v) {
		return false
	}
	for range 2 { // the second time repairs the rounding of the first
		add(v, -dot(u, v), u)
	}
	return norm(v) > flat && unit(v)
}

// FilterNormalised is a plane along two random directions in which the part of
// each unit, its weights and its bias, is as long as the unit's own weights, so
// that a unit that could be scaled without changing the function is stepped in
// its own scale (Li, Xu, Taylor, Studer and Goldstein 2018, for filters). Units
// whose weights are all 0 do not move.
func FilterNormalised(s mlp.Spec, origin []float64, seed uint32) Plane {
	direction := func(seed uint32) []float64 {
		out := drawn(len(origin), seed)
		for layer := range s.Layers {
			for j := range s.Layers[layer].Units {
				places := incoming(s, layer, j)
				var own, random float64
				for _, k := range places {
					own += float64(origin[k] * origin[k])
					random += float64(out[k] * out[k])
				}
				for _, k := range places {
					out[k] *= math.Sqrt(own / random)
				}
			}
		}
		return out
	}
	return Plane{origin, direction(2 * seed), direction(2*seed + 1)}
}

// incoming lists the places of the weights and the bias of one unit.
func incoming(s mlp.Spec, layer, unit int) []int {
	var out []int
	for _, v := range s.Variables() {
		if v.Layer != layer {
			continue
		}
		for k := v.From + unit; k < v.To; k += v.Cols {
			out = append(out, k)
		}
	}
	return out
}
