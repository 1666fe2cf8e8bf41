package experiment

import (
	"strings"
	"testing"

	"plateau/wasm/document"
	"plateau/wasm/mlp"
)

func TestTheEmptyDocumentIsTheOriginQuestion(t *testing.T) {
	e, err := Parse("{}")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.Full().String(), Origin().Full().String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := e.Compact().String(); got != `{"version":1}` {
		t.Errorf("Compact() = %s", got)
	}
}

// What Full and Compact write reads back as the same experiment.
func TestRoundTrip(t *testing.T) {
	for _, text := range []string{
		`{}`,
		`{"title":"a <b>","note":"n","data":{"points":[[1,2,3],[4,5,6]],"inputs":["u","v"],"targets":["w"]}}`,
		`{"data":{"points":[[1,2,3],[4,5,6]],"inputs":["u"],"targets":["w","z"],"scale":{"inputs":"standard","targets":"minmax"},"validation":0.5}}`,
		`{"data":{"generator":{"name":"sine","n":20,"noise":0.1,"seed":3,"frequency":5}}}`,
		`{"data":{"generator":"xor"},"network":{"layers":[{"units":4,"activation":{"name":"relu","max_value":6}},{"activation":"sigmoid","use_bias":false}]}}`,
		`{"network":{"layers":[{"units":2,"dropout":0.5,"kernel_initializer":{"name":"variance_scaling","scale":2,"mode":"fan_avg","distribution":"uniform"}},{"units":1}],"weights":[[[1,2]],[3,4],[[5],[6]],[7]]}}`,
		`{"training":{"loss":{"name":"huber","delta":2},"optimizer":{"name":"sgd","learning_rate":0.1,"momentum":0.9,"nesterov":true,"clipnorm":1},"schedule":{"name":"piecewise_constant_decay","boundaries":[10],"values":[1,0.5]},"batch_size":2,"shuffle":false,"epochs":5,"l1":0.1,"l2":0.2,"class_weight":{"0":1,"1":5},"stop":{"loss":1e-6,"patience":3,"min_delta":0.1,"restore_best_weights":true},"precision":"float64","seed":9007199254740991}}`,
		`{"training":{"optimizer":{"learning_rate":0.5}},"view":{"loss_axis":"linear"}}`,
	} {
		e, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for _, written := range []string{e.Full().Indented(), e.Compact().String()} {
			again, err := Parse(written)
			if err != nil {
				t.Errorf("%s\nwas written as %s: %v", text, written, err)
			} else if again.Full().String() != e.Full().String() {
				t.Errorf("%s\nwas written as %s\nand read as %s", text, written, again.Full())
			}
		}
	}
}

// A choice whose arguments are all at their defaults is its name, lists or not.
func TestAChoiceAtItsDefaultsIsABareName(t *testing.T) {
	for given, want := range map[string]string{
		`"piecewise_constant_decay"`: `"piecewise_constant_decay"`,
		`{"name":"piecewise_constant_decay","boundaries":[5000],"values":[0.001,0.0001]}`: `"piecewise_constant_decay"`,
		`{"name":"piecewise_constant_decay","boundaries":[10]}`:                           `{"name":"piecewise_constant_decay","boundaries":[10]}`,
		`{"name":"piecewise_constant_decay","values":[1,0.5]}`:                            `{"name":"piecewise_constant_decay","values":[1,0.5]}`,
		`"cosine_decay"`: `"cosine_decay"`,
	} {
		e, err := Parse(`{"training":{"schedule":` + given + `}}`)
		if err != nil {
			t.Fatal(err)
		}
		if got := WriteChoice(e.Training.Schedule, &mlp.Schedules).String(); got != want {
			t.Errorf("%s is written %s, want %s", given, got, want)
		}
		again, err := Parse(e.Compact().String())
		if err != nil || !again.Training.Schedule.Equal(e.Training.Schedule) {
			t.Errorf("%s reads back as %v: %v", given, again.Training.Schedule, err)
		}
	}
}

