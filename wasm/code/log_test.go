package code

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestLogs(t *testing.T) {
	for name, c := range map[string]struct {
		text       string
		n          int
		last       Entry
		validation bool
	}{
		"keras verbose 1":   {"Epoch 1/3\n3/3 [==============================] - 1s 2ms/step - loss: 0.9123\nEpoch 2/3\n3/3 [====] - 0s 1ms/step - loss: 0.5\nEpoch 3/3\n1/3 [>.....] - ETA: 0s - loss: 0.7\b\b\b3/3 [====] - 0s - loss: 2.5e-01", 3, Entry{Epoch: 3, Loss: 0.25}, false},
		"keras 3 verbose 1": {"Epoch 1/2\n\x1b[1m1/1\x1b[0m \x1b[32m━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m 500ms/step - loss: 0.0871 - val_loss: 0.1\nEpoch 2/2\n1/1 ━━━━ 0s 20ms/step - loss: 0.0870 - val_loss: 0.2", 2, Entry{2, 0.087, 0.2}, true},
		"keras verbose 2":   {"Epoch 1/2\n3/3 - 0s - loss: 1.5 - accuracy: 0.5 - val_loss: 1.7 - 200ms/epoch\nEpoch 2/2\n3/3 - 0s - loss: 1.25 - accuracy: 0.5 - val_loss: 1.5", 2, Entry{2, 1.25, 1.5}, true},
		"lightning":         {"Epoch 0: 100%|██████████| 4/4 [00:00<00:00, 210.15it/s, loss=0.52, v_num=1]\nEpoch 1: 100%|██████████| 4/4 [00:00<00:00, 210.15it/s, train_loss=0.41, val_loss=0.5, v_num=1]", 2, Entry{1, 0.41, 0.5}, true},
		"brackets":          {"[1/100] loss=0.9\n[2/100] loss=0.8\n[3/100] loss=0.75", 3, Entry{Epoch: 3, Loss: 0.75}, false},
		"plain":             {"epoch 0 loss: 0.1\nepoch 100 loss: 0.05\nepoch 200 loss: nan", 3, Entry{Epoch: 200, Loss: math.NaN()}, false},
		"formatted":         {"Epoch [5/60], Loss: 7.0325\nEpoch [10/60], Loss: 3.0126", 2, Entry{Epoch: 10, Loss: 3.0126}, false},
		"scikit-learn":      {"Iteration 1, loss = 0.33\nIteration 2, loss = 0.31\nTraining loss did not improve more than tol=0.000100", 2, Entry{Epoch: 2, Loss: 0.31}, false},
		"csv":               {"epoch,loss,val_loss\n0,0.5,0.6\n1,0.4,0.5\n2,0.3,0.45", 3, Entry{2, 0.3, 0.45}, true},
		"history":           {"{'loss': [0.5, 0.25, 0.125], 'val_loss': [1, 2, 3]}", 3, Entry{3, 0.125, 3}, true},
		"without epochs":    {"loss: 3\nloss: 2\nloss: 1", 3, Entry{Epoch: 3, Loss: 1}, false},
	} {
		got, err := Import(c.text)
		if err != nil || got.Log == nil || got.Kind != "log" {
			t.Errorf("%s: %v %+v", name, err, got)
			continue
		}
		last := got.Log.Curve[len(got.Log.Curve)-1]
		same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
		if len(got.Log.Curve) != c.n || last.Epoch != c.last.Epoch || !same(last.Loss, c.last.Loss) || c.validation && last.Validation != c.last.Validation || !c.validation && !math.IsNaN(last.Validation) {
			t.Errorf("%s: %+v", name, got.Log.Curve)
		}
	}
}

func TestPlateauOfALog(t *testing.T) {
	var text strings.Builder
	for i := range 1000 {
		loss := 0.0057 + 0.1*math.Exp(-float64(i)/50)
		text.WriteString("epoch " + strconv.Itoa(i) + " loss: " + strconv.FormatFloat(loss, 'f', 4, 64) + "\n")
	}
	got, err := Import(text.String())
	if err != nil || got.Log.Plateau != 0.0057 || !got.Log.Flat || got.Log.Since < 200 || got.Log.Since > 260 {
		t.Errorf("%+v %v", got.Log, err)
	}
	falling, _ := Import("loss: 5\nloss: 4\nloss: 3\nloss: 2\nloss: 1\nloss: 0.5")
	if falling.Log.Flat {
		t.Errorf("%+v", falling.Log)
	}
}

