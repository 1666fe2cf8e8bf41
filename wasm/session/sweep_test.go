//go:build !js

package session

import (
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/pool"
)

// poll asks for a sweep until it is complete, each time for the points that are
// not known yet, and returns them all.
func poll(t *testing.T, a *Several, kind string) []document.Value {
	t.Helper()
	var points []document.Value
	for range 10000 {
		v, _ := a.Handle("sweep", document.Obj(document.M("kind", document.Str(kind)), document.M("from", document.Int(len(points)))).String())
		if !mustGet(v, "ok").Truth {
			t.Fatal(v)
		}
		one := mustGet(v, "sweep")
		points = append(points, mustGet(one, "points").Items...)
		if mustGet(v, "complete").Truth {
			if total := int(mustGet(one, "total").Number); total != len(points) {
				t.Errorf("%d points of %d", len(points), total)
			}
			return points
		}
		a.Handle("advance", `{"milliseconds":2}`)
	}
	t.Fatal("never complete")
	return nil
}

// The pool changes when a point is known, not what it is.
func TestSweepIsTheSameWithAndWithoutWorkers(t *testing.T) {
	for _, kind := range []string{"learning_rate", "optimizer"} {
		var alone, many Several
		many.Pool.Workers = pool.NewGoroutines(3)
		var points [2][]document.Value
		for i, a := range []*Several{&alone, &many} {
			a.Handle("start", `{"experiment":{"training":{"epochs":400}}}`)
			points[i] = poll(t, a, kind)
		}
		for i, p := range points[0] {
			if p.String() != points[1][i].String() {
				t.Errorf("%s point %d: %s, with workers %s", kind, i, p, points[1][i])
			}
		}
	}
}

func TestNewRunEndsTheSweep(t *testing.T) {
	a := Several{Pool: pool.Pool{Workers: pool.NewGoroutines(2)}}
	a.Handle("start", `{"experiment":{}}`)
	a.Handle("sweep", `{"kind":"seed"}`)
	a.Handle("advance", `{"milliseconds":2}`)
	a.Handle("start", `{"experiment":{"training":{"epochs":10}}}`)
	for _, p := range poll(t, &a, "seed") {
		if got := mustGet(p, "epochs").Number; got != 10 {
			t.Fatalf("a point of %g epochs, from the sweep before", got)
		}
	}
	if v, _ := a.Handle("sweep", `{"kind":"moon"}`); mustGet(v, "ok").Truth {
		t.Error("a sweep of the moon")
	}
	if v, _ := a.Handle("sweep", `{"kind":null}`); !mustGet(v, "ok").Truth {
		t.Error(v)
	}
}
