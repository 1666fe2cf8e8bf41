package main

import (
	"math"
	"slices"

	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/landscape"
	"plateau/wasm/text"
)

// choices are the directions in which the loss may be looked at.
var choices = []string{"path", "curvature", "random", "solution", "line"}

func known(directions string) bool { return slices.Contains(choices, directions) }

// plan is the loss over a plane through where the run is now, or along the line
// from its start through now to the solution.
type plan struct {
	place      *place
	directions string
	seed       int

	ends    *landscape.Lanczos
	plane   landscape.Plane
	names   [2]string // of the directions
	grid    *landscape.Grid
	line    *landscape.Line
	trouble string
}

const (
	mostGrid = 4_000_000_000 // multiply-adds of a whole grid: about half a minute of Go in a browser
	mostLoss = 100_000_000   // of one loss, which cannot be interrupted
	legs     = 81            // points on each leg of a line
)

func newMap(p *place, directions string, seed int) *plan {
	m := &plan{place: p, directions: directions, seed: seed}
	switch {
	case m.side() == 0:
		m.trouble = p.tooMany("One loss", float64(p.surface.Cost()), min(mostLoss, mostGrid/(17*17)))
	case directions != "line" && p.surface.Parameters() < 2:
		m.trouble = "A plane takes two weights, and this network has one: look along the line."
	}
	return m
}

// side is how many points along a side the work allows, 0 for too few.
func (m *plan) side() int {
	cost := m.place.surface.Cost()
	for _, side := range []int{65, 33, 17} {
		if cost <= mostLoss && side*side <= mostGrid/cost {
			return side
		}
	}
	return 0
}

func (m *plan) done() bool {
	return m.trouble != "" || m.line != nil || m.grid != nil && m.grid.Done()
}

func (m *plan) progress() (float64, string) {
	switch {
	case m.done():
		return 1, ""
	case !m.place.arrived():
		return m.place.travelled() / 4, "Carrying out the run again"
	case m.grid != nil:
		return 0.5 + m.grid.Progress()/2, "Computing the loss around it"
	case m.ends != nil:
		return 0.25 + m.ends.Progress()/4, "Looking for the steepest directions"
	}
	return 0.25, "Looking for the solution"
}

func (m *plan) step(work int) {
	p := m.place
	aimed := m.directions == "solution" || m.directions == "line"
	switch {
	case !p.arrived():
		p.travel(work)
	case aimed && !p.solved():
		p.solve(work)
	case m.directions == "line":
		stops := [][]float64{p.start(), p.now()}
		if p.solution != nil {
			stops = append(stops, p.solution)
		}
		line := landscape.NewLine(p.surface, legs, stops...)
		m.line = &line
	case m.directions == "curvature" && m.ends == nil:
		m.ends = landscape.NewLanczos(p.surface, p.now(), 40)
	case m.ends != nil && !m.ends.Done():
		m.ends.Step(work)
	case m.grid == nil:
		if !m.lay() {
			m.ends = landscape.NewLanczos(p.surface, p.now(), 40)
			return
		}
		a, b := m.extent()
		m.grid = landscape.NewGrid(p.surface, m.plane, a, b, m.side())
	default:
		m.grid.Step(work)
	}
}

// lay chooses the plane, or says that it takes the steepest directions: they
// stand in where the path does not span a plane.
func (m *plan) lay() bool {
	p, now := m.place, m.place.now()
	var directions [][]float64
	var names []string
	switch m.directions {
	case "random":
		m.plane = landscape.FilterNormalised(p.problem.Spec, now, uint32(m.seed))
		m.names = [2]string{"a random direction, in each unit's scale", "another random direction, in each unit's scale"}
		return true
	case "path":
		found, shares := landscape.Principal(p.path)
		directions = found
		for i, share := range shares {
			names = append(names, text.Format("principal component %d, %s of the path", i+1, percent(share)))
		}
	case "solution":
		if p.solution != nil {
			directions, names = [][]float64{landscape.Minus(p.solution, now)}, []string{"towards the solution"}
		}
		if len(p.path) > 1 {
			directions, names = append([][]float64{landscape.Minus(p.start(), now)}, directions...), append([]string{"towards the start"}, names...)
		}
	}
	if len(directions) < 2 {
		if m.ends == nil {
			return false
		}
		pairs := m.ends.Values()
		for i, d := range m.ends.Directions(2) {
			directions = append(directions, d)
			names = append(names, text.Format("%s of the Hessian, curvature %s", [...]string{"steepest direction", "second direction"}[i], diagnose.Number(pairs[i].Value)))
		}
	}
	var chosen []int
	m.plane, chosen = landscape.Spanned(now, directions...)
	for i := range m.names {
		m.names[i] = "a random direction"
		if i < len(chosen) {
			m.names[i] = names[chosen[i]]
		}
	}
	return true
}

