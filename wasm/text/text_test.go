package text

import (
	"errors"
	"math"
	"strconv"
	"testing"
)

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", -0.5: "-0.5", 1e-4: "0.0001", 1e-5: "1e-5", 1.25e-30: "1.25e-30", 123456789: "123456789",
		1e15: "1e15", -2.5e300: "-2.5e300", math.Inf(1): "Infinity", math.Inf(-1): "-Infinity",
	} {
		if got := Number(v); got != want {
			t.Errorf("Number(%g) = %s, want %s", v, got, want)
		}
	}
	if Number(math.NaN()) != "NaN" {
		t.Error("NaN")
	}
}

func TestShort(t *testing.T) {
	for v, want := range map[float64]string{
		3: "3", 10000: "10000", 1e6: "1e6", 1e9: "1e9", 1e10: "1e10", 2.5e7: "2.5e7", 123456789: "123456789", -1e9: "-1e9", 1e100: "1e100", math.Inf(1): "Infinity",
	} {
		if got := Short(v); got != want {
			t.Errorf("Short(%g) = %s, want %s", v, got, want)
		}
	}
}

func FuzzNumberReadsBack(f *testing.F) {
	f.Add(0.1)
	f.Fuzz(func(t *testing.T, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		if got, err := strconv.ParseFloat(Number(v), 64); err != nil || got != v {
			t.Errorf("%g is written %s", v, Number(v))
		}
	})
}

func TestFormat(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Format("none"), "none"},
		{Format("%s has %d, not %s: %q", "a", 3, 1e-7, "b\"c"), `a has 3, not 1e-7: "b\"c"`},
		{Format("%q %q %s", byte('x'), 'ü', errors.New("e")), `'x' 'ü' e`},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
	for name, f := range map[string]func(){
		"few": func() { Format("%s") }, "many": func() { Format("a", 1) }, "verb": func() { Format("%x", 1) }, "type": func() { Format("%s", 1i) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
