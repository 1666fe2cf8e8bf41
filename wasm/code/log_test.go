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
