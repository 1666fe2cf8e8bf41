package reply

import (
	"errors"
	"testing"

	"plateau/wasm/experiment"
)

// Every answer that is not ok has the first fault and all of them.
func TestWhatIsNotOk(t *testing.T) {
	two := experiment.Faults{{Path: "a", Message: "is wrong"}, {Path: "b", Message: "too"}}
	for got, want := range map[string]string{
		Failed(two).String():                `{"ok":false,"error":{"path":"a","message":"is wrong"},"faults":[{"path":"a","message":"is wrong"},{"path":"b","message":"too"}]}`,
		Failed(errors.New("no")).String():   `{"ok":false,"error":{"path":"","message":"no"},"faults":[{"path":"","message":"no"}]}`,
		Fatal("the engine failed").String(): `{"ok":false,"error":{"path":"","message":"the engine failed"},"faults":[{"path":"","message":"the engine failed"}],"fatal":true}`,
	} {
		if got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}
