package code

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"plateau/wasm/experiment"
	"plateau/wasm/train"
)

// No x is 0: there, with biases of 0, backends give leaky_relu different slopes.
const curve = `"data":{"points":[[-1,0.3],[-0.5,-0.2],[0.1,0.1],[0.5,0.6],[1,0.2]]}`

type exported struct{ name, document string }

// exports are experiments that together use all of what a script may contain.
// Rows are not shuffled and nothing is drawn, so that the loss is one number.
var exports = []exported{
	{"origin question", `{"training":{"epochs":300,"shuffle":false}}`},
	{"xor row by row", `{"data":{"generator":{"name":"xor","n":4}},"network":{"layers":[{"units":3,"activation":"sigmoid"},{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy","optimizer":{"name":"sgd","learning_rate":0.5,"momentum":0.8,"nesterov":true},"batch_size":1,"shuffle":false,"epochs":100,"precision":"float64"}}`},
	{"adamw, a penalty", `{` + curve + `,"network":{"layers":[{"units":6,"activation":{"name":"leaky_relu","negative_slope":0.1}},{"units":1}]},"training":{"optimizer":{"name":"adamw","learning_rate":0.01,"weight_decay":0.05},"l2":0.002,"shuffle":false,"epochs":150,"precision":"float64"}}`},
	{"both penalties", `{` + curve + `,"network":{"layers":[{"units":3,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.05},"l1":0.001,"l2":0.002,"shuffle":false,"epochs":60,"precision":"float64"}}`},
	{"rmsprop, huber", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"tanh"},{"units":1}]},"training":{"loss":{"name":"huber","delta":0.2},"optimizer":{"name":"rmsprop","learning_rate":0.01,"momentum":0.5},"batch_size":2,"shuffle":false,"epochs":60,"precision":"float64"}}`},
	{"two targets", `{"data":{"points":[[0,1,1,0],[1,2,0,1],[2,0,1,2]],"inputs":["a","b"],"targets":["c","d"]},"network":{"layers":[{"units":4,"activation":{"name":"elu","alpha":0.5},"use_bias":false},{"units":2}]},"training":{"loss":"mean_absolute_error","optimizer":{"name":"adagrad","learning_rate":0.1},"batch_size":2,"shuffle":false,"epochs":80,"precision":"float64"}}`},
	{"softmax", `{"data":{"points":[[0,1,0],[1,0,1],[2,1,0]],"inputs":["a"],"targets":["c","d"]},"network":{"layers":[{"units":5,"activation":"silu"},{"units":2,"activation":"softmax"}]},"training":{"loss":{"name":"categorical_crossentropy","label_smoothing":0.1},"optimizer":{"name":"adamax","learning_rate":0.02},"shuffle":false,"epochs":100,"precision":"float64"}}`},
	{"nadam, exponential decay", `{` + curve + `,"network":{"layers":[{"units":4,"activation":{"name":"gelu","approximate":true}},{"units":1}]},"training":{"optimizer":{"name":"nadam","learning_rate":0.02},"schedule":{"name":"exponential_decay","decay_steps":20,"decay_rate":0.9},"shuffle":false,"epochs":100,"precision":"float64"}}`},
	{"adadelta, step decay", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"softplus"},{"units":1}]},"training":{"optimizer":{"name":"adadelta","learning_rate":1},"schedule":{"name":"step_decay","step_size":30,"gamma":0.5},"shuffle":false,"epochs":100,"precision":"float64"}}`},
	{"cosine with a warm-up", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"selu"},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.001},"schedule":{"name":"cosine_decay","decay_steps":80,"alpha":0.1,"warmup_target":0.02,"warmup_steps":20},"shuffle":false,"epochs":120,"precision":"float64"}}`},
	{"scaled, held out, reduced", `{"data":{"points":[[100,3],[200,5],[300,4],[400,8],[500,9],[600,7]],"scale":{"inputs":"standard","targets":"minmax"},"validation":0.34},"network":{"layers":[{"units":4,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.3},"schedule":{"name":"reduce_on_plateau","factor":0.5,"patience":3,"min_delta":0.01},"shuffle":false,"epochs":80,"precision":"float64"}}`},
	{"stopped at a loss", `{` + curve + `,"network":{"layers":[{"units":8,"activation":"sin"},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.05},"stop":{"loss":0.05},"shuffle":false,"epochs":500,"precision":"float64"}}`},
	{"stopped by patience", `{` + curve + `,"network":{"layers":[{"units":2,"activation":"relu"},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.05},"stop":{"patience":10,"min_delta":0.001},"shuffle":false,"epochs":500,"precision":"float64"}}`},
	{"clipped", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"softsign"},{"units":1}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1,"clipnorm":0.3},"shuffle":false,"epochs":60,"precision":"float64"}}`},
	{"clipped globally", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"mish"},{"units":1}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.1,"global_clipnorm":0.3,"weight_decay":0.01},"shuffle":false,"epochs":60,"precision":"float64"}}`},
	{"hinge, piecewise rates", `{"data":{"points":[[-1,0],[-0.2,1],[0.4,0],[1,1]]},"network":{"layers":[{"units":5,"activation":"hard_tanh"},{"units":1,"activation":"tanh"}]},"training":{"loss":"hinge","optimizer":{"name":"sgd","learning_rate":0.1,"clipvalue":0.2},"schedule":{"name":"piecewise_constant_decay","boundaries":[20,50],"values":[0.2,0.1,0.05]},"shuffle":false,"epochs":80,"precision":"float64"}}`},
	{"log cosh, amsgrad", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"hard_sigmoid"},{"units":3,"activation":{"name":"relu","negative_slope":0.2}},{"units":1}]},"training":{"loss":"log_cosh","optimizer":{"name":"adam","learning_rate":0.02,"amsgrad":true},"shuffle":false,"epochs":100,"precision":"float64"}}`},
	{"percentage error", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"elu"},{"units":1}]},"training":{"loss":"mean_absolute_percentage_error","optimizer":{"name":"adam","learning_rate":0.01},"shuffle":false,"epochs":50,"precision":"float64"}}`},
	{"logits, class weights", `{"data":{"generator":{"name":"xor","n":4}},"network":{"layers":[{"units":4,"activation":"tanh"},{"units":1}]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true},"optimizer":{"name":"adam","learning_rate":0.05},"class_weight":{"0":1,"1":2},"shuffle":false,"epochs":50,"precision":"float64"}}`},
	{"logits", `{"data":{"generator":{"name":"xor","n":4}},"network":{"layers":[{"units":4,"activation":"tanh","kernel_initializer":"he_normal"},{"units":1}]},"training":{"loss":{"name":"binary_crossentropy","from_logits":true,"label_smoothing":0.2},"optimizer":{"name":"adam","learning_rate":0.05},"shuffle":false,"epochs":50,"precision":"float64"}}`},
	{"lion", `{` + curve + `,"network":{"layers":[{"units":4,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"lion","learning_rate":0.01},"shuffle":false,"epochs":50,"precision":"float64"}}`},
	{"restored without patience", `{` + curve + `,"network":{"layers":[{"units":6,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"sgd","learning_rate":0.4,"momentum":0.9},"stop":{"restore_best_weights":true},"shuffle":false,"epochs":40,"precision":"float64"}}`},
	{"restored by patience, held out", `{` + curve[:len(curve)-1] + `,"validation":0.4},"network":{"layers":[{"units":6,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.05},"l1":0.001,"l2":0.01,"stop":{"patience":5,"restore_best_weights":true},"shuffle":false,"epochs":400,"precision":"float64"}}`},
	{"restored and reduced", `{` + curve[:len(curve)-1] + `,"validation":0.2},"network":{"layers":[{"units":6,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.2},"schedule":{"name":"reduce_on_plateau","factor":0.5,"patience":2},"stop":{"restore_best_weights":true},"l2":0.01,"shuffle":false,"epochs":80,"precision":"float64"}}`},
}

// What PyTorch does not have; Export says so.
var notInTorch = map[string]string{
	"stopped at a loss":     "network.layers: sin is not in PyTorch, or not with these arguments",
	"logits, class weights": "training.class_weight: PyTorch has none for every loss; leave it out",
	"lion":                  "training.optimizer: lion is not in PyTorch, or not with these arguments",
}

// recording is the loss that an exported script printed, and the predictions of
// one that goes back to its best weights: they tell where it ended.
type recording struct {
	Name, Framework string
	Loss            float64
	Predictions     []float64 `json:",omitempty"`
}

type recordings struct {
	MadeWith map[string]string `json:"made_with"`
	Runs     []recording       `json:"runs"`
}

const recordingFile = "testdata/exports.json"

func parse(t *testing.T, document string) experiment.Experiment {
	t.Helper()
	e, err := experiment.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// reached is what Plateau records of an experiment: the loss of the last epoch,
// and the predictions with the weights that the run ended with.
func reached(e experiment.Experiment) recording {
	run := train.New(e).Finish()
	out := recording{Loss: run.History.Losses[len(run.History.Losses)-1]}
	if e.Training.Stop.RestoreBest {
		out.Predictions = run.Predict(e.Set().X)
	}
	return out
}

// Exported scripts, run in Keras and PyTorch, reached the losses in
// testdata/exports.json; Plateau reaches the same.
func TestExportsReachTheSameLoss(t *testing.T) {
	var recorded recordings
	text, err := os.ReadFile(recordingFile)
	if err == nil {
		err = json.Unmarshal(text, &recorded)
	}
	if err != nil {
		t.Fatal(err)
	}
	ends := map[string]recording{}
	for _, one := range exports {
		ends[one.name] = reached(parse(t, one.document))
	}
	if n := 2*len(exports) - len(notInTorch); len(recorded.Runs) != n {
		t.Errorf("%d recordings, want %d; run PYTHON=... go test -run Python -update", len(recorded.Runs), n)
	}
	for _, one := range recorded.Runs {
		compare(t, one, ends[one.Name])
	}
}

// compare allows for float32, and for what PyTorch does elsewhere with epsilon.
func compare(t *testing.T, got, want recording) {
	t.Helper()
	tolerance := 1e-6
	switch {
	case got.Name == "origin question":
		tolerance = 1e-4
	case got.Name == "rmsprop, huber" && got.Framework == "pytorch":
		tolerance = 0.1 // epsilon is added to the root, not under it
	}
	if d := math.Abs(got.Loss-want.Loss) / math.Abs(want.Loss); !(d <= tolerance) {
		t.Errorf("%s, %s: the script ends at %.9g, Plateau at %.9g: %.1g apart", got.Framework, got.Name, got.Loss, want.Loss, d)
	}
	if len(got.Predictions) != len(want.Predictions) {
		t.Errorf("%s, %s: %d predictions, want %d", got.Framework, got.Name, len(got.Predictions), len(want.Predictions))
		return
	}
	for i, p := range got.Predictions {
		if d := math.Abs(p - want.Predictions[i]); !(d <= tolerance) {
			t.Errorf("%s, %s: prediction %d of the script is %.9g, Plateau's %.9g", got.Framework, got.Name, i, p, want.Predictions[i])
		}
	}
}

// runner executes scripts in one process and prints what each reached.
const runner = `
import json, os, sys
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "jax")  # TensorFlow keeps the rate in float32 where all else is float64
os.environ.setdefault("JAX_ENABLE_X64", "1")
if sys.argv[1] == "keras":
    import keras
    from keras.src.backend.common import dtypes
    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # off TensorFlow, Keras 3.15 makes float32 of float64 in between
    versions = {"keras": keras.__version__, "backend": keras.backend.backend()}
else:
    import torch
    versions = {"torch": torch.__version__}
versions["python"] = sys.version.split()[0]
runs = []
for script in json.load(sys.stdin):
    space = {"print": lambda *a: None}
    if sys.argv[1] == "keras":
        keras.utils.clear_session()  # a script of its own has the precision that it sets
    exec(script, space)
    run = {"loss": float(space["history"].history["loss"][-1]) if "history" in space else float(space["loss"])}
    if "best_weights" in space or "restore_best_weights=True" in script:
        x = torch.cat([space["x"], space["x_held"]]) if "x_held" in space else space["x"]
        p = space["model"].predict(x, verbose=0) if "history" in space else space["model"](x).detach().numpy()
        run["predictions"] = [float(one) for one in p.flatten()]
    runs.append(run)
print("RESULT " + json.dumps({"versions": versions, "runs": runs}))
`

// drawn are n random experiments in which the framework draws nothing, and that
// stay finite: their losses are compared, and not recorded.
func drawn(n int) (out []exported) {
	r := rand.New(rand.NewPCG(387150, 2))
	for len(out) < n {
		e := randomly(r)
		e.Training.Shuffle, e.Training.InputNoise, e.Training.Precision = false, 0, "float64"
		e.Training.ClassWeight = nil
		e.Training.Epochs = min(e.Training.Epochs, 60)
		for i := range e.Network.Layers {
			e.Network.Layers[i].Dropout = 0
		}
		loss := 0.0
		if e.Training.Epochs > 0 {
			loss = reached(e).Loss
		}
		if loss > 1e-6 && loss < 1e3 && !e.Training.Optimizer.Is("rmsprop") {
			out = append(out, exported{"drawn " + strconv.Itoa(len(out)), e.Compact().String()})
		}
	}
	return out
}

// Where PYTHON names a Python with Keras or PyTorch, exported scripts run for
// real, for some minutes: PYTHON=... go test -run Python; with -update what they
// reach is recorded.
func TestExportsRunInPython(t *testing.T) {
	python := os.Getenv("PYTHON")
	if python == "" {
		t.Log("PYTHON is not set: exported scripts are checked against recordings only")
		return
	}
	out := recordings{MadeWith: map[string]string{}}
	for framework, module := range map[string]string{"keras": "keras", "pytorch": "torch"} {
		if exec.Command(python, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('"+module+"') is None)").Run() != nil {
			t.Logf("%s has no %s: its scripts are checked against recordings only", python, module)
			continue
		}
		var scripts, names []string
		known := map[string]recording{}
		for _, one := range append(exports[:len(exports):len(exports)], drawn(10)...) {
			script, err := Export(parse(t, one.document), framework, true)
			if err != nil {
				continue
			}
			scripts, names = append(scripts, script), append(names, one.name)
			known[one.name] = reached(parse(t, one.document))
		}
		input, _ := json.Marshal(scripts)
		command := exec.Command(python, "-c", runner, module)
		command.Stdin = strings.NewReader(string(input))
		command.Stderr = os.Stderr
		answer, err := command.Output()
		_, result, ok := strings.Cut(string(answer), "RESULT ")
		if err != nil || !ok {
			t.Fatalf("%s: %v", framework, err)
		}
		var ran struct {
			Versions map[string]string
			Runs     []recording
		}
		if err := json.Unmarshal([]byte(result), &ran); err != nil {
			t.Fatal(err)
		}
		for name, version := range ran.Versions {
			out.MadeWith[name] = version
		}
		for i, name := range names {
			one := ran.Runs[i]
			one.Name, one.Framework = name, framework
			if !strings.HasPrefix(name, "drawn ") {
				out.Runs = append(out.Runs, one)
			}
			compare(t, one, known[name])
		}
	}
	if *update && len(out.Runs) > 0 {
		text, _ := json.MarshalIndent(out, "", "  ")
		if err := os.WriteFile(recordingFile, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExportNamesWhatIsMissing(t *testing.T) {
	for _, one := range exports {
		for _, framework := range Frameworks {
			_, err := Export(parse(t, one.document), framework, false)
			want := ""
			if framework == "pytorch" {
				want = notInTorch[one.name]
			}
			if got := message(err); got != want {
				t.Errorf("%s, %s: %q, want %q", framework, one.name, got, want)
			}
		}
	}
	full := parse(t, `{"training":{"optimizer":"lbfgs","precision":"float64"}}`)
	if _, err := Export(full, "keras", false); message(err) != "training.optimizer: lbfgs is not in keras; choose adam and many epochs to compare" {
		t.Error(err)
	}
	if _, err := Export(experiment.Origin(), "caffe", false); message(err) != `"caffe" is not one of keras, pytorch, r-keras` {
		t.Error(err)
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What is exported reads back as the same experiment.
func TestExportsReadBack(t *testing.T) {
	for _, text := range []string{
		`{}`,
		`{` + curve + `,"network":{"layers":[{"units":6,"activation":{"name":"leaky_relu","negative_slope":0.1},"dropout":0.2},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01,"beta_1":0.8},"epochs":150,"seed":3,"stop":{"patience":5}}}`,
		`{"data":{"points":[[0,1,1,0],[1,2,0,1]],"inputs":["x1","x2"],"targets":["y1","y2"]},"network":{"layers":[{"units":4,"activation":"tanh","use_bias":false},{"units":2}]},"training":{"loss":"mean_absolute_error","optimizer":{"name":"sgd","learning_rate":0.1,"momentum":0.9},"batch_size":1,"epochs":80,"shuffle":false}}`,
		callbacksOfAllKinds,
		`{` + curve + `,"network":{"layers":[{"units":6,"activation":"sin"},{"units":3,"activation":{"name":"elu","alpha":0.5}},{"units":1}]},"training":{"schedule":{"name":"step_decay","step_size":30,"gamma":0.5},"stop":{"loss":1e-6}}}`,
	} {
		e := parse(t, text)
		for _, framework := range []string{"keras", "r-keras"} {
			script, err := Export(e, framework, false)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Import(script)
			if err != nil || got.Experiment.Full().String() != e.Full().String() || unknown(got.Lines) != "" {
				t.Errorf("%s\n%s\n got %s\nwant %s\n%v %s", framework, script, got.Experiment.Compact(), e.Compact(), err, unknown(got.Lines))
			}
		}
	}
}

// The scripts of the origin question and its fix, as they are shown.
func TestScripts(t *testing.T) {
	before := experiment.Origin()
	after := parse(t, `{"network":{"layers":[{"units":10,"activation":"tanh"},{"units":1}]},"training":{"optimizer":{"name":"adam","learning_rate":0.01},"epochs":2000}}`)
	for _, framework := range Frameworks {
		script, err := Export(before, framework, false)
		if err != nil {
			t.Fatal(err)
		}
		fix, err := ExportFix(before, after, framework, false)
		if err != nil {
			t.Fatal(err)
		}
		name := "testdata/origin-" + framework + ".txt"
		text := script + "\n######## fix ########\n\n" + fix
		if *update {
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := read(t, strings.TrimPrefix(name, "testdata/")); text != want {
			t.Errorf("%s:\n%s", name, text)
		}
		if n := strings.Count(fix, "# changed, was: "); n < 3 || n > 4 {
			t.Errorf("%s: %s lines are marked", framework, strconv.Itoa(n))
		}
	}
}

// A title from a stranger's link is one comment, and no code.
func TestTitleStaysAComment(t *testing.T) {
	e := experiment.Origin()
	e.Title = "a\nimport os\r\u2028os.remove('x') {?loss|b?} $loss"
	for _, framework := range Frameworks {
		script, err := Export(e, framework, false)
		if err != nil || !strings.Contains(script, "\n# a import os os.remove('x') {?loss|b?} $loss\n") {
			t.Errorf("%v\n%s", err, script)
		}
	}
}

// Whatever experiment can be read is written for each framework, or what is
// missing is named.
func FuzzExport(f *testing.F) {
	for _, one := range exports {
		f.Add(one.document)
	}
	f.Add(`{"network":{"layers":[{"kernel_initializer":{"name":"variance_scaling","mode":"fan_out","distribution":"untruncated_normal"},"bias_initializer":"torch_default"}]},"training":{"schedule":"cosine_decay_restarts","input_noise":0.1}}`)
	f.Fuzz(func(t *testing.T, document string) {
		e, err := experiment.Parse(document)
		if err != nil || e.Spec().Parameters() > 10000 || len(e.Data.Points) > 1000 {
			return
		}
		for _, framework := range Frameworks {
			for _, weights := range []bool{false, true} {
				script, err := ExportFix(experiment.Origin(), e, framework, weights)
				if err == nil && !strings.Contains(e.Title, "?") && (strings.Contains(script, "{?") || strings.Contains(script, "?}")) {
					t.Fatal(script)
				}
			}
		}
	})
}

// Keras refuses "constant" without its value, also where that is the default.
func TestAConstantHasItsValue(t *testing.T) {
	e := parse(t, `{"network":{"layers":[{"units":2,"kernel_initializer":"constant"},{"units":1,"bias_initializer":{"name":"constant","value":0.5}}]}}`)
	for framework, want := range map[string][]string{
		"keras":   {"kernel_initializer=keras.initializers.Constant(value=0.0)", "bias_initializer=keras.initializers.Constant(value=0.5)"},
		"r-keras": {"kernel_initializer = initializer_constant(value = 0.0)", "bias_initializer = initializer_constant(value = 0.5)"},
	} {
		script, err := Export(e, framework, false)
		if err != nil || !strings.Contains(script, want[0]) || !strings.Contains(script, want[1]) {
			t.Errorf("%s: %v\n%s", framework, err, script)
		}
	}
}
