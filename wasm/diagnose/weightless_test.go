package diagnose

import (
	"strings"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/train"
)

// Where no row counts, the loss is 0 whatever the network does: that is said,
// and neither solved nor measured.
func TestRowsWithoutWeight(t *testing.T) {
	text := func(weights, rest string) string {
		return `{"data":{"points":[[0,0],[1,1],[2,0]]},"network":{"layers":[{"units":3,"activation":"tanh"},{}]},"training":{"class_weight":` + weights + `,"optimizer":{"name":"adam"},"epochs":300` + rest + `}}`
	}
	for _, c := range []struct {
		text       string
		weightless bool
	}{
		{text(`{"0":0,"1":0}`, ""), true},
		{text(`{"0":0,"1":0}`, `,"l2":0.1`), true},
		{text(`{"0":0,"1":0}`, `,"loss":"huber"`), true},
		{text(`{"0":0}`, ""), false},
		{text(`{"0":0,"2":0}`, ""), false},
		{strings.Replace(text(`{"0":0,"1":0}`, `,"loss":"binary_crossentropy"`), `,{}]`, `,{"activation":"sigmoid"}]`, 1), true},
	} {
		d := New(train.New(parse(t, c.text)).Finish())
		verdict := d.verdict(d.causes())
		said := d.state(d.causes()) == Stuck && d.Complete() && strings.Contains(verdict, "the class weight of every row is 0")
		if said != c.weightless {
			t.Errorf("%s: %s", c.text, verdict)
		}
		if !c.weightless {
			continue
		}
		if whole := d.Document(); numbersAreMissing(whole) {
			t.Errorf("%s: %s", c.text, whole.String())
		}
		if s := Standing(d.facts.run, d.facts.floors); s != Stuck {
			t.Errorf("%s: a sweep says %s", c.text, s)
		}
	}
}

// numbersAreMissing says whether a document holds NaN.
func numbersAreMissing(v document.Value) bool { return strings.Contains(v.String(), "NaN") }
