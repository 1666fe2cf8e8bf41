package session

import (
	"strings"
	"testing"

	"plateau/wasm/document"
)

// Figures train side by side, and each keeps its own run.
func TestSeveralShareOneEngine(t *testing.T) {
	var a Several
	frame := func(figure string) document.Value {
		v, _ := a.Handle("pull", `{"figure":`+figure+`}`)
		return mustGet(v, "frame")
	}
	for figure, epochs := range map[string]string{"0": "30000", "1": "20000", "7": "50"} {
		if v, _ := a.Handle("start", `{"figure":`+figure+`,"experiment":{"training":{"epochs":`+epochs+`}}}`); !mustGet(v, "ok").Truth {
			t.Fatal(v)
		}
	}
	a.Handle("control", `{"figure":7,"action":"pause"}`)
	for {
		v, _ := a.Handle("advance", `{"milliseconds":2}`)
		if wait := mustGet(v, "wait"); wait.Kind != document.Number {
			break
		}
	}
	for figure, want := range map[string]float64{"0": 30000, "1": 20000, "7": 0} {
		if got := mustGet(frame(figure), "epoch").Number; got != want {
			t.Errorf("figure %s is at epoch %g, want %g", figure, got, want)
		}
	}
	a.Handle("dispose", `{"figure":1}`)
	if v, _ := a.Handle("pull", `{"figure":1}`); mustGet(v, "ok").Truth {
		t.Error("a disposed figure has a frame")
	}
	if got := mustGet(frame("0"), "epoch").Number; got != 30000 {
		t.Errorf("disposing of one figure took another to epoch %g", got)
	}
}

func TestLinkThereAndBack(t *testing.T) {
	var s Session
	v, _ := ask(t, &s, "link", `{"experiment":{"training":{"epochs":123}}}`)
	link := mustGet(v, "link").Text
	if !strings.HasPrefix(link, "#v1.") {
		t.Fatalf("got %q", link)
	}
	v, _ = ask(t, &s, "unlink", `{"link":"https://example.org/plateau/`+link+`"}`)
	if got := mustGet(mustGet(mustGet(v, "experiment"), "training"), "epochs").Number; got != 123 {
		t.Errorf("%g epochs", got)
	}
	for _, bad := range []string{link[:len(link)-3], "#panel", "", "#v9.AAAA"} {
		v, _ := s.Handle("unlink", `{"link":"`+bad+`"}`)
		if mustGet(v, "ok").Truth || mustGet(mustGet(v, "error"), "message").Text == "" {
			t.Errorf("%q: %s", bad, v)
		}
	}
	if v, _ := s.Handle("link", `{"experiment":{"training":{"epochs":-1}}}`); mustGet(v, "ok").Truth {
		t.Error("a link to what cannot run")
	}
}
