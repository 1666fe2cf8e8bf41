package code

import (
	"strings"
	"testing"
)

// Data as consoles print them, and as old spreadsheets end their lines.
func TestPrintedTables(t *testing.T) {
	const counts = "the first column only counts the rows and is left out"
	for _, c := range []struct{ text, data, note string }{
		{"   x  y\n0  1  2\n1  3  4\n2  5  6\n", `{"points":[[1,2],[3,4],[5,6]]}`, counts},
		{"  x y\n1 1 2\n2 3 4\n3 5 6\n", `{"points":[[1,2],[3,4],[5,6]]}`, counts},
		{"   a b\n1: 1 2\n2: 3 4\n", `{"points":[[1,2],[3,4]],"inputs":["a"],"targets":["b"]}`, counts},
		{"   x  y\n0  1  2\n1  3  4\n\n[2 rows x 2 columns]\n", `{"points":[[1,2],[3,4]]}`, counts},
		{"[1] 0.1 0.2 0.3\n[4] 0.4 0.5\n", `{"points":[[0,0.1],[1,0.2],[2,0.3],[3,0.4],[4,0.5]]}`, ""},
		{" [1] 1 2 3 4 5 6 7 8 9\n[10] 10\n", `{"points":[[0,1],[1,2],[2,3],[3,4],[4,5],[5,6],[6,7],[7,8],[8,9],[9,10]]}`, ""},
		{"x,y\r1,2\r3,4\r", `{"points":[[1,2],[3,4]]}`, ""},
		{"structure(list(x = c(1, 2, 3), y = c(4, 5, 6)), class = \"data.frame\", row.names = c(NA, -3L))", `{"points":[[1,4],[2,5],[3,6]]}`, ""},
		{"d <- structure(list(t = c(1, 2), h = c(4, 5)), .Names = c(\"t\", \"h\"), row.names = 1:2, class = \"data.frame\")", `{"points":[[1,4],[2,5]],"inputs":["t"],"targets":["h"]}`, ""},
		// what only looks like it
		{"x y z\n1 2\n3 4\n5 6\n", `{"points":[[1,2],[3,4],[5,6]]}`, ""},
		{"x y\n5 1 2\n6 3 4\n", `{"points":[[5,1,2],[6,3,4]]}`, ""},
		{"x y\n1 2\n2 3\n", `{"points":[[1,2],[2,3]]}`, ""},
		{"1 2 3\n2 3 4\n3 5 6\n", `{"points":[[1,2,3],[2,3,4],[3,5,6]]}`, ""},
		{"[1, 2]\n[3, 4]\n", `{"points":[[1,3],[2,4]]}`, ""},
	} {
		got, err := Import(c.text)
		if err != nil || got.Kind != "data" {
			t.Errorf("%q: %s %v", c.text, got.Kind, err)
			continue
		}
		if data, _ := got.Experiment.Compact().Get("data"); data.String() != c.data {
			t.Errorf("%q: %s, want %s", c.text, data, c.data)
		}
		if notes := strings.Join(got.Notes, "\n"); strings.Contains(notes, counts) != (c.note != "") {
			t.Errorf("%q: noted %q", c.text, notes)
		}
	}
}
