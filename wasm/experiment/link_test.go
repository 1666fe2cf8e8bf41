package experiment

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	flags "flag" // flag is a function of this package
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/document"
)

// linked is the link of an experiment that has one.
func linked(t testing.TB, e Experiment) string {
	t.Helper()
	link, err := Link(e)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestLinkRoundTrip(t *testing.T) {
	for _, text := range []string{
		`{}`,
		`{"title":"π <b>","data":{"points":[[1,2,3],[4,5,6]],"inputs":["u","v"],"targets":["w"]}}`,
		`{"data":{"generator":"spiral"},"network":{"layers":[{"units":8,"activation":"tanh"},{"units":1,"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":"adam"}}`,
	} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		link := linked(t, e)
		for _, l := range []string{link, "#" + link, " https://example.org/a/?embed=1#" + link + "\n"} {
			got, err := Unlink(l)
			if err != nil || got.Full().String() != e.Full().String() {
				t.Errorf("%s: %v\n got %s\nwant %s", l, err, got.Full(), e.Full())
			}
		}
		if again, _ := Unlink(link); linked(t, again) != link {
			t.Errorf("%s is not canonical: %s", link, linked(t, again))
		}
	}
}

func TestLinksAreShort(t *testing.T) {
	if link := linked(t, Origin()); len(link) >= 60 {
		t.Errorf("origin question: %d characters: %s", len(link), link)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, digits := range []int{3, 4, 7} {
		e := Origin()
		e.Data.Points = nil
		for i := range 50 {
			x, y := random.Float64()*2-1, random.NormFloat64()
			if digits == 7 { // seven digits, as the origin question has them, on a grid of x
				x = float64(i) / 50
			}
			e.Data.Points = append(e.Data.Points, []float64{round(x, digits), round(y, digits)})
		}
		e.Training.BatchSize = 32
		if link := linked(t, e); len(link) >= 700 {
			t.Errorf("50 points of %d digits: %d characters", digits, len(link))
		} else {
			t.Logf("50 points of %d digits: %d characters", digits, len(link))
		}
	}
}

func round(v float64, digits int) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', digits, 64), 64)
	return v
}

var record = flags.Bool("record", false, "append the links of today to testdata/links/v1.json where they are new")

const linkFile = "testdata/links/v1.json"

// Links of every version open for ever: this file only grows. Each entry is a
// link as it was once written and the complete experiment that it meant then;
// settings that were added since have their defaults.
func TestOldLinksOpen(t *testing.T) {
	if *record {
		recordLinks(t)
	}
	text, err := os.ReadFile(linkFile)
	if err != nil {
		t.Fatal(err)
	}
	v, err := document.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Items) < 8 {
		t.Errorf("%d links; the file only grows", len(v.Items))
	}
	for _, one := range v.Items {
		link, _ := one.Get("link")
		want, _ := one.Get("experiment")
		got, err := Unlink(link.Text)
		if err != nil {
			t.Errorf("%s: %v", link.Text, err)
			continue
		}
		contains(t, link.Text, got.Full(), want)
	}
}

// contains checks that all that want has is in got with the same value.
func contains(t *testing.T, path string, got, want document.Value) {
	t.Helper()
	if want.Kind != document.Object {
		if got.String() != want.String() {
			t.Errorf("%s: %s, was %s", path, got, want)
		}
		return
	}
	for _, m := range want.Members {
		one, _ := got.Get(m.Name)
		contains(t, path+"."+m.Name, one, m.Value)
	}
}

