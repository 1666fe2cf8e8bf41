package main

import (
	"math"

	"plateau/wasm/diagnose"
	"plateau/wasm/elementary"
	"plateau/wasm/landscape"
	"plateau/wasm/text"
)

// summary says what one sees on the map: how the path lies in it, and whether
// anything on it is lower.
func (m *plan) summary() string {
	p := m.place
	now := p.surface.Loss(p.now())
	lowest, a, b := m.grid.Lowest()
	out := m.valley()
	switch {
	case m.directions == "solution" && p.solution != nil && p.surface.Loss(p.solution) <= lowest:
		return out + text.Format(" The lowest loss on it is the solution's: %s reaches %s with this network, %s away from now, where it is %s.",
			p.solver, diagnose.Number(p.surface.Loss(p.solution)), away(p.solution, p.now()), diagnose.Number(now))
	case lowest < lower*now:
		there := make([]float64, len(p.now()))
		m.plane.At(there, a, b)
		out += text.Format(" The lowest loss on it is %s, %s away from now, where it is %s.", diagnose.Number(lowest), away(there, p.now()), diagnose.Number(now))
	default:
		out += text.Format(" Nothing on it is lower than now, %s.", diagnose.Number(now))
	}
	if m.directions == "solution" || p.solution != nil {
		out += " " + m.solution()
	}
	return out
}

// away is how far two points of weight space are apart.
func away(a, b []float64) string {
	return diagnose.Number(round(math.Sqrt(square(landscape.Minus(a, b)))))
}

// solution says what a solver made of the same network.
func (m *plan) solution() string {
	p := m.place
	if p.solution == nil {
		return text.Format("%s finds nothing lower with this network.", p.solver)
	}
	return text.Format("%s reaches %s with this network.", p.solver, diagnose.Number(p.surface.Loss(p.solution)))
}

// alike is the ratio of two curvatures below which neither is called steep.
const alike = 3

// valley compares the curvature along the last part of the path with that
// across it, in the plane.
func (m *plan) valley() string {
	p := m.place
	x, y, ok := m.heading()
	if !ok {
		return "The run has not moved in this plane."
	}
	if share := m.inside(); share < 0.5 {
		return text.Format("Only %s of the way from the start to now lies in this plane.", percent(share))
	}
	along, across := make([]float64, len(p.now())), make([]float64, len(p.now()))
	// U and V are taken at right angles first.
	u, v := append([]float64(nil), m.plane.U...), append([]float64(nil), m.plane.V...)
	uu, uv := square(u), 0.0
	for i := range u {
		uv += float64(u[i] * v[i])
	}
	for i := range v {
		v[i] -= float64(uv / uu * u[i])
	}
	lu, lv := math.Sqrt(uu), math.Sqrt(square(v))
	// The coordinates of the heading along those.
	h, k := float64(x*lu)+float64(y*uv)/lu, float64(y*lv)
	for i := range u {
		along[i] = float64(h*u[i])/lu + float64(k*v[i])/lv
		across[i] = float64(h*v[i])/lv - float64(k*u[i])/lu
	}
	c, d := p.surface.Curvature(p.now(), along), p.surface.Curvature(p.now(), across)
	top := max(math.Abs(c), math.Abs(d))
	switch {
	case !isFinite(c) || !isFinite(d):
		return "The loss has no finite curvature where the run is."
	case top == 0:
		return "The loss is flat here."
	case c < -1e-6*top && c < 0:
		if d > 0 {
			return "The loss still curves downward along the path, and upward across it."
		}
		return "The loss still curves downward along the path and across it."
	case d < -1e-6*top:
		return "The path runs along a ridge: the loss curves downward across it."
	case c <= 1e-6*top:
		return "The path runs along the floor of a valley that is flat to rounding along it and rises across it."
	case d > alike*c:
		return text.Format("The path runs along a valley: the loss curves %s times more across it than along it.", diagnose.Number(round(d/c)))
	case c > alike*d:
		return text.Format("The path runs down the steep side: the loss curves %s times more along it than across it.", diagnose.Number(round(c/max(d, 1e-6*c))))
	}
	return "The loss curves about as much along the path as across it."
}

// inside is the share of the straight way from the start to now that lies in
// the plane, of its squared length.
func (m *plan) inside() float64 {
	_, _, off := m.plane.Project(m.place.start())
	whole := square(landscape.Minus(m.place.start(), m.place.now()))
	if whole == 0 {
		return 1
	}
	return max(0, 1-float64(off*off)/whole)
}

// heading is the direction in which the run came to now, in the plane's
// coordinates: from where the last tenth of its way in the plane began.
func (m *plan) heading() (x, y float64, ok bool) {
	p := m.place
	var gone float64
	points := make([][2]float64, len(p.path))
	for i, w := range p.path {
		points[i][0], points[i][1], _ = m.plane.Project(w)
		if i > 0 {
			gone += elementary.Hypot(points[i][0]-points[i-1][0], points[i][1]-points[i-1][1])
		}
	}
	last := points[len(points)-1]
	left := gone / 10
	for i := len(points) - 1; i > 0; i-- {
		if left -= elementary.Hypot(points[i][0]-points[i-1][0], points[i][1]-points[i-1][1]); left <= 0 {
			x, y = last[0]-points[i-1][0], last[1]-points[i-1][1]
			break
		}
	}
	size := math.Sqrt(square(p.now()))
	return x, y, elementary.Hypot(x, y) > 1e-9*(1+size)
}

// barrier says what lies between now and the solution.
func (m *plan) barrier() string {
	l, p := m.line, m.place
	now := p.surface.Loss(p.now())
	out := text.Format("Now lies %s from the start, where the loss was %s; it is %s.", diagnose.Number(l.Stops[1]), diagnose.Number(l.Loss[0]), diagnose.Number(now))
	if p.solution == nil {
		return out + " " + m.solution()
	}
	highest := math.Inf(-1)
	for i, at := range l.Distance {
		if at >= l.Stops[1] {
			highest = max(highest, l.Loss[i])
		}
	}
	out += text.Format(" The solution of %s is %s further, at %s", p.solver, diagnose.Number(round(l.Stops[2]-l.Stops[1])), diagnose.Number(p.surface.Loss(p.solution)))
	if highest > 1.001*now {
		return out + text.Format("; the straight way there passes %s.", diagnose.Number(highest))
	}
	return out + ", downhill all the way or level."
}
