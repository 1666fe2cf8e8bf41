package code

import (
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/experiment"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func unknown(lines []Line) string {
	var out []string
	for _, l := range lines {
		if l.State == Unknown {
			out = append(out, l.Text+" ("+l.Meaning+")")
		}
	}
	return strings.Join(out, "\n")
}

// The origin question's text, pasted whole, is the origin experiment.
func TestOriginQuestion(t *testing.T) {
	got, err := Import(read(t, "origin.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Experiment.Full().String() != experiment.Origin().Full().String() {
		t.Errorf("got %s", got.Experiment.Compact())
	}
	if bad := unknown(got.Lines); bad != "" || got.Kind != "r-keras" || len(got.Notes) > 0 {
		t.Errorf("%s %q: not understood:\n%s", got.Kind, got.Notes, bad)
	}
	if got.Log == nil || got.Log.Plateau != 0.0057 || got.Log.Curve[1].Epoch != 10000 {
		t.Errorf("log: %+v", got.Log)
	}
	for _, l := range got.Lines {
		if l.State != Prose {
			t.Logf("%d-%d %s: %s", l.From, l.To, l.State, l.Meaning)
		}
	}
}

var update = flag.Bool("update", false, "write testdata/*.json anew; read the difference before you commit it")

// snippet is one script of testdata: "=== name" and its text.
type snippet struct{ name, text string }

func snippets(t *testing.T, framework string) []snippet {
	var out []snippet
	for _, part := range strings.Split("\n"+read(t, framework+".txt"), "\n=== ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		out = append(out, snippet{name, text})
	}
	return out
}

// Scripts as people write them are understood whole, all but one of twenty.
func TestSnippets(t *testing.T) {
	for _, framework := range []string{"keras", "r-keras", "pytorch", "scikit-learn"} {
		all := snippets(t, framework)
		want := map[string]string{}
		if text, err := os.ReadFile("testdata/" + framework + ".json"); err == nil {
			v, err := document.Parse(string(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range v.Members {
				want[m.Name] = m.Value.String()
			}
		}
		golden := document.Obj()
		whole := 0
		for _, s := range all {
			got, err := Import(s.text)
			if err != nil {
				t.Errorf("%s, %s: %v", framework, s.name, err)
				continue
			}
			bad := unknown(got.Lines)
			if bad == "" {
				whole++
			} else {
				t.Logf("%s, %s: not understood: %s", framework, s.name, bad)
			}
			if got.Kind != framework {
				t.Errorf("%s, %s: taken for %s", framework, s.name, got.Kind)
			}
			result := got.Experiment.Compact()
			result.Members = append(result.Members, document.M("notes", document.Strs(got.Notes)))
			golden.Members = append(golden.Members, document.M(s.name, result))
			if !*update && result.String() != want[s.name] {
				t.Errorf("%s, %s:\n got %s\nwant %s", framework, s.name, result, want[s.name])
			}
		}
		if len(all) < 20 || whole < len(all)-1 {
			t.Errorf("%s: %d of %d understood whole", framework, whole, len(all))
		}
		if *update {
			if err := os.WriteFile("testdata/"+framework+".json", []byte(golden.Indented()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Whatever is pasted: no crash, no hang, and what comes out has been validated.
func FuzzImport(f *testing.F) {
	for _, framework := range []string{"keras", "r-keras", "pytorch", "scikit-learn"} {
		text, _ := os.ReadFile("testdata/" + framework + ".txt")
		for _, part := range strings.Split(string(text), "\n=== ") {
			f.Add(part)
		}
	}
	origin, _ := os.ReadFile("testdata/origin.txt")
	f.Add(string(origin))
	f.Add("Epoch 1/3\nloss: 0.5 - val_loss: 0.6\nepoch,loss\n1,2\n{'loss': [1, 2]}")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20000 {
			return
		}
		got, err := Import(text)
		line := 0
		for _, l := range got.Lines {
			if l.From < line || l.To < l.From {
				t.Fatalf("lines %d to %d after %d", l.From, l.To, line)
			}
			line = l.From
		}
		if err == nil && !got.Found && got.Log == nil {
			t.Fatal("nothing was found, and there is no error")
		}
		if got.Found {
			if _, err := experiment.Parse(got.Experiment.Compact().String()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestImportOther(t *testing.T) {
	e := experiment.Origin()
	e.Training.Epochs = 77
	link, err := experiment.Link(e)
	if err != nil {
		t.Fatal(err)
	}
	for text, kind := range map[string]string{
		e.Compact().String():                   "experiment",
		e.Full().Indented():                    "experiment",
		link:                                   "link",
		"https://example.org/plateau/#" + link: "link",
		"x,y\n1,2\n3,4":                        "data",
		"Here are my numbers\nx = c(1, 2, 3)\ny = c(1, 4, 9)": "data",
	} {
		got, err := Import(text)
		if err != nil || got.Kind != kind || !got.Found {
			t.Errorf("%.40s: %q %v", text, got.Kind, err)
		}
		if kind != "data" && got.Experiment.Training.Epochs != 77 {
			t.Errorf("%.40s: %s", text, got.Experiment.Compact())
		}
	}
}

// Errors say what is missing.
func TestImportFaults(t *testing.T) {
	const layers = "model = Sequential([Dense(3, input_shape=(2,)), Dense(1)])\nmodel.compile(loss='mse', optimizer='sgd')\n"
	for text, want := range map[string]string{
		"":                    "the text is empty",
		"Hello, how are you?": "neither code of a network, nor data, nor a log: no numbers were found; line 1: no numbers",
		"#include <stdio.h>\nint main() { return 0; }": "neither code of a network, nor data, nor a log",
		layers: "the data are not in the code: give x and y as numbers, such as x = [-1, 0, 1]",
		layers + "model.fit(np.array([1, 2]), np.array([3, 4]))":                                               "the network takes 2 inputs, but the data have 1",
		layers + "model.fit(np.array([[1, 2]]), np.array([3, 4]))":                                             "1 rows of inputs, but 2 of targets",
		layers + "model.fit(np.array([[1, 2]]), np.array([3]), epochs=10**9)":                                  "training.epochs: 1e9 is above 1e6",
		"model = Sequential([Dense(10000), Dense(1)])\nmodel.compile('sgd', 'mse')\nmodel.fit([1, 2], [3, 4])": "network.layers[0].units: 10000 is above 512",
		`{"training": {"epochs": -1}}`:                                                                         "training.epochs: -1 is below 0",
		"v1.q1YqSy0":                                                                                           "the link is incomplete",
	} {
		if _, err := Import(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.60s\n got %v\nwant %s", text, err, want)
		}
	}
}

// Lines that are not understood are listed and left out.
func TestUnknownLines(t *testing.T) {
	got, err := Import("model = Sequential([Dense(3, activation='frobnicate'), Conv2D(32, 3), Dense(1)])\nmodel.add(Dense(1)\nmodel.compile(loss=my_loss, optimizer='sgd')\nx = load_data('x.csv')\nmodel.fit(np.array([1, 2]), np.array([3, 4]), epochs=5)")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := unknown(got.Lines), "model.add(Dense(1) (“model” was not expected)\nmodel.compile(loss=my_loss, optimizer='sgd') (loss \"my_loss\", optimizer \"sgd\": not known)\nx = load_data('x.csv') (\"load_data\" is not known)"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if len(got.Notes) != 3 {
		t.Errorf("%q", got.Notes)
	}
}

// No text freezes the page: each of these took minutes, or for ever, without its
// limit, and then the test would not end.
func TestTextsThatTakeLong(t *testing.T) {
	shared := "a = [foo, foo]\n"
	for i := range 60 {
		shared += strings.Replace("bN = [b0, b0]\n", "N", strconv.Itoa(i+1), 1)
		shared = strings.ReplaceAll(shared, "[b0, b0]", map[bool]string{true: "[a, a]", false: "[b" + strconv.Itoa(i) + ", b" + strconv.Itoa(i) + "]"}[i == 0])
	}
	layers := strings.ReplaceAll(shared, "foo", "Dense(1)")
	var variables strings.Builder
	for i := range 20000 {
		variables.WriteString("x" + strconv.Itoa(i) + " <- model %>% layer_dense(1) %>% layer_" + strconv.Itoa(i) + "()\n")
	}
	for name, text := range map[string]string{
		"many statements on a line": strings.Repeat("a;", 300000),
		"open brackets":             strings.Repeat("x = [1,\n", 50000),
		"open calls":                strings.Repeat("f(\n", 50000),
		"a long sum":                "x = 1" + strings.Repeat("+1", 200000),
		"pipes":                     strings.Repeat("a %>% \n", 50000),
		"shared lists":              shared + "b60\nmodel = Sequential(b60)",
		"shared layers":             layers + "model = Sequential(b60)\nmodel.fit(x, y, callbacks=b60)",
		"many variables":            variables.String(),
		"prose":                     strings.Repeat("It's a long story, isn't it? (I think so.) ", 20000),
		"a log":                     strings.Repeat("loss: 0.5\n", 100000),
		"braces":                    strings.Repeat("{", 100000) + "loss [",
		"quotes":                    strings.Repeat("\"\"\" ' ", 50000),
	} {
		if _, err := Import(text); err != nil {
			t.Logf("%s: %v", name, err)
		}
	}
}