func recordLinks(t *testing.T) {
	t.Helper()
	text, _ := os.ReadFile(linkFile)
	all, _ := document.Parse(string(text))
	all.Kind = document.Array
	for _, text := range []string{
		`{}`,
		`{"training":{"epochs":500,"optimizer":{"name":"sgd","learning_rate":0.1,"momentum":0.9,"nesterov":true,"clipnorm":1},"seed":42}}`,
		`{"title":"Straße & <code>","note":"two\nlines","data":{"points":[[0,0,0],[0,1,1],[1,0,1],[1,1,0]],"inputs":["a","b"],"targets":["a xor b"]},"network":{"layers":[{"units":2,"activation":"sigmoid","use_bias":false},{"units":1,"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","batch_size":1,"shuffle":false,"precision":"float64"}}`,
		`{"data":{"generator":{"name":"sine","n":25,"noise":0.1,"seed":7,"frequency":3},"validation":0.2,"scale":{"inputs":"standard","targets":"minmax"}},"network":{"layers":[{"units":16,"activation":{"name":"leaky_relu","negative_slope":0.01},"kernel_initializer":{"name":"random_normal","stddev":0.5},"bias_initializer":{"name":"constant","value":0.1},"dropout":0.25},{"units":1}]},"training":{"l1":0.001,"l2":0.01,"input_noise":0.05}}`,
		`{"network":{"layers":[{"units":2,"activation":"tanh"},{"units":1}],"weights":[[[1.5,-2.25e-7]],[3,4],[[5],[6]],[0.1]]},"training":{"optimizer":{"name":"levenberg_marquardt","damping":0.01},"precision":"float64","epochs":100}}`,
		`{"training":{"optimizer":{"name":"adamw","weight_decay":0.1,"amsgrad":true},"schedule":{"name":"piecewise_constant_decay","boundaries":[10,20],"values":[1,0.5,0.1]},"stop":{"loss":1e-6,"patience":3,"min_delta":0.1,"restore_best_weights":true}}}`,
		`{"data":{"points":[[1,2,1,0],[2,1,0,1]],"inputs":["u","v"],"targets":["p","q"]},"network":{"layers":[{"units":3,"activation":"relu"},{"units":2,"activation":"softmax"}]},"training":{"loss":{"name":"categorical_crossentropy","label_smoothing":0.1},"class_weight":{"0":1,"1":5}},"view":{"loss_axis":"linear"}}`,
		`{"data":{"generator":"spiral"},"training":{"schedule":{"name":"reduce_on_plateau","factor":0.5},"loss":{"name":"huber","delta":2},"optimizer":{"name":"rmsprop","centered":true}}}`,
	} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(all.String(), `"`+linked(t, e)+`"`) {
			all.Items = append(all.Items, document.Obj(document.M("link", document.Str(linked(t, e))), document.M("experiment", e.Full())))
		}
	}
	if err := os.WriteFile(linkFile, []byte(all.Indented()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func pack(text string) string {
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 6)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return "v1." + base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// Links that others make, with any compressor, open too.
func TestForeignLinks(t *testing.T) {
	for text, want := range map[string]string{
		`{"training":{"epochs":7}}`:      "",
		`{"training":{"epochs":-7}}`:     "training.epochs: -7 is below 0",
		`{"version":2}`:                  "version: 2 is later than 1, the newest that is known here; reload the page or update Plateau",
		`<script>`:                       `this is not JSON: line 1, column 1: '<' cannot start a value`,
		strings.Repeat(" ", MaxLinked+1): "the link unpacks to more than the 4194304 bytes that are read",
	} {
		if _, err := Unlink(pack(text)); err == nil && want != "" || err != nil && err.Error() != want {
			t.Errorf("%.40s: %v, want %s", text, err, want)
		}
	}
}

func TestLinkFaults(t *testing.T) {
	link := linked(t, Origin())
	for l, want := range map[string]string{
		"":      errCut.Error(),
		"#v1":   errCut.Error(),
		"v1.":   errCut.Error(),
		"v0.AA": "the link is of version 0, which never was; versions begin with 1",
		"v2.AA": "the link is of version 2, later than 1, the newest that is known here; reload the page or update Plateau",
		"hello": `this is not a link to an experiment, which begins with "v1."`,
		link[:len(link)-5] + "*" + link[len(link)-4:]: `the link has a character that does not belong there, '*', at place ` + strconv.Itoa(len(link)-4) + `; copy it again`,
		link + "AAAA":                      "the link is damaged: a character was changed or added; copy it again",
		"v1." + strings.Repeat("A", 1<<20): "the link has 1048579 characters, more than the 1048576 that are read; send the experiment as a file",
	} {
		_, err := Unlink(l)
		if _, ok := err.(Faults); !ok || err.Error() != want {
			t.Errorf("%.60s\n got %v\nwant %s", l, err, want)
		}
	}
	for cut := range link {
		if _, err := Unlink(link[:cut]); err == nil || err.Error() != errCut.Error() {
			t.Errorf("%s: %v", link[:cut], err)
		}
	}
}

// What has a link opens by it, also behind an address; what has none is refused
// when the link is asked for, and not by whoever receives it.
func TestLinksThatAreTooLong(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	grown := func(columns int) Experiment {
		e := Origin()
		e.Data.Points, e.Data.Inputs = nil, nil
		for range columns - 1 {
			e.Data.Inputs = append(e.Data.Inputs, "x"+strconv.Itoa(len(e.Data.Inputs)))
		}
		for range 5_000 {
			row := make([]float64, columns)
			for c := range row {
				row[c] = random.Float64()
			}
			e.Data.Points = append(e.Data.Points, row)
		}
		return e
	}
	fits := grown(7)
	link := linked(t, fits)
	if len(link) < MaxLink/5 {
		t.Errorf("a link of %d characters is no test of the limit of %d", len(link), MaxLink)
	}
	if again, err := Unlink("https://example.org/" + strings.Repeat("p", MaxLink-len(link)) + "/#" + link); err != nil || again.Compact().String() != fits.Compact().String() {
		t.Errorf("behind an address: %v", err)
	}
	for columns, want := range map[int]string{
		30: "the link of the experiment has ", // 3 MB as text, a million characters packed
		60: "the experiment has ",
	} {
		link, err := Link(grown(columns))
		if _, ok := err.(Faults); !ok || link != "" || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "as a file") {
			t.Errorf("%d columns: a link of %d characters, %v", columns, len(link), err)
		}
	}
}

func TestWhatIsALink(t *testing.T) {
	for text, want := range map[string]bool{
		"v1.AA": true, "#v0.AA": true, " https://a.b/c?d=e#v12.AA\n": true, "#v1": true,
		"": false, "v": false, "v1": false, "#value": false, "v1.csv data": false, "x1.csv": false, "data.v1.json": false, "a\n#v1.AA": false,
	} {
		if got := IsLink(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func FuzzUnlink(f *testing.F) {
	f.Add(linked(f, Origin()))
	f.Add(pack(`{"data":{"generator":"sine"}}`))
	f.Add("#v1.q1YqSy0qzszPU7Iy1FFKSyzKVbIy0FFKSi1OLcpML1GyMtRRKkgsKlGyMqwFAA")
	f.Fuzz(func(t *testing.T, link string) {
		e, err := Unlink(link)
		if err != nil {
			return
		}
		again, err := Unlink(linked(t, e))
		if err != nil || linked(t, again) != linked(t, e) {
			t.Fatalf("%s: %v", linked(t, e), err)
		}
	})
}

// Any document that can be read survives the link.
func FuzzLink(f *testing.F) {
	f.Add(`{}`)
	f.Add(`{"title":"a","data":{"points":[[1,2]]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Unlink(linked(t, e))
		if err != nil || again.Full().String() != e.Full().String() {
			t.Fatalf("%s: %v", text, err)
		}
		_, packed, _ := strings.Cut(linked(t, e), ".")
		if data, err := base64.RawURLEncoding.DecodeString(packed); err != nil || len(data) == 0 {
			t.Fatal(err)
		}
	})
}
