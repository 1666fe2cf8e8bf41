package document

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestParseErrorsNameThePlace(t *testing.T) {
	for text, want := range map[string]string{
		"":                      "line 1, column 1: the text is empty",
		"{\"a\": 1,\n \"b\": ":  "line 2, column 7: the text ends where a value should be",
		"{\"a\": [1, 2":         "line 1, column 12: the text ends inside a list",
		`{"a": 1} x`:            "line 1, column 10: text after the end of the JSON value",
		`{"a": 1, "a": 2}`:      `line 1, column 13: the name "a" stands twice in one object`,
		`[1, 2,]`:               `line 1, column 7: ']' cannot start a value`,
		`{"a": NaN}`:            `line 1, column 7: 'N' cannot start a value`,
		`[01]`:                  `line 1, column 3: a comma or ']' should be here`,
		`[1.]`:                  "line 1, column 4: digits should follow the point of a number",
		`[1e999]`:               "line 1, column 2: 1e999 is too large for a number",
		`["\ud800"]`:            "line 1, column 9: half of a surrogate pair",
		`{"a" 1}`:               `line 1, column 6: a colon should follow the name "a"`,
		strings.Repeat("[", 99): "line 1, column 66: nested deeper than 64",
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("Parse(%q) = %v, want %s", text, err, want)
		}
	}
}

func TestWrite(t *testing.T) {
	v := Obj(M("a", Num(1e-5)), M("b", List(Num(1), Str("</script>\n"))), M("c", List(Obj(), List(Bool(true), Value{}))), M("d", Num(math.NaN())))
	if got, want := v.String(), `{"a":1e-5,"b":[1,"\u003c/script\u003e\n"],"c":[{},[true,null]],"d":"NaN"}`; got != want {
		t.Errorf("String:\n got %s\nwant %s", got, want)
	}
	want := "{\n  \"a\": 1e-5,\n  \"b\": [1, \"\\u003c/script\\u003e\\n\"],\n  \"c\": [\n    {},\n    [true, null]\n  ],\n  \"d\": \"NaN\"\n}\n"
	if got := v.Indented(); got != want {
		t.Errorf("Indented:\n got %s\nwant %s", got, want)
	}
}

// Whatever the strict standard reader accepts we accept and write back to the
// same value; whatever it refuses we refuse (but duplicates, which it allows).
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"x\u00e9\ud83d\ude00",null,true]}`, `[-0, 1E5]`, `"\/"`, `{"a":1,"a":2}`, "[\"\x80\"]", `[1e999]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text)
		var other any
		standard := json.Unmarshal([]byte(text), &other)
		if err != nil {
			if standard == nil && !strings.Contains(err.Error(), "twice") && !strings.Contains(err.Error(), "UTF-8") &&
				!strings.Contains(err.Error(), "surrogate") && !strings.Contains(err.Error(), "deeper") {
				t.Fatalf("refused %q: %v", text, err)
			}
			return
		}
		if standard != nil {
			t.Fatalf("accepted %q, which encoding/json refuses: %v", text, standard)
		}
		for _, written := range []string{v.String(), v.Indented()} {
			again, err := Parse(written)
			if err != nil || again.String() != v.String() {
				t.Fatalf("%q was written as %q: %v", text, written, err)
			}
		}
	})
}

func TestRecord(t *testing.T) {
	got := Record("a b c d e f g h", 1, 0.5, "x", true, []int{1, 2}, []float64{math.NaN()}, []string{"y"}, Record("z", Value{})).String()
	if want := `{"a":1,"b":0.5,"c":"x","d":true,"e":[1,2],"f":["NaN"],"g":["y"],"h":{"z":null}}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