// A training that is called again goes on; an epoch that cannot be one is none.
func TestEpochsNeverFall(t *testing.T) {
	for text, want := range map[string]string{
		"Epoch 1/2\nloss: 4\nEpoch 2/2\nloss: 3\nEpoch 1/2\nloss: 2\nEpoch 2/2\nloss: 1": "1 2 3 4",
		"epoch 0 loss: 4\nepoch 10 loss: 3\nepoch 0 loss: 2\nepoch 10 loss: 1":           "0 10 11 21",
		"epoch,loss\n1,4\n2,3\n1,2\n2,1":                                                 "1 2 3 4",
		"epoch,loss\n-5,4\nnan,3\n1e99,2\ninf,1":                                         "1 2 3 4",
		"epoch 1e99 loss: 4\nepoch -3 loss: 3\nloss: 2":                                  "1 2 3",
	} {
		got, err := Import(text)
		if err != nil || got.Log == nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		var epochs []string
		for _, e := range got.Log.Curve {
			epochs = append(epochs, strconv.FormatFloat(e.Epoch, 'g', -1, 64))
		}
		if strings.Join(epochs, " ") != want {
			t.Errorf("%q: epochs %s, want %s", text, epochs, want)
		}
	}
}

func TestThinnedLogsKeepTheirExtrema(t *testing.T) {
	l := &Log{}
	for i := range 10_000 {
		loss := 1 + math.Exp(-float64(i)/1000)
		switch i {
		case 4321:
			loss = 99
		case 8765:
			loss = 0.125
		}
		l.Curve = append(l.Curve, Entry{float64(i), loss, math.NaN()})
	}
	thin := l.Thinned(200)
	kept := map[float64]bool{}
	for i, e := range thin {
		kept[e.Epoch] = true
		if i > 0 && e.Epoch <= thin[i-1].Epoch {
			t.Fatalf("epoch %g after %g", e.Epoch, thin[i-1].Epoch)
		}
	}
	if len(thin) > 200 || len(thin) < 150 || !kept[0] || !kept[4321] || !kept[8765] || !kept[9999] {
		t.Errorf("%d entries: %v", len(thin), kept)
	}
	if all := l.Thinned(10_000); len(all) != 10_000 {
		t.Errorf("%d entries", len(all))
	}
}

// Whatever is pasted: no crash, no hang, and a log that can be drawn.
func FuzzLog(f *testing.F) {
	for _, text := range []string{
		"Epoch 1/3\n3/3 [====] - 1s 2ms/step - loss: 0.9123 - val_loss: 1\nEpoch 2/3\n3/3 - 0s - loss: 0.5", "[1/100] loss=0.9\n[2/100] loss=0.8", "epoch 0 loss: 0.1\nepoch 1e99 loss: nan",
		"epoch,loss,val_loss\n0,0.5,0.6\n-1,inf,0.5\n1,1e999,2", "{'loss': [0.5, 0.25, 0.125], 'val_loss': [1, 2, 3]}", "loss: 3\nloss: 2\nEpoch 7\r loss: 1\b\bloss: 1e-5", "\"\"\tloss\n1\t2\n2\t1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20000 {
			return
		}
		log, taken := readLog(text)
		if log == nil {
			if len(taken) > 0 {
				t.Fatal("lines of no log")
			}
			return
		}
		last := 0.0
		for _, e := range log.Curve {
			if !(e.Epoch >= last && e.Epoch <= MaxEpoch*float64(len(text)+1)) {
				t.Fatalf("epoch %g after %g", e.Epoch, last)
			}
			last = e.Epoch
		}
		if len(log.Curve) < 2 || log.Since < log.Curve[0].Epoch || log.Since > last || len(log.Thinned(10)) > 10 {
			t.Fatalf("%d entries, since %g of %g", len(log.Curve), log.Since, last)
		}
		found := math.IsNaN(log.Plateau)
		for _, e := range log.Curve {
			found = found || e.Loss == log.Plateau
		}
		if !found {
			t.Fatalf("the plateau %g is no loss", log.Plateau)
		}
	})
}

// What is no log is none.
func TestNoLog(t *testing.T) {
	for _, text := range []string{
		"the loss is 0.0057 and stays there", "print('epoch', epoch, 'loss:', loss.item())\nprint(f'loss: {loss:.4f}')", "compile(loss = 'mse')\nloss = 0.5",
	} {
		if got, err := Import(text); got.Log != nil {
			t.Errorf("%s: %+v %v", text, got.Log, err)
		}
	}
}