// percent is a share in words: "93 %"; what is nearly all of it is not called all.
func percent(share float64) string {
	if share > 0.99 && share < 1 {
		return diagnose.Number(math.Floor(1000*share)/10) + " %"
	}
	return diagnose.Number(round(100*share)) + " %"
}

// extent is the part of the plane that is looked at: the path, the start and
// the solution with room around them, neither side shorter than half the other;
// at least as far as the loss would rise, by its curvature, to where it started.
func (m *plan) extent() (a, b [2]float64) {
	if m.directions == "random" {
		return [2]float64{-1, 1}, [2]float64{-1, 1}
	}
	p := m.place
	points := append([][]float64(nil), p.path...)
	if p.solution != nil && m.directions == "solution" {
		points = append(points, p.solution)
	}
	for _, w := range points {
		x, y, _ := m.plane.Project(w)
		a, b = [2]float64{min(a[0], x), max(a[1], x)}, [2]float64{min(b[0], y), max(b[1], y)}
	}
	if m.directions == "curvature" {
		rise := max(math.Abs(p.surface.Loss(p.start())-p.surface.Loss(p.now())), 0.1*p.surface.Loss(p.now()))
		for i, d := range [2][]float64{m.plane.U, m.plane.V} {
			reach := math.Sqrt(2 * rise / math.Abs(p.surface.Curvature(p.now(), d)))
			if !isFinite(reach) {
				continue
			}
			reach = min(reach, 10*(1+math.Sqrt(square(p.now()))))
			if i == 0 {
				a = [2]float64{min(a[0], -reach), max(a[1], reach)}
			} else {
				b = [2]float64{min(b[0], -reach), max(b[1], reach)}
			}
		}
	}
	wide, high := a[1]-a[0], b[1]-b[0]
	if wide == 0 && high == 0 {
		wide = 1
	}
	least := max(wide, high) / 2
	return roomy(a, least), roomy(b, least)
}

// roomy is a stretch with a sixth more on each side, and at least so long.
func roomy(ends [2]float64, least float64) [2]float64 {
	middle, half := (ends[0]+ends[1])/2, max(ends[1]-ends[0], least)/2
	return [2]float64{middle - 4*half/3, middle + 4*half/3}
}

func square(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x * x)
	}
	return sum
}

func (m *plan) members(from int) []document.Member {
	if m.trouble != "" {
		return []document.Member{document.M("trouble", document.Str(m.trouble))}
	}
	p := m.place
	if m.line != nil {
		names := []string{"start", "now", "solution"}[:len(m.line.Stops)]
		return []document.Member{document.M("line", document.Obj(
			document.M("distance", document.Nums(m.line.Distance)), document.M("loss", document.Nums(m.line.Loss)),
			document.M("stops", document.Nums(m.line.Stops)), document.M("names", document.Strs(names)),
			document.M("summary", document.Str(m.barrier())),
		))}
	}
	if m.grid == nil || m.grid.Side() == 0 {
		return nil
	}
	out := []document.Member{document.M("side", document.Int(m.grid.Side()))}
	if m.grid.Side() > from {
		a, b := m.extent()
		path := make([]document.Value, len(p.path))
		for i, w := range p.path {
			x, y, _ := m.plane.Project(w)
			path[i] = document.Nums([]float64{x, y})
		}
		out = append(out,
			document.M("values", document.Nums(m.grid.Values())), document.M("across", document.Nums(a[:])), document.M("up", document.Nums(b[:])),
			document.M("names", document.Strs(m.names[:])), document.M("path", document.List(path...)), document.M("points", document.List(m.points()...)),
		)
	}
	if m.done() {
		out = append(out, document.M("summary", document.Str(m.summary())))
	}
	return out
}

// points are the places with a name, with how far they are from the plane.
func (m *plan) points() []document.Value {
	p := m.place
	named := func(name string, w []float64) document.Value {
		x, y, off := m.plane.Project(w)
		return document.Obj(document.M("name", document.Str(name)), document.M("at", document.Nums([]float64{x, y})),
			document.M("off", document.Num(off)), document.M("loss", document.Num(p.surface.Loss(w))))
	}
	out := []document.Value{named("start", p.start()), named("now", p.now())}
	if p.solution != nil {
		out = append(out, named("solution", p.solution))
	}
	return out
}
