package code

import (
	"strings"
	"testing"
)

const fourRows = "x = np.array([1., 2., 3., 4.])\ny = np.array([1., 4., 9., 16.])\n"

// kerasRun is a script of Keras with these callbacks and other arguments of fit.
func kerasRun(callbacks, fit string) string {
	return fourRows + "model = keras.Sequential([keras.layers.Dense(3, activation='tanh'), keras.layers.Dense(1)])\n" +
		"model.compile(loss='mse', optimizer='sgd')\nmodel.fit(x, y, epochs=50, callbacks=[" + callbacks + "]" + fit + ")\n"
}

// What callbacks mean, down to Keras's defaults and what it does with them.
func TestCallbacksAsKerasHasThem(t *testing.T) {
	const held = ", validation_split=0.25"
	for _, c := range []struct{ callbacks, fit, stop, schedule, note string }{
		{"EarlyStopping('loss')", "", `{"patience":1}`, "", ""},
		{"EarlyStopping(monitor='loss', patience=0)", "", `{"patience":1}`, "", ""},
		{"EarlyStopping('loss', 0.01, 7, 1, 'min', None, True)", "", `{"patience":7,"min_delta":0.01,"restore_best_weights":true}`, "", ""},
		{"EarlyStopping(patience=3)", held, `{"patience":3}`, "", ""},
		{"EarlyStopping(patience=3)", "", "", "", `EarlyStopping watches val_loss, and no rows are held out: Keras does nothing then, and it is left out`},
		{"EarlyStopping(monitor='loss', patience=3)", held, `{"patience":3}`, "", `EarlyStopping watches loss; here it watches val_loss`},
		{"EarlyStopping(monitor='val_accuracy', patience=3)", held, `{"patience":3}`, "", `EarlyStopping watches val_accuracy; here it watches val_loss`},
		{"EarlyStopping('loss', patience=3, mode='max')", "", `{"patience":3}`, "", `EarlyStopping: mode "max" is left out; a loss is to fall`},
		{"EarlyStopping('loss', patience=3, baseline=0.5)", "", `{"patience":3}`, "", `EarlyStopping: the argument "baseline" is left out`},
		{"EarlyStopping('loss', patience=3, start_from_epoch=9)", "", `{"patience":3}`, "", `EarlyStopping: the argument "start_from_epoch" is left out`},
		{"EarlyStopping('loss', patience=args.patience)", "", `{"patience":1}`, "", `EarlyStopping: "patience" is not a number that is known, and is left out`},
		{`ReduceLROnPlateau("loss", 0.5, 5)`, "", "", `{"name":"reduce_on_plateau","factor":0.5,"patience":5}`, ""},
		{`ReduceLROnPlateau("loss", 0.5, 5, 1, "min", 0.01, 2, 1e-5)`, "", "", `{"name":"reduce_on_plateau","factor":0.5,"patience":5,"min_delta":0.01,"cooldown":2,"min_lr":1e-5}`, ""},
		{"ReduceLROnPlateau()", held, "", `"reduce_on_plateau"`, ""},
		{"ReduceLROnPlateau()", "", "", "", `ReduceLROnPlateau watches val_loss, and no rows are held out: Keras does nothing then, and it is left out`},
		{"ReduceLROnPlateau('loss')", held, "", `"reduce_on_plateau"`, `ReduceLROnPlateau watches loss; here it watches val_loss`},
	} {
		got, err := Import(kerasRun(c.callbacks, c.fit))
		if err != nil {
			t.Errorf("%s: %v", c.callbacks, err)
			continue
		}
		v := got.Experiment.Compact()
		training, _ := v.Get("training")
		stop, _ := training.Get("stop")
		schedule, _ := training.Get("schedule")
		if c.stop != "" && stop.String() != c.stop || c.stop == "" && len(stop.Members) > 0 {
			t.Errorf("%s%s: stop is %s, want %s", c.callbacks, c.fit, stop, c.stop)
		}
		if c.schedule != "" && schedule.String() != c.schedule || c.schedule == "" && (schedule.Text != "" || len(schedule.Members) > 0) {
			t.Errorf("%s%s: schedule is %s, want %s", c.callbacks, c.fit, schedule, c.schedule)
		}
		if notes := strings.Join(got.Notes, "\n"); notes != c.note {
			t.Errorf("%s%s: noted %q, want %q", c.callbacks, c.fit, notes, c.note)
		}
	}
}

// PyTorch's scheduler of the same name waits one epoch longer.
func TestReduceOnPlateauOfPyTorch(t *testing.T) {
	for call, want := range map[string]string{
		"ReduceLROnPlateau(optimizer)": `{"name":"reduce_on_plateau","patience":11,"min_delta":0}`,
		"ReduceLROnPlateau(optimizer, 'min', 0.5, 4, threshold=0.01, threshold_mode='abs')": `{"name":"reduce_on_plateau","factor":0.5,"patience":5,"min_delta":0.01}`,
	} {
		got, err := Import("import torch\n" + `x = torch.tensor([[1.], [2.]])
y = torch.tensor([[1.], [4.]])
model = nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.` + call + `
for epoch in range(100):
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step(loss)
`)
		if err != nil {
			t.Fatal(err)
		}
		training, _ := got.Experiment.Compact().Get("training")
		if schedule, _ := training.Get("schedule"); schedule.String() != want {
			t.Errorf("%s: %s, want %s", call, schedule, want)
		}
		if rel := !strings.Contains(call, "abs"); rel != (len(got.Notes) == 1) {
			t.Errorf("%s: noted %q", call, got.Notes)
		}
	}
}
