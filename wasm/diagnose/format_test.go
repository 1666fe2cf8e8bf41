package diagnose

import (
	"math"
	"testing"
)

func TestNumbersLookAsOnThePage(t *testing.T) {
	for want, v := range map[string]float64{
		"0": 0, "0.005676": 0.005675946924535554, "0.1": 0.1, "-0.2445": -0.2445248, "1": 0.99999, "0.0001": 0.0001,
		"9.877e-5": 0.00009876543, "3.8e-30": 3.8e-30, "3.812e-30": 3.8124e-30, "-4.25e-8": -4.25e-8, "1235": 1234.5,
		"12\u202f346": 12345.6, "2.5e12": 2.5e12, "NaN": math.NaN(), "∞": math.Inf(1), "-∞": math.Inf(-1),
	} {
		if got := Number(v); got != want {
			t.Errorf("Number(%v) = %q, want %q", v, got, want)
		}
	}
	for want, v := range map[string]float64{
		"1e-5": 1e-5, "1e-3": 0.001, "5e-3": 0.005, "0.00123": 0.00123, "0.01": 0.01, "0.5": 0.5, "10": 10, "10000": 10000, "1e9": 1e9,
	} {
		if got := Setting(v); got != want {
			t.Errorf("Setting(%v) = %q, want %q", v, got, want)
		}
	}
	for want, n := range map[string]int{"999": 999, "4146": 4146, "10\u202f000": 10000, "1\u202f234\u202f567": 1234567} {
		if got := Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
	for want, n := range map[string]int{"one linear unit": 1, "ten linear units": 10, "16 linear units": 16} {
		if got := counted(n, "linear unit", "linear units"); got != want {
			t.Errorf("counted(%d) = %q, want %q", n, got, want)
		}
	}
}
