package main

import (
	"math"

	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/landscape"
	"plateau/wasm/text"
)

// spectrum is what the predictions and the loss do around the end of the run:
// the singular values of the Jacobian, and the eigenvalues of the Hessian, all
// of them where there are few weights, the outermost where there are many.
type spectrum struct {
	place *place

	reach        *landscape.Reach
	outside      float64 // share of the error that no small step can remove, NaN where there is none to tell
	reachTrouble string

	whole          *landscape.Hessian // one of the two
	ends           *landscape.Lanczos
	values, errors []float64 // of the Hessian, descending, once done
	hessianTrouble string
}

const (
	mostProduct  = 600_000_000    // multiply-adds of one Hessian product, which cannot be interrupted
	mostLanczos  = 12_000_000_000 // of all together: two minutes of Go in a browser
	lanczosMost  = 60             // products
	lanczosLeast = 20
)

func newSpectrum(p *place) *spectrum {
	s := &spectrum{place: p}
	if work := 6 * float64(p.surface.Cost()); work > mostProduct {
		s.hessianTrouble = p.tooMany("One product with the Hessian", work, mostProduct)
	}
	return s
}

func (s *spectrum) done() bool {
	return (s.reach != nil || s.reachTrouble != "") && (s.values != nil || s.hessianTrouble != "")
}

func (s *spectrum) progress() (float64, string) {
	if !s.place.arrived() {
		return s.place.travelled() / 2, "Carrying out the run again"
	}
	switch {
	case s.done():
		return 1, ""
	case s.whole != nil:
		return 0.5 + s.whole.Progress()/2, "Computing the Hessian"
	case s.ends != nil:
		return 0.5 + s.ends.Progress()/2, "Multiplying with the Hessian"
	}
	return 0.5, "Decomposing the Jacobian"
}

func (s *spectrum) step(work int) {
	p := s.place
	switch {
	case !p.arrived():
		p.travel(work)
	case s.reach == nil && s.reachTrouble == "":
		r, err := landscape.NewReach(p.problem, p.now(), diagnose.ReachableShare)
		if err != nil {
			s.reachTrouble = sentence(err.Error())
			return
		}
		s.reach, s.outside = &r, diagnose.OutOfReach(p.problem, p.now())
	case s.whole == nil && s.ends == nil:
		if p.surface.Parameters() <= landscape.DenseLimit {
			s.whole = landscape.NewHessian(p.surface, p.now())
			return
		}
		products := mostLanczos / (6 * p.surface.Cost())
		s.ends = landscape.NewLanczos(p.surface, p.now(), max(lanczosLeast, min(products, lanczosMost)))
	case s.whole != nil:
		if s.whole.Step(work); s.whole.Done() {
			s.values = s.whole.Eigenvalues()
		}
	default:
		if s.ends.Step(work); s.ends.Done() {
			s.settle()
		}
	}
	if s.values != nil && !finite(s.values) {
		s.hessianTrouble = "The loss has no finite second derivatives here."
	}
}

// settle keeps what Lanczos found to a hundredth of the largest.
func (s *spectrum) settle() {
	s.values, s.errors = []float64{}, []float64{}
	pairs := s.ends.Values()
	var top float64
	for _, p := range pairs {
		top = max(top, math.Abs(p.Value))
	}
	for _, p := range pairs {
		if p.Error <= 0.01*max(math.Abs(p.Value), landscape.Rounding*top) {
			s.values, s.errors = append(s.values, p.Value), append(s.errors, p.Error)
		}
	}
	if len(pairs) == 0 {
		s.hessianTrouble = "The loss has no finite second derivatives here."
	}
}

func (s *spectrum) members(int) []document.Member {
	jacobian, hessian := document.Value{}, document.Value{}
	switch {
	case s.reachTrouble != "":
		jacobian = document.Obj(document.M("trouble", document.Str(s.reachTrouble)))
	case s.reach != nil:
		jacobian = s.jacobian()
	}
	switch {
	case s.hessianTrouble != "":
		hessian = document.Obj(document.M("trouble", document.Str(s.hessianTrouble)))
	case s.values != nil:
		hessian = s.hessian()
	}
	return []document.Member{document.M("jacobian", jacobian), document.M("hessian", hessian)}
}

func (s *spectrum) jacobian() document.Value {
	r := s.reach
	out := text.Format("The Jacobian of %s %s by %s weights has rank %s", diagnose.Count(r.Rows), plural(r.Rows, "prediction"), diagnose.Count(r.Cols), diagnose.Count(r.Rank))
	switch {
	case r.Rank == r.Rows:
		out += ": small steps can move every prediction on its own."
	case r.Rank == 0:
		out += ": no small step moves any prediction."
	default:
		out += text.Format(": small steps move the predictions in %s of %s directions.", diagnose.Count(r.Rank), diagnose.Count(r.Rows))
	}
	if isFinite(s.outside) && r.Rank < r.Rows {
		measure := "squared error"
		if !s.place.problem.Spec.Loss.Is("mean_squared_error") || len(s.place.problem.ClassWeight) > 0 {
			measure = "error, as the loss measures it,"
		}
		switch {
		case s.outside > 0.999999:
			out += " The error that is left lies along none of them: no small step lowers it."
		case s.outside < 1e-6:
			out += " The error that is left lies along them."
		default:
			out += text.Format(" %s of the %s lies outside them, out of reach of any small step.", percent(s.outside), measure)
		}
	}
	if r.Rank > 1 && r.Values[0] > 100*r.Values[r.Rank-1] {
		out += text.Format(" The easiest of them moves %s times as fast as the hardest.", diagnose.Number(round(r.Values[0]/r.Values[r.Rank-1])))
	}
	return document.Obj(document.M("values", document.Nums(r.Values)), document.M("threshold", document.Num(r.Threshold)), document.M("rank", document.Int(r.Rank)),
		document.M("rows", document.Int(r.Rows)), document.M("columns", document.Int(r.Cols)), document.M("summary", document.Str(out)))
}