func TestKerasDefaultsComeWithAName(t *testing.T) {
	for text, want := range map[string]float64{
		`{}`:                                1e-5,
		`{"training":{"optimizer":"adam"}}`: 1e-3,
		`{"training":{"optimizer":{"name":"sgd"}}}`:                     1e-2,
		`{"training":{"optimizer":{"learning_rate":0.5}}}`:              0.5,
		`{"training":{"optimizer":{"name":"adam","clipnorm":null}}}`:    1e-3,
		`{"training":{"optimizer":{"beta_1":0.5}}}`:                     1e-5,
		`{"training":{"optimizer":{"name":"adamw","amsgrad":true}}}`:    1e-3,
		`{"training":{"optimizer":{"name":"rmsprop","centered":true}}}`: 1e-3,
	} {
		e, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := e.Training.Optimizer.Arg("learning_rate"); got != want {
			t.Errorf("%s: learning rate %g, want %g", text, got, want)
		}
	}
}

// Every fault names the path, the value and what would be right.
func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		`{"version":2}`:                                                                  "version: 2 is later than 1, the newest that is known here; reload the page or update Plateau",
		`{"version":"1"}`:                                                                `version: "1" is not a number`,
		`{"data":{"points":[[1,2],[3`:                                                    "this is not JSON: line 1, column 28: the text ends inside a list",
		`[]`:                                                                             `[] is not an object`,
		`{"dat":{}}`:                                                                     "dat: unknown field; known are title, note, version, data, network, training, view",
		`{"data":{"points":[]}}`:                                                         "data.points: there are no points; give at least 1",
		`{"data":{"points":[[1,2],[3]]}}`:                                                "data.points[1]: 1 numbers, but the first point has 2",
		`{"data":{"points":[[1,"x"]]}}`:                                                  `data.points[0][1]: "x" is not a number`,
		`{"data":{"points":[[1,"NaN"]]}}`:                                                `data.points[0][1]: "NaN" is not a number`,
		`{"data":{"points":[[1]]}}`:                                                      "data.points: a point needs at least one input and one target, 1 given",
		`{"data":{"points":[[1,2]],"inputs":["a","b"]}}`:                                 "data.points: 2 columns, but the names are of 2 inputs and 0 targets",
		`{"data":{"points":[[1,2]],"generator":"line"}}`:                                 "data.generator: points are given too; leave one of them out",
		`{"data":{"generator":"lines"}}`:                                                 `data.generator: "lines" is not known; known are line, parabola, sine, step, absolute, x_sin_x, gaussian, sawtooth, noise_levels, outlier, repeated, product, moons, xor, circle, spiral`,
		`{"data":{"features":["x^2"]}}`:                                                  `data.features: ["x^2"] is not supported; leave it out and add columns to data.points`,
		`{"data":{"validation":0.95}}`:                                                   "data.validation: 0.95 is above 0.9",
		`{"data":{"points":[[1,2]],"validation":0.5}}`:                                   "data.validation: 0.5 of 1 points leaves none to train on",
		`{"network":{"layers":[]}}`:                                                      "network.layers: 0 layers; give at least the output layer",
		`{"network":{"layers":[{"units":0},{"units":1}]}}`:                               "network.layers[0].units: 0 is below 1",
		`{"network":{"layers":[{"units":10000},{"units":1}]}}`:                           "network.layers[0].units: 10000 is above 512",
		`{"network":{"layers":[{"units":1.5},{"units":1}]}}`:                             "network.layers[0].units: 1.5 is not a whole number",
		`{"network":{"layers":[{"units":2}]}}`:                                           "network.layers[0].units: 2 is not 1, the number of targets",
		`{"network":{"layers":[{"activation":"tahn"}]}}`:                                 `network.layers[0].activation: "tahn" is not known; known are linear, relu, leaky_relu, elu, selu, gelu, silu, mish, softplus, softsign, tanh, sigmoid, hard_sigmoid, hard_tanh, exponential, sin, softmax`,
		`{"network":{"layers":[{"dropout":1}]}}`:                                         "network.layers[0].dropout: 1 is not below 1",
		`{"network":{"layers":[{"unit":1}]}}`:                                            "network.layers[0].unit: unknown field; known are units, activation, use_bias, kernel_initializer, bias_initializer, dropout",
		`{"network":{"layers":[{"bias_initializer":"orthogonal"}]}}`:                     `network.layers[0].bias_initializer: "orthogonal" is for kernels; a bias has one dimension`,
		`{"network":{"layers":[{"units":1}],"weights":[[[1,2]],[3]]}}`:                   "network.weights[0]: not made of rows of 1 numbers",
		`{"training":{"optimizer":{"name":"adam","learning_rate":0}}}`:                   "training.optimizer.learning_rate: 0 is not above 0",
		`{"training":{"optimizer":{"name":"adam","learning_rate":-1}}}`:                  "training.optimizer.learning_rate: -1 is not above 0",
		`{"training":{"optimizer":{"name":"adam","learning_rate":"fast"}}}`:              `training.optimizer.learning_rate: "fast" is not a number`,
		`{"training":{"optimizer":{"name":"adam","momentum":0.9}}}`:                      "training.optimizer.momentum: unknown argument of adam; known are name, learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay, clipnorm, clipvalue, global_clipnorm",
		`{"training":{"optimizer":{"name":"sgd","clipnorm":1,"clipvalue":1}}}`:           "training.optimizer: clipnorm, clipvalue and global_clipnorm exclude each other; give one",
		`{"training":{"batch_size":4}}`:                                                  "training.batch_size: 4 is above 3, the number of points",
		`{"training":{"seed":"abc"}}`:                                                    `training.seed: "abc" is not a number`,
		`{"training":{"seed":-1}}`:                                                       "training.seed: -1 is below 0",
		`{"training":{"precision":"float16"}}`:                                           `training.precision: "float16" is not one of float32, float64`,
		`{"training":{"epochs":2000000}}`:                                                "training.epochs: 2e6 is above 1e6",
		`{"training":{"shuffle":1}}`:                                                     "training.shuffle: 1 is not true or false",
		`{"training":{"class_weight":{"a":1}}}`:                                          "training.class_weight.a: a class is a whole number from 0",
		`{"training":{"schedule":{"name":"piecewise_constant_decay","values":[1,2,3]}}}`: "training.schedule.values: 3 rates for 1 boundaries; give one more",
	} {
		_, err := Parse(text)
		if err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestSolversNameWhatTheyCannotDo(t *testing.T) {
	for text, want := range map[string]string{
		`{"training":{"optimizer":"lbfgs"}}`:                                                    `training.precision: "float32" is too coarse for lbfgs; use float64`,
		`{"training":{"optimizer":"lbfgs","precision":"float64","schedule":"cosine_decay"}}`:    `training.schedule: "cosine_decay" has nothing to change: lbfgs chooses its own steps; use constant`,
		`{"training":{"optimizer":"levenberg_marquardt","precision":"float64","loss":"huber"}}`: `training.loss: "huber" is not a sum of squares, which levenberg_marquardt needs; use mean_squared_error or the optimizer lbfgs`,
		`{"data":{"generator":{"name":"line","n":5000}},"network":{"layers":[{"units":512},{}]},"training":{"optimizer":"levenberg_marquardt","precision":"float64"}}`: `training.optimizer: levenberg_marquardt solves 5000 residuals for 1537 weights at once, more than it can (500000 together, 500 of the fewer); use lbfgs`,
	} {
		if _, err := Parse(text); err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", text, err, want)
		}
	}
}

