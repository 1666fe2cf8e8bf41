package diagnose

// folkAdvice is what people try first when a loss is stuck.
func folkAdvice(f *facts) []edit {
	var out []edit
	if rate := f.rate(); rate > 0 {
		out = append(out, editRate(rate*10, rate), editRate(rate/10, rate))
	}
	out = append(out, editEpochs(f.e.Training.Epochs*10, f.e.Training.Epochs), editWidth(10), editDeeper(2))
	if f.hidden() == 0 { // nothing to widen or repeat
		out = append(out[:len(out)-2], editHidden("relu"))
	}
	if f.e.Training.Optimizer.Is("sgd") {
		out = append(out, editOptimizer("adam", 1e-3))
	} else {
		out = append(out, editOptimizer("sgd", 0.01))
	}
	return append(out, editSeed(f.e.Training.Seed+101))
}

// helpers are changes that belong to no suspect and yet make many fixes work:
// they are tried beside the cures, and last.
func helpers(f *facts) []edit {
	var out []edit
	rate := f.rate()
	switch {
	case f.adaptive():
		for _, r := range []float64{1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2} {
			if r > rate*1.5 || r < rate/1.5 {
				out = append(out, editRate(r, rate))
			}
		}
	case rate > 0:
		out = append(out, editOptimizer("adam", 0.003), editOptimizer("adam", 0.01), editOptimizer("adam", 0.03), editOptimizer("adam", 0.001))
		for _, factor := range []float64{1.0 / 30, 1.0 / 10, 1.0 / 3, 3, 10, 30} {
			out = append(out, editRate(rate*factor, rate))
		}
	}
	out = append(out, editEpochs(f.e.Training.Epochs*10, f.e.Training.Epochs))
	out = append(out, longer(f)...)
	if f.hidden() > 0 {
		out = append(out, editHidden("tanh"), editHidden("leaky_relu"), editWidth(4), editDeeper(1), editStart("glorot_uniform"))
	}
	if f.e.Data.Scale.Inputs == "none" {
		out = append(out, editScaleInputs("standard"))
	}
	if f.e.Data.Scale.Targets == "none" && comparesNumbers(f.p) && f.output().Activation.Is("linear") {
		out = append(out, editScaleTargets("standard"))
	}
	if f.e.Training.Schedule.Is("constant") && rate > 0 {
		out = append(out, editSchedule("cosine_decay", f))
	}
	return out
}
