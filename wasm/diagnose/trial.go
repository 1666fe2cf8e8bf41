package diagnose

import (
	"math"
	"slices"
	"sort"
	"strings"

	"plateau/wasm/elementary"
	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

// trialSeeds is how many seeds prove a fix, and provenSeeds how many of them it
// has to improve.
const (
	trialSeeds  = 5
	provenSeeds = 4
)

// trial is one combination of edits, tried on one seed or more.
type trial struct {
	edits    []edit
	config   experiment.Experiment // of the diagnosed seed
	outcomes []outcome             // of the diagnosed seed, then of those after it
	ahead    *ahead                // set where it is the run itself gone on with
	short    bool                  // the outcome is of a run cut short, to compare with others like it
}

// outcome is how one trial ended on one seed.
type outcome struct {
	loss     float64 // of all training rows at the end
	relative float64 // loss / loss of the best constant, free of units
	epochs   int     // epochs until it first counted as solved, 0 if never
	solved   bool    // or as low as any model can go
	short    bool    // of a run cut short
}

// job is one run that has to be trained for a trial.
type job struct {
	trial *trial
	run   experiment.Experiment
}

// key names a combination, whatever the order of its edits.
func key(edits []edit) string {
	names := make([]string, len(edits))
	for i, e := range edits {
		names[i] = e.name
	}
	//lint:ignore S1032 sort.Strings is another sort, compiled for strings alone
	sort.Sort(sort.StringSlice(names))
	return strings.Join(names, " + ")
}

// judge takes what a finished run of a trial ended at.
func (t *trial) judge(r *train.Run, noisy bool) outcome {
	loss := r.Final()
	y := newYardstick(r.Problem)
	o := outcome{loss: loss, relative: y.relative(loss)}
	if r.Stopped == train.StoppedDiverged || math.IsNaN(loss) || math.IsInf(loss, 0) {
		o.loss, o.relative = math.Inf(1), math.Inf(1)
		return o
	}
	enough := max(y.goal, loss)
	o.solved = y.solved(r.Problem, r.Weights(), loss)
	if !o.solved && noisy {
		noise := pureError(r.Problem)
		o.solved = atNoise(loss, noise, y.mean)
		enough = max(enough, 1.1*noise)
	}
	if o.solved {
		for i, l := range r.History.Losses {
			if l <= enough {
				o.epochs = i + 1
				break
			}
		}
	}
	return o
}

// depth is how many decades below the best constant a relative loss lies,
// between -1 and 12: beyond, there is nothing left to gain.
func depth(relative float64) float64 {
	switch {
	case math.IsNaN(relative) || math.IsInf(relative, 0):
		return -10
	case relative <= 1e-12:
		return 12
	}
	return max(-elementary.Log10(relative), -1)
}

// score is the depth that all but one in five of the seeds reach (of one seed, its own).
func (t *trial) score() float64 {
	depths := make([]float64, len(t.outcomes))
	for i, o := range t.outcomes {
		depths[i] = depth(o.relative)
	}
	slices.Sort(depths)
	if len(depths) >= trialSeeds {
		return depths[len(depths)/trialSeeds]
	}
	if len(depths) == 0 {
		return math.Inf(-1)
	}
	return depths[0]
}

// median and worst of the losses of a trial.
func (t *trial) losses() (median, worst float64) {
	all := make([]float64, len(t.outcomes))
	for i, o := range t.outcomes {
		all[i] = o.loss
	}
	slices.Sort(all)
	return all[len(all)/2], all[len(all)-1]
}

func (t *trial) solved() int {
	n := 0
	for _, o := range t.outcomes {
		if o.solved {
			n++
		}
	}
	return n
}
