package code

import (
	"os"
	"testing"

	"plateau/wasm/document"
)

// static/experiment.test.js reads the same cases: rows that are pasted and rows
// that are edited by hand keep the batch by one rule.
func TestBatchFollowsTheRows(t *testing.T) {
	text, err := os.ReadFile("../../web/testdata/batch.json")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := document.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases.Items {
		number := func(name string) int {
			v, _ := c.Get(name)
			return int(v.Number)
		}
		because, _ := c.Get("because")
		base := with(document.Obj(), document.Int(number("batch")), "training", "batch_size")
		training, _ := paced(base, number("before"), number("rows")).Get("training")
		if got, _ := training.Get("batch_size"); int(got.Number) != number("want") {
			t.Errorf("a batch of %d when %d rows become %d: %g, want %d: %s",
				number("batch"), number("before"), number("rows"), got.Number, number("want"), because.Text)
		}
	}
	if len(cases.Items) < 8 {
		t.Errorf("only %d cases", len(cases.Items))
	}
}