// bound is a line of the Hessian's spectrum: gradient descent leaves a direction
// whose eigenvalue is above it.
type bound struct {
	label string
	value float64
}

// bounds is where the optimizer becomes unstable on a quadratic: 2 / rate for
// gradient descent, (2 + 2β) / rate with momentum β, (2 + 2β) / ((1 + 2β) rate)
// with Nesterov's (Cohen et al. 2021, appendix B). Others divide each gradient
// by its own size: no line in this spectrum bounds them.
func (s *spectrum) bounds() []bound {
	p := s.place.problem
	if !p.Optimizer.Is("sgd") || p.Rate == nil || p.Schedule.Is("reduce_on_plateau") {
		return nil
	}
	perEpoch := p.BatchesPerEpoch()
	last := max(s.place.epochs[len(s.place.epochs)-1]*perEpoch-1, 0)
	rate, beta := p.Rate(last), p.Optimizer.Arg("momentum")
	switch {
	case !(rate > 0):
		return nil
	case beta == 0:
		return []bound{{"2 / rate", 2 / rate}}
	case p.Optimizer.True("nesterov"):
		return []bound{{"(2 + 2β) / ((1 + 2β) rate)", (2 + 2*beta) / ((1 + 2*beta) * rate)}}
	}
	return []bound{{"(2 + 2β) / rate", (2 + 2*beta) / rate}}
}

func (s *spectrum) hessian() document.Value {
	var top float64
	for _, v := range s.values {
		top = max(top, math.Abs(v))
	}
	rounding := landscape.Rounding * top
	positive, negative := 0, 0
	for _, v := range s.values {
		switch {
		case v > rounding:
			positive++
		case v < -rounding:
			negative++
		}
	}
	bounds := s.bounds()
	lines := make([]document.Value, len(bounds))
	for i, b := range bounds {
		lines[i] = document.Obj(document.M("label", document.Str(b.label)), document.M("value", document.Num(b.value)))
	}
	method := "differences of gradients, every column"
	if s.ends != nil {
		method = text.Format("%s products with the Hessian (Lanczos); those settled to %s", diagnose.Count(s.ends.Products()), percent(0.01))
	}
	return document.Obj(document.M("values", document.Nums(s.values)), document.M("whole", document.Bool(s.whole != nil)), document.M("method", document.Str(method)),
		document.M("rounding", document.Num(rounding)), document.M("lines", document.List(lines...)), document.M("summary", document.Str(s.curvatures(positive, negative, bounds))))
}

// curvatures says how many directions curve which way, and how steeply.
func (s *spectrum) curvatures(positive, negative int, bounds []bound) string {
	v := s.values
	if positive+negative == 0 {
		return "The loss is flat to second order in every direction: all eigenvalues are 0 to rounding."
	}
	var out string
	if s.whole != nil {
		out = text.Format("Of %s eigenvalues %s, %s and %s 0 to rounding.", diagnose.Count(len(v)), are(positive, "positive"), are(negative, "negative"), isAre(len(v)-positive-negative))
	} else {
		out = text.Format("%s of %s eigenvalues are settled, the outermost.", diagnose.Count(len(v)), diagnose.Count(s.place.surface.Parameters()))
	}
	if positive > 0 {
		out += text.Format(" The largest is %s", diagnose.Number(v[0]))
		if s.whole != nil && positive > 1 {
			out += text.Format(", %s times the smallest positive one", diagnose.Number(round(v[0]/v[positive-1])))
		}
		out += "."
	}
	if negative > 0 {
		out += text.Format(" Along negative ones, down to %s, the loss curves downward.", diagnose.Number(v[len(v)-1]))
	}
	switch {
	case len(bounds) > 0:
		side := "below"
		if v[0] > bounds[0].value {
			side = "above"
		}
		out += text.Format(" The step is stable up to %s = %s; the largest is %s it.", bounds[0].label, diagnose.Number(bounds[0].value), side)
	case positive > 0:
		out += text.Format(" Plain gradient descent would be stable up to a rate of %s.", diagnose.Number(2/v[0]))
	}
	return out
}

func are(n int, what string) string { return isAre(n) + " " + what }

func isAre(n int) string {
	switch n {
	case 0:
		return "none is"
	case 1:
		return "one is"
	}
	return diagnose.Count(n) + " are"
}

func plural(n int, one string) string {
	if n == 1 {
		return one
	}
	return one + "s"
}

// sentence is an error as a sentence of its own.
func sentence(words string) string {
	if words == "" {
		return ""
	}
	return upper(words[:1]) + words[1:] + "."
}

func upper(letter string) string {
	if c := letter[0]; c >= 'a' && c <= 'z' {
		return string(rune(c - 'a' + 'A'))
	}
	return letter
}
