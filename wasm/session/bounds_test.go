package session

import (
	"strings"
	"testing"

	"plateau/wasm/document"
)

// Whatever number a request brings, it gets an answer: a page sends what people type and what links say.
func TestNumbersOfAnySize(t *testing.T) {
	for _, experiment := range []string{
		`{"training":{"epochs":40}}`,
		`{"data":{"generator":{"name":"spiral","n":20}},"network":{"layers":[{"units":3,"activation":"tanh"},{}]},"training":{"epochs":40,"batch_size":7,"precision":"float64"}}`,
	} {
		for _, size := range []string{"0", "-1", "-0.5", "1e-300", "2147483648", "-9e15", "9.3e18", "-1e300", "1e300", "1.7e308"} {
			for _, request := range []string{
				`control {"action":"step","epochs":N}`, `control {"action":"step","batches":N}`,
				`speed {"epochsPerSecond":N}`,
				`pull {"samples":N}`, `pull {"samples":3,"range":[-1e308,N]}`, `pull {"samples":3,"range":[N,1e308]}`,
				`inspect {"epoch":N}`, `inspect {"units":N}`, `inspect {"units":2,"unit":N}`, `inspect {"units":2,"samples":N,"epoch":3}`,
				`motion {"epoch":N}`, `motion {"row":N}`, `motion {"epoch":3,"row":N,"next":true}`,
				`sweep {"kind":"seed","from":N}`, `sweep {"kind":"learning_rate","from":N}`,
			} {
				for _, done := range []bool{false, true} {
					kind, body, _ := strings.Cut(strings.ReplaceAll(request, "N", size), " ")
					s := &Session{}
					ask(t, s, "start", `{"paused":true,"experiment":`+experiment+`}`)
					if done {
						s.run.Finish()
					} else {
						s.run.Advance(1<<30, 20)
					}
					s.Handle(kind, body)
					if kind == "speed" {
						ask(t, s, "control", `{"action":"run"}`)
					}
					for range 20 {
						v, _ := s.Handle("advance", `{"milliseconds":0.2}`)
						if wait := mustGet(v, "wait"); wait.Kind != document.Null && (wait.Kind != document.Number || wait.Number < 0 || wait.Number > longestWait) {
							t.Errorf("%s %s: to wait for %s ms", kind, body, wait)
						}
					}
					s.Handle(kind, body)
					if after := s.run.Epoch(); after < 20 || after > 40 {
						t.Errorf("%s %s: %d epochs", kind, body, after)
					}
					s.drop()
				}
			}
		}
	}
}
