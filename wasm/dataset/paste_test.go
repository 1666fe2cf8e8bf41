package dataset

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"
)

// written is points as JSON, with the names before them.
func written(p Pasted) string {
	points, _ := json.Marshal(p.Points)
	return strings.Join(p.Columns, ",") + string(points)
}

func TestPaste(t *testing.T) {
	const origin = "[[-1,-0.2445248],[0,0.1232554],[1,0.1713998]]"
	for text, want := range map[string]string{
		"x,y\n-1,-0.2445248\n0,0.1232554\n1,0.1713998":                             "x,y" + origin,
		"-1\t-0.2445248\n0\t0.1232554\n1\t0.1713998\n":                             origin,
		"-1;-0,2445248\r\n0;0,1232554\r\n1;0,1713998":                              origin,
		"−1 −0,2445248\n0 0,1232554\n1 0,1713998":                                  origin,
		"  -1   -0.2445248\n  0  0.1232554\n 1   0.1713998":                        origin,
		"| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |":                               "x,y[[1,2],[3,4]]",
		"\ufeff\"a b\",\"c\"\n\"1\",\"2\"\n3,4\n":                                  "a b,c[[1,2],[3,4]]",
		",x,y\n0,5,6\n1,7,8":                                                       "x,y[[5,6],[7,8]]",
		"1, 2\n3, 4":                                                               "[[1,2],[3,4]]",
		"1,5\n2,5":                                                                 "[[1,5],[2,5]]",
		"# comment\n1 2\n\n3 4":                                                    "[[1,2],[3,4]]",
		"x <- c(-1, 0, 1)\ny <- c(-0.2445248, 0.1232554, 0.1713998)":               "x,y" + origin,
		"x = [-1, 0, 1]\ny = [-0.2445248, 0.1232554,\n 0.1713998]":                 "x,y" + origin,
		"x = np.array([[1.], [2.]])\ny = np.array([3, 4])":                         "x,y[[1,3],[2,4]]",
		"X = np.array([[0,0],[0,1],[1,0],[1,1]])\ny = np.array([[0],[1],[1],[0]])": "X1,X2,y[[0,0,0],[0,1,1],[1,0,1],[1,1,0]]",
		"[[1, 2], [3, 4]]":                                                         "[[1,2],[3,4]]",
		`{"x": [1, 2, 3], "y": [4, 5, 6]}`:                                         "x,y[[1,4],[2,5],[3,6]]",
		`[{"x": 1, "y": 2}, {"x": 3, "y": 4}]`:                                     "x,y[[1,2],[3,4]]",
		"x = [1 2 3];\ny = [4; 5; 6]; % MATLAB":                                    "x,y[[1,4],[2,5],[3,6]]",
		"data = [1 2; 3 4]":                                                        "data1,data2[[1,2],[3,4]]",
		"[1.0 2.0\n 3.0 4.0]":                                                      "[[1,2],[3,4]]",
		"array([[1., 2.],\n       [3., 4.]])":                                      "[[1,2],[3,4]]",
		"c(1,2,3)\nc(4,5,6)":                                                       "[[1,4],[2,5],[3,6]]",
		"x: 1, 2, 3\ny: 4, 5, 6":                                                   "x,y[[1,4],[2,5],[3,6]]",
		"x = 1 2 3\ny = 4 5 6":                                                     "x,y[[1,4],[2,5],[3,6]]",
		"x\t1\t2\t3\ny\t4\t5\t6":                                                   "x,y[[1,4],[2,5],[3,6]]",
		"1 2 3 4\n5 6 7 8":                                                         "[[1,5],[2,6],[3,7],[4,8]]",
		"1\n2\n4":                                                                  "[[0,1],[1,2],[2,4]]",
		"y = [3, 5]":                                                               "x,y[[0,3],[1,5]]",
		"df <- data.frame(x = c(1, 2), y = c(3, 4))":                               "x,y[[1,3],[2,4]]",
		"x = np.linspace(0, 1, 3)\ny = x**2":                                       "x,y[[0,0],[0.5,0.25],[1,1]]",
		"x = c(1,2,3)\nn = 3\ny = 2*x":                                             "x,y[[1,2],[2,4],[3,6]]",
	} {
		got, err := Paste(text)
		if err != nil || written(got) != want {
			t.Errorf("%s\n got %s %v %v\nwant %s", text, written(got), got.Notes, err, want)
		}
	}
}