// Whatever can be trained can be solved.
func TestExactlyIsValid(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "levenberg_marquardt",
		`{"network":{"layers":[{"units":3,"dropout":0.5},{}]},"training":{"schedule":"one_cycle","stop":{"patience":3},"input_noise":0.1}}`: "levenberg_marquardt",
		`{"data":{"generator":"circle"},"network":{"layers":[{"activation":"sigmoid"}]},"training":{"loss":"binary_crossentropy"}}`:         "lbfgs",
		`{"data":{"generator":{"name":"line","n":5000}},"network":{"layers":[{"units":512},{}]}}`:                                           "lbfgs",
	} {
		e, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		exact := e.Exactly()
		if again, err := Parse(exact.Full().String()); err != nil || again.Training.Optimizer.Name != want {
			t.Errorf("%s: %v, %s", text, err, exact.Training.Optimizer.Name)
		}
	}
}

func TestManyFaultsAreListedTogether(t *testing.T) {
	_, err := Parse(`{"network":{"layers":[{"units":0},{"units":1}]},"training":{"epochs":-1,"seed":"x"}}`)
	if f, ok := err.(Faults); !ok || len(f) != 3 {
		t.Errorf("got %v", err)
	}
}

// The form names every setting that Parse accepts, with its true default.
func TestFormDefaultsAreTheDefaults(t *testing.T) {
	full := Origin().Full()
	for _, f := range Form().Items {
		path, _ := f.Get("path")
		want, _ := f.Get("default")
		got, found := full, true
		for _, name := range strings.Split(strings.ReplaceAll(path.Text, "[]", ""), ".") {
			if got.Kind == document.Array {
				got = got.Items[0]
			}
			if got, found = got.Get(name); !found {
				break
			}
		}
		if want.Kind == document.Null != !found || found && got.String() != want.String() {
			t.Errorf("%s: form says %s, the origin question has %s", path.Text, want, got)
		}
		for _, key := range []string{"label", "help"} {
			if text, _ := f.Get(key); text.Text == "" {
				t.Errorf("%s has no %s", path.Text, key)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`{}`)
	f.Add(Origin().Full().String())
	f.Add(`{"data":{"generator":{"name":"repeated","n":7}},"training":{"stop":{"loss":0}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(e.Compact().String())
		if err != nil || again.Full().String() != e.Full().String() {
			t.Fatalf("%s\nwas written as %s: %v", text, e.Compact(), err)
		}
	})
}

// What the form sets along with a solver is all that it refuses in settings that
// stand elsewhere.
func TestSolversAreChosenWithWhatTheyNeed(t *testing.T) {
	solvers := 0
	for _, f := range Form().Items {
		if path, _ := f.Get("path"); path.Text != "training.optimizer" {
			continue
		}
		options, _ := f.Get("options")
		for _, o := range options.Items {
			name, _ := o.Get("name")
			needs, ok := o.Get("needs")
			if !ok {
				continue
			}
			solvers++
			training := document.Record("optimizer schedule input_noise", name.Text, "one_cycle", 0.1)
			if _, err := Read(document.Record("training", training)); err == nil {
				t.Errorf("%s needs nothing", name.Text)
			}
			for _, n := range needs.Items {
				path, _ := n.Get("path")
				to, _ := n.Get("to")
				training = with(training, strings.TrimPrefix(path.Text, "training."), to)
			}
			if _, err := Read(document.Record("training", training)); err != nil {
				t.Errorf("%s with %s: %v", name.Text, needs.String(), err)
			}
		}
	}
	if solvers != 2 {
		t.Errorf("%d solvers", solvers)
	}
}

// with is an object with a member set.
func with(v document.Value, name string, to document.Value) document.Value {
	out := document.Obj()
	for _, m := range v.Members {
		if m.Name != name {
			out.Members = append(out.Members, m)
		}
	}
	out.Members = append(out.Members, document.M(name, to))
	return out
}
