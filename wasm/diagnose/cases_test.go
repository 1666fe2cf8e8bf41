//go:build !wasm

// Trials by the hundred: native only, a browser would take minutes.

package diagnose

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

var (
	every   = flag.Bool("every", false, "run the dear cases too, and print the table")
	only    = flag.String("only", "", "run the cases whose name contains this")
	verbose = flag.Bool("trials", false, "print every trial")
)

// A case costs at most this much unless every one is asked for: multiply-adds
// of one run.
const cheapCase = 8e5

// realCase is a network that was stuck in public, with its cause and a loss
// that a fix has to reach; see ../presets/cases/README.md.
type realCase struct {
	name   string
	e      experiment.Experiment
	state  string
	cause  string
	also   []string
	above  float64 // stuck when the loss is above it; NaN: diverges
	target float64 // relative loss of a cure; NaN: nothing to cure
}

func readCase(t *testing.T, path string) realCase {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := document.Parse(string(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	get := func(v document.Value, names ...string) document.Value {
		for _, n := range names {
			v, _ = v.Get(n)
		}
		return v
	}
	num := func(v document.Value) float64 {
		if v.Kind != document.Number {
			return math.NaN()
		}
		return v.Number
	}
	c := realCase{name: strings.TrimSuffix(filepath.Base(path), ".json")}
	if c.e, err = experiment.Read(get(v, "experiment")); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	c.state, c.cause = get(v, "expected", "state").Text, get(v, "expected", "cause").Text
	for _, a := range get(v, "expected", "also").Items {
		c.also = append(c.also, a.Text)
	}
	c.above, c.target = num(get(v, "stuck_above")), num(get(v, "cured", "relative_loss_below"))
	return c
}

// stuckRun is the run of the first seed that is stuck as the case says.
func (c realCase) stuckRun() *train.Run {
	var first *train.Run
	for seed := range uint64(20) {
		e := c.e.Clone()
		e.Training.Seed += seed
		r := train.New(e).Finish()
		if loss := r.Final(); !(loss <= c.above) && (!math.IsNaN(c.above) || r.Stopped == train.StoppedDiverged || loss > 10*r.Initial()) {
			return r
		}
		if first == nil {
			first = r
		}
	}
	return first
}

// right says whether the causes found name the case's first, or second behind
// one that the case lists as equal.
func (c realCase) right(found []cause) bool {
	switch {
	case len(found) == 0:
		return false
	case found[0].name == c.cause:
		return true
	}
	return len(found) > 1 && found[1].name == c.cause && slices.Contains(c.also, found[0].name)
}

func (c realCase) rightState(found string) bool {
	slow := c.cause == "too_few_updates" || c.cause == "lr_too_small"
	return found == c.state || slow && (found == Stuck || found == Unfinished)
}

// cured counts fresh seeds on which a fix reaches the case's loss.
func (c realCase) cured(t *trial) (n int, after float64) {
	for seed := range uint64(5) {
		e := t.config.Clone()
		e.Training.Seed = 5000 + seed
		r := train.New(e).Finish()
		relative := r.Relative(r.Final())
		if relative < c.target {
			n++
		}
		if seed == 0 {
			after = relative
		}
	}
	return n, after
}

func TestCases(t *testing.T) {
	paths, _ := filepath.Glob("../presets/cases/*.json")
	var table strings.Builder
	total, right, states, cured := 0, 0, 0, 0
	for _, path := range paths {
		c := readCase(t, path)
		if !strings.Contains(c.name, *only) || (!*every && *only == "" && c.e.Work() > cheapCase) {
			continue
		}
		start := time.Now()
		d := New(c.stuckRun())
		for !d.Complete() {
			d.Advance(1e9)
		}
		took := time.Since(start)
		total++
		found := d.causes()
		names := make([]string, len(found))
		for i, f := range found {
			names[i] = f.name
		}
		good := func(ok bool, n *int) string {
			if ok {
				*n++
				return "ok"
			}
			return "NO"
		}
		fix, after, seeds := "-", math.NaN(), 0
		if b := d.search.best(); b != nil {
			fix = key(b.edits)
			seeds, after = c.cured(b)
		}
		fmt.Fprintf(&table, "%-28.28s %s %-10s %-22s %s %-66s %s %d/5 %-60s %.3g -> %.2g (%.2g)  %d trials %v\n", c.name, good(c.rightState(d.state(found)), &states), d.state(found),
			c.cause, good(c.right(found), &right), strings.Join(names, " "), good(seeds >= 4 || math.IsNaN(c.target), &cured), seeds, fix,
			d.facts.relative, after, c.target, d.search.ran, took.Round(time.Millisecond))
		if *verbose {
			fmt.Fprintln(&table, d.Document().String())
			for _, tr := range d.search.trials {
				fmt.Fprintf(&table, "    %-80s", key(tr.edits))
				for _, o := range tr.outcomes {
					fmt.Fprintf(&table, " %.2g", o.relative)
				}
				fmt.Fprintln(&table)
			}
		}
	}
	fmt.Println(table.String())
	t.Logf("cause right %d, state right %d, cured %d, of %d cases", right, states, cured, total)
	if share := 0.95 * float64(total); *only == "" && (float64(right) < share || float64(states) < share || float64(cured) < share) {
		t.Errorf("fewer than 95 %% right or cured")
	}
}

// The fix that is offered first holds on seeds that the search has not seen.
func TestOriginFixOnFreshSeeds(t *testing.T) {
	d := diagnosed(parse(t, "{}"))
	reached := 0
	for seed := range 10 {
		e := d.search.best().config.Clone()
		e.Training.Seed = uint64(1000 + seed)
		if train.New(e).Finish().Final() <= 1e-12 {
			reached++
		}
	}
	if reached < 9 {
		t.Errorf("%s: %d of 10 fresh seeds below 1e-12", key(d.search.best().edits), reached)
	}
}