// What is not read is named by its line.
func TestPasteNotes(t *testing.T) {
	for text, want := range map[string]string{
		"x,y\n1,2\n3,NaN\n5,abc\n6\n7,8":              `2 rows of 2 columns: x, y / 4: column 2 (y): "abc" is not a number / 5: 1 value where other lines have 2 / 1 row lacks a value and is left out: line 3`,
		"some words\n1 2\n3 4":                        "2 rows of 2 columns: some, words",
		"my data:\n\n1 2\n3 4\nthanks":                "2 rows of 2 columns / 1: no numbers / 5: no numbers",
		"x = [1, 2, 3]\ny = [1, 2, 3]\nz = [1, 2]":    "3 rows of 2 columns: x, y / 0: z: 2 values where others have 3, left out",
		"Here it is:\nx = [1, nan, 3]\ny = [1, 2, 3]": "2 rows of 2 columns: x, y / 1: “it” was not expected / 0: row 2, column 1 is NaN: the row is left out",
		"x: 1 2 3\ny: 4 five 6\nz: 7 8 9":             `3 rows of 2 columns: x, z / 2: column 2: "five" is not a number`,
		"[[1, 2], [3], [4, 5]]":                       "2 rows of 2 columns / 1: row 2 of the list is not 2 numbers",
	} {
		got, err := Paste(text)
		var lines []string
		for _, n := range got.Notes {
			line := n.Message
			if n.Line > 0 || n.Skipped {
				line = strconv.Itoa(n.Line) + ": " + line
			}
			lines = append(lines, line)
		}
		if err != nil {
			continue
		}
		if joined := strings.Join(lines, " / "); joined != want {
			t.Errorf("%s\n got %s\nwant %s", text, joined, want)
		}
	}
	for text, want := range map[string]string{
		"":               "the text is empty",
		"no data at all": "no numbers were found; line 1: no numbers",
		"f(x)":           "no numbers were found; line 1: ",
	} {
		if _, err := Paste(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestPasteOffersASample(t *testing.T) {
	var text strings.Builder
	for i := range 100000 {
		text.WriteString(strconv.Itoa(i) + "," + strconv.Itoa(2*i) + "\n")
	}
	got, err := Paste(text.String())
	if err != nil || len(got.Points) != MaxRows || got.Rows != 100000 || got.Points[0][0] != 0 || got.Points[MaxRows-1][0] != 99999 {
		t.Fatalf("%d points of %d: %v", len(got.Points), got.Rows, err)
	}
	if want := "The text has 100000 rows, more than the 10000 that fit. Take 10000 of them, evenly spaced?"; got.Offer() != want {
		t.Error(got.Offer())
	}
}

// Many literals and many names take no longer, each, than few: compared one with
// another, those of the first text would take minutes.
func TestPasteOfManyLiterals(t *testing.T) {
	const n = 40_000
	var vectors, assigned, object strings.Builder
	object.WriteString(`[{"first": 7`)
	for i := range n {
		number := strconv.Itoa(i)
		vectors.WriteString("[" + number + ", 1]\n")
		assigned.WriteString("v" + number + " = [3, " + number + "]\n")
		object.WriteString(`, "n` + number + `": ` + number)
	}
	for text, want := range map[string][2]int{
		vectors.String():           {n, 2},
		assigned.String():          {2, n},
		object.String() + "}]":     {1, n + 1},
		object.String() + "}, {}]": {0, 0},
	} {
		got, err := Paste(text)
		if want[0] == 0 {
			if err == nil {
				t.Errorf("%.20s…: %d rows of objects without a name in common", text, got.Rows)
			}
			continue
		}
		if err != nil || got.Rows != want[0] || len(got.Points[0]) != want[1] {
			t.Errorf("%.20s…: %d rows, want %d of %d columns: %v", text, got.Rows, want[0], want[1], err)
		}
	}
}

// Words of a table are classes where they come again and again, and names where
// they do not.
func TestPasteOfWords(t *testing.T) {
	const pets = "0.1,0.5,cat\n0.2,0.4,cat\n1,2,dog\n1.1,2.1,dog\n3,0.1,fox\n3.1,0.2,fox"
	for text, want := range map[string]string{
		"len,wid,species\n" + pets: "3 len,wid,cat,dog,fox[[0.1,0.5,1,0,0],[0.2,0.4,1,0,0],[1,2,0,1,0],[1.1,2.1,0,1,0],[3,0.1,0,0,1],[3.1,0.2,0,0,1]]" +
			` 6 rows of 5 columns: len, wid, cat, dog, fox / column "species" becomes 3 columns of 0 and 1, one for each word: cat, dog, fox`,
		pets: "3 x1,x2,cat,dog,fox[[0.1,0.5,1,0,0],[0.2,0.4,1,0,0],[1,2,0,1,0],[1.1,2.1,0,1,0],[3,0.1,0,0,1],[3.1,0.2,0,0,1]]" +
			` 6 rows of 5 columns: x1, x2, cat, dog, fox / column 3 becomes 3 columns of 0 and 1, one for each word: cat, dog, fox`,
		"age,passed\n1,yes\n2,no\n3,yes\n4,no": `1 age,passed[[1,1],[2,0],[3,1],[4,0]] 4 rows of 2 columns: age, passed / column "passed": no is 0, yes is 1`,
		"name,x,y\nann,1,2\nbob,2,4\ncid,,5\ndan,4,NA": `0 x,y[[1,2],[2,4]] 2 rows of 2 columns: x, y / ` +
			`column "name" is text and is left out / 2 rows lack a value and are left out: lines 4, 5`,
		"name\tx\ty\nann\t1\t2\nbob\t2\t\ncid\t3\t4":         `0 x,y[[1,2],[3,4]] 2 rows of 2 columns: x, y / column "name" is text and is left out / 1 row lacks a value and is left out: line 3`,
		"kind,x,y\na,1,2\nb,2,4\nc,3,5\na,1,2\nb,1,3\nc,2,1": `0 x,y[[1,2],[2,4],[3,5],[1,2],[1,3],[2,1]] 6 rows of 2 columns: x, y / column "kind" is text and is left out; as the last column it would be the target`,
		"x,y,kind\n1,2,a\n2,3,\n3,4,b\n4,5,a\n5,6,7\n6,7,b":  `1 x,y,kind[[1,2,0],[3,4,1],[4,5,0],[6,7,1]] 4 rows of 3 columns: x, y, kind / column "kind": a is 0, b is 1 / column "kind": "7" is a number among words / 1 row lacks a value and is left out: line 3`,
		"a,b\n1,\n,2\n": "no row has all its values; line 2 lacks one",
	} {
		p, err := Paste(text)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var notes []string
			for _, n := range p.Notes {
				notes = append(notes, n.Message)
			}
			got = strconv.Itoa(p.Targets) + " " + written(p) + " " + strings.Join(notes, " / ")
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// Objects may name their values in any order, and in words.
func TestPasteOfObjects(t *testing.T) {
	for text, want := range map[string]string{
		`[{"x": 1, "y": 2}, {"y": 4, "x": 3}, {"z": 9, "x": 5, "y": 6}]`:                 "x,y[[1,2],[3,4],[5,6]]",
		`[{"sepal length": 1, "petal width": 2}, {"petal width": 4, "sepal length": 3}]`: "sepal length,petal width[[1,2],[3,4]]",
	} {
		got, err := Paste(text)
		if err != nil || written(got) != want {
			t.Errorf("%s: %s, want %s: %v", text, written(got), want, err)
		}
	}
}

func FuzzPaste(f *testing.F) {
	for _, s := range []string{
		"x,y\n1,2\n3,NaN", "1;2,5\n3;4", "x <- c(1,2)\ny = [3 4]'", `[{"x": 1}, {"x": "a"}]`, "x: 1 2\ny: 3", "| a |\n|--|\n| 1 |", "[[1,2],[3,[4]]]", "\"a;b\";2\n1;1e999", "a,b,c\n1,,x\n2,3,y\n4,5,x\n6,7,y", "n\tx\ty\nann\t1\t",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Paste(text)
		if err != nil {
			return
		}
		for _, row := range p.Points {
			if len(row) != len(p.Points[0]) || p.Columns != nil && len(p.Columns) != len(row) {
				t.Fatalf("%q: %d columns, %d values", text, len(p.Columns), len(row))
			}
			for _, x := range row {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("%q: %g", text, x)
				}
			}
		}
	})
}
