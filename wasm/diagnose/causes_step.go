package diagnose

import (
	"math"
	"slices"
)

// The causes that lie in how the weights are moved: rate, momentum, batches and
// the number of updates.

// zigzag is the share of epochs in which the loss turns, of the second half of
// the run.
func zigzag(losses []float64) float64 {
	half := losses[len(losses)/2:]
	if len(half) < 4 {
		return 0
	}
	turns := 0
	for i := 2; i < len(half); i++ {
		if (half[i]-half[i-1])*(half[i-1]-half[i-2]) < 0 {
			turns++
		}
	}
	return float64(turns) / float64(len(half)-2)
}

// lowest is the lowest loss of an epoch.
func lowest(losses []float64) float64 {
	out := math.Inf(1)
	for _, v := range losses {
		out = min(out, v)
	}
	return out
}

func rateTooHigh(f *facts) *suspect {
	s := &suspect{cause: "lr_too_high", strength: hint}
	losses := f.run.History.Losses
	turns := zigzag(losses)
	limit := 0.0
	if f.plain() {
		limit = f.rate() * batchSharpness(f)
		s.saw("learning rate × sharpness", limit, 2, "rate × largest eigenvalue of the Hessian, of the batches where they are small", "gradient descent on a quadratic diverges above 2")
	}
	switch {
	case f.state == Diverged:
		s.strength = signature
	case limit >= 2, turns > 0.3 && jitter(losses) > 0.1, f.loss > 2*max(f.run.Initial(), f.yardstick.mean):
	case f.adaptive() && f.rate() >= 0.03, f.plain() && f.hiddenIs(dies) && f.rate()*f.sharpnessAt(true) > 0.5:
	default:
		return nil
	}
	if len(losses) > 4 {
		s.saw("share of epochs in which the loss turns", turns, 0.3, "sign changes of the step of L, second half of the run", "above one third the loss bounces")
	}
	rate := f.rate()
	if rate == 0 {
		return nil
	}
	return s.curedBy(editRate(rate/3, rate), editRate(rate/10, rate), editRate(rate/30, rate), editRate(rate/100, rate), editRate(rate/1000, rate), editRate(rate/1e4, rate))
}

// jitter is the mean step between epochs, up or down, over the mean loss, in the
// second half of the run.
func jitter(losses []float64) float64 {
	half := losses[len(losses)/2:]
	if len(half) < 2 {
		return 0
	}
	var steps float64
	for i := range len(half) - 1 {
		steps += math.Abs(half[i+1] - half[i])
	}
	return steps / float64(len(half)-1) / math.Abs(mean(half))
}

// batchSharpness is the sharpness that a step meets: of all rows, or of the
// sharpest row where batches are single rows, or between for small batches.
func batchSharpness(f *facts) float64 {
	whole := f.sharpnessAt(f.state == Diverged)
	if f.p.Batch >= f.p.Train.Rows() {
		return whole
	}
	t := f.tangent()
	var sharpest, all float64
	for i := range t.j.rows {
		size := dot(t.j.row(i), t.j.row(i))
		sharpest = max(sharpest, size)
		all += size / float64(t.j.rows)
	}
	if all == 0 {
		return whole
	}
	// A batch of b rows is as sharp as the sharpest row times 1/b, or as all.
	return max(whole, whole*sharpest/all/float64(f.p.Batch))
}

func momentumTooHigh(f *facts) *suspect {
	o := f.e.Training.Optimizer
	momentum := max(o.Args["momentum"], o.Args["beta_1"])
	if momentum <= 0.9 {
		return nil
	}
	s := &suspect{cause: "momentum_too_high", strength: hint}
	if momentum > 0.97 {
		s.strength = signature
	}
	s.saw("momentum", momentum, 0.9, "share of the last step that is repeated; steps add up to 1 / (1 - momentum)", "Goh 2017, Why Momentum Really Works")
	return s.curedBy(editMomentum(0.9), editMomentum(0))
}

// blowUp is how many times above the lowest loss seen a run stays, in the median
// of its last 50 epochs, when its steps have thrown it out.
const blowUp = 100

func blownOut(losses []float64) bool {
	last := append([]float64(nil), tail(losses, 50)...)
	slices.Sort(last)
	return last[len(last)/2] > blowUp*lowest(losses)
}

