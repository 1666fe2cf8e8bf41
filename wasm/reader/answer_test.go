package main

import (
	"strings"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/text"
)

func ask(t *testing.T, kind string, members ...document.Member) document.Value {
	t.Helper()
	return answer(kind, document.Obj(members...).String())
}

func get(v document.Value, path ...string) document.Value {
	for _, name := range path {
		v, _ = v.Get(name)
	}
	return v
}

func TestImportSaysWhatBecameOfEachLine(t *testing.T) {
	v := ask(t, "import", document.M("text", document.Str(`x = np.array([-1, 0, 1])
y = np.array([-0.2445248, 0.1232554, 0.1713998])
model = Sequential()
model.add(Dense(10, input_shape=(1,), activation='tanh'))
model.add(Dense(1))
model.compile(loss='mse', optimizer=Adam(learning_rate=1e-3))
frobnicate(model)
model.fit(x, y, epochs=500, batch_size=3)
`)))
	layers := get(v, "experiment", "network", "layers").Items
	if !get(v, "ok").Truth || get(v, "kind").Text != "keras" || len(layers) != 2 || get(layers[0], "units").Number != 10 ||
		get(v, "experiment", "training", "epochs").Number != 500 || len(get(v, "experiment", "data", "points").Items) != 3 {
		t.Fatal(v.Indented())
	}
	states := map[string]int{}
	for _, line := range get(v, "lines").Items {
		states[get(line, "state").Text]++
		if get(line, "state").Text == "unknown" && !strings.Contains(get(line, "text").Text, "frobnicate") {
			t.Errorf("not understood: %s", line)
		}
	}
	if states["understood"] < 6 || states["unknown"] != 1 {
		t.Errorf("%v", states)
	}
}

func TestImportOfALogAndOfNothing(t *testing.T) {
	var log strings.Builder
	for epoch := range 30 {
		log.WriteString(text.Format("Epoch %d/30\n1/1 - 0s - loss: 0.0057\n", epoch+1))
	}
	v := ask(t, "import", document.M("text", document.Str(log.String())))
	if get(v, "kind").Text != "log" || get(v, "log", "plateau").Number != 0.0057 || get(v, "experiment").Kind == document.Object {
		t.Error(v.Indented())
	}
	v = ask(t, "import", document.M("text", document.Str("the quick brown fox")))
	if !get(v, "ok").Truth || get(v, "trouble").Text == "" {
		t.Error(v.Indented())
	}
	if v := ask(t, "train"); get(v, "ok").Truth || get(v, "error", "message").Text == "" {
		t.Error(v.Indented())
	}
}

func TestExportWritesTheExperimentAndItsFix(t *testing.T) {
	origin, fixed := document.Obj(), document.Obj(document.M("training", document.Obj(document.M("epochs", document.Int(777)))))
	for framework, want := range map[string]string{"keras": "import keras", "pytorch": "import torch", "r-keras": "library(keras"} {
		v := ask(t, "export", document.M("experiment", fixed), document.M("framework", document.Str(framework)))
		if script := get(v, "code").Text; !strings.Contains(script, want) || !strings.Contains(script, "777") {
			t.Errorf("%s: %s", framework, v.Indented())
		}
		v = ask(t, "export", document.M("experiment", fixed), document.M("before", origin), document.M("framework", document.Str(framework)))
		if script := get(v, "code").Text; !strings.Contains(script, "777") || !strings.Contains(script, "10000") {
			t.Errorf("%s does not say what stood there before: %s", framework, v.Indented())
		}
	}
	for _, v := range []document.Value{
		ask(t, "export", document.M("experiment", origin), document.M("framework", document.Str("cobol"))),
		ask(t, "export", document.M("experiment", document.Obj(document.M("training", document.Int(3)))), document.M("framework", document.Str("keras"))),
	} {
		if get(v, "ok").Truth || get(v, "error", "message").Text == "" {
			t.Error(v.Indented())
		}
	}
}

// A place outside every table is refused by its field, and no crash.
func TestPastedIntoNoCell(t *testing.T) {
	for at, want := range map[string]string{
		"[-1,0]":     "at: -1 is no whole number from 0 to 10000",
		"[2,-5]":     "at: -5 is no whole number from 0 to 10000",
		"[0.5,0]":    "at: 0.5 is no whole number from 0 to 10000",
		"[0,1e300]":  "at: 1e300 is no whole number from 0 to 10000",
		`["NaN",0]`:  `at: "NaN" is no whole number from 0 to 10000`,
		"[0]":        "at: [0] is no row and column",
		"7":          "at: 7 is no row and column",
		"[0,0]":      "",
		"[10000,50]": "",
		"null":       "",
	} {
		for _, pasted := range []string{"5", "1,2\\n3,4", "1,2,3\\n4,5,6"} {
			v := answer("import", `{"text":"`+pasted+`","into":{},"at":`+at+`}`)
			if got := get(v, "error", "message").Text; got != want || get(v, "ok").Truth != (want == "") {
				t.Errorf("%s: %q, want %q", at, got, want)
			}
		}
	}
	for _, into := range []string{"7", "[]", "null", `"a"`} {
		if v := answer("import", `{"text":"1,2","into":`+into+`}`); get(v, "error", "message").Text != "into: this is no experiment: give an object" {
			t.Errorf("%s: %s", into, v)
		}
	}
}
