package code

import (
	"os"
	"strings"
	"testing"

	"plateau/wasm/document"
)

// Scripts that say more than an Experiment can, or say it in an unusual way. The
// golden has what was made of each, what was noted and which lines were not
// understood: nothing that changes a run goes without a word.
func TestHardSnippets(t *testing.T) {
	const file = "testdata/hard.json"
	golden := document.Obj()
	for _, s := range snippets(t, "hard") {
		got, err := Import(s.text)
		result := document.Obj(document.M("kind", document.Str(got.Kind)))
		if err != nil {
			result.Members = append(result.Members, document.M("error", document.Str(err.Error())))
		}
		if got.Found {
			result.Members = append(result.Members, document.M("experiment", got.Experiment.Compact()))
		}
		var bad []string
		for _, l := range got.Lines {
			if l.State == Unknown {
				bad = append(bad, l.Text+": "+l.Meaning)
			}
		}
		result.Members = append(result.Members, document.M("notes", document.Strs(got.Notes)), document.M("unknown", document.Strs(bad)))
		golden.Members = append(golden.Members, document.M(s.name, result))

		unix, windows := got, strings.ReplaceAll(s.text, "\n", "\r\n")
		if got, err := Import(windows); message(err) == "" && got.Experiment.Full().String() != unix.Experiment.Full().String() || len(got.Notes) != len(unix.Notes) {
			t.Errorf("%s: with Windows line ends it is another: %q", s.name, got.Notes)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(golden.Indented()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := document.Parse(read(t, "hard.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Members) != len(golden.Members) || len(want.Members) < 40 {
		t.Errorf("%d scripts, %d goldens; run go test -run Hard -update", len(golden.Members), len(want.Members))
	}
	for _, m := range golden.Members {
		if was, _ := want.Get(m.Name); was.String() != m.Value.String() {
			t.Errorf("%s\n got %s\nwant %s", m.Name, m.Value, was)
		}
	}
}