func optimizerNoise(f *facts) *suspect {
	losses := f.run.History.Losses
	if f.state == Diverged || len(losses) < minEpochs {
		return nil
	}
	turns, low := zigzag(losses), lowest(losses)
	if f.learned() && !blownOut(losses) {
		return nil // jitter far down
	}
	s := &suspect{cause: "optimizer_noise_floor", strength: hint}
	small, most := f.p.Batch < f.p.Train.Rows() || f.p.InputNoise > 0, 0.4
	if small {
		most = 0.3
	}
	switch {
	case blownOut(losses) && f.loss < 0.5*f.yardstick.mean:
		s.strength = signature
		s.saw("loss over the lowest seen", f.loss/low, blowUp, "L / min L over the epochs", "late blow-up of adaptive steps when gradients are tiny")
	case turns > most && (small || jitter(losses) > 0.02):
	default:
		return nil
	}
	s.saw("share of epochs in which the loss turns", turns, most, "sign changes of the step of L, second half of the run", "a third lower rate lowers the level")
	rate := f.rate()
	if rate == 0 {
		return nil
	}
	s.curedBy(editSchedule("cosine_decay", f), editRate(rate/10, rate), editRate(rate/100, rate))
	if small {
		s.curedBy(editFullBatch())
	}
	return s
}

func tooFewUpdates(f *facts) *suspect {
	if f.state == Diverged {
		return nil
	}
	s := &suspect{cause: "too_few_updates", strength: hint}
	if f.state == Unfinished || f.updates() < 1000 {
		s.strength = signature
	}
	if f.run.Epoch() > 4 {
		s.saw("fall of the loss in the last fifth", fall(f.run.History.Losses), stillFalls, "D = (L[t-w] - L[t]) / L[t-w], w = max(50, t / 5)", "relative, so that small losses count too")
	}
	s.saw("updates", float64(f.updates()), 1000, "epochs × batches", "few networks are done in fewer")
	return s.curedBy(longer(f)...)
}

// longer is ten times the epochs, and enough for 2,000 and 20,000 updates.
func longer(f *facts) []edit {
	epochs := f.e.Training.Epochs
	perEpoch := max(1, f.updates()/max(1, f.run.Epoch()))
	out := []edit{editEpochs(epochs*10, epochs)}
	for _, updates := range []int{3000, 30000} {
		if n := updates / perEpoch; n > epochs*20 {
			out = append(out, editEpochs(n, epochs))
		}
	}
	return out
}

func rateTooSmall(f *facts) *suspect {
	if f.state == Diverged || f.rate() == 0 {
		return nil
	}
	s := &suspect{cause: "lr_too_small", strength: hint}
	if f.plain() {
		limit := f.rate() * f.sharpnessAt(false) / (1 - f.e.Training.Optimizer.Args["momentum"])
		s.saw("learning rate × sharpness", limit, 0.02, "rate × largest eigenvalue of the Hessian", "gradient descent is stable up to 2")
		if limit < 0.02 && limit >= 0 {
			s.strength = signature
		}
	} else {
		reach := f.way()
		s.saw("way a weight can go", reach, 1, "sum of the learning rates of all updates: an adaptive step is about its rate", "1e-5 × 1e4 = 0.1")
		if reach <= 1 {
			s.strength = signature
		}
	}
	if f.faded() {
		s.strength = signature
		s.saw("learning rate half-way over that at the start", f.rateAt(0.5)/f.rate(), fadedShare, "rate that the schedule gives / learning_rate", "what is not learned by then is not learned")
		s.curedBy(editSteady())
	}
	top := 0.1
	if f.plain() {
		top = 30
	}
	for _, factor := range []float64{3, 10, 30, 100, 300, 1000} {
		if rate := f.rate() * factor; rate <= top {
			s.curedBy(editRate(rate, f.rate()))
		}
	}
	return s
}

// fadedShare is the share of its rate below which a schedule that is only
// half-way through has stopped the run.
const fadedShare = 0.01

func (f *facts) faded() bool { return f.rateAt(0.5) < fadedShare*f.rate() }

func illConditioned(f *facts) *suspect {
	if f.state == Diverged || !f.plain() || f.updates() < minUpdates {
		return nil
	}
	t := f.tangent()
	top, least := t.extremes()
	if !(least > 0) {
		return nil
	}
	s := &suspect{cause: "ill_conditioned", strength: hint}
	s.saw("condition number", top/least, 1e4, "largest / smallest eigenvalue of J Jᵀ above 1e-12 of the largest", "epochs per e-fold are 1 / (rate × smallest eigenvalue)")
	limit := f.rate() * f.sharpnessAt(false)
	s.saw("learning rate × sharpness", limit, 2, "rate × largest eigenvalue of the Hessian: no larger rate is stable", "gradient descent is stable up to 2")
	if top/least < 1e4 || limit < 0.2 {
		return nil
	}
	return s.curedBy(editOptimizer("adam", 0.001), editOptimizer("adam", 0.01), editMomentum(0.9))
}
