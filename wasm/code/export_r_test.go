package code

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// callbacksOfAllKinds uses every callback at once.
const callbacksOfAllKinds = `{` + curve + `,"training":{"schedule":{"name":"reduce_on_plateau","patience":3},"stop":{"loss":0.05,"patience":10}}}`

// R takes an argument once: all callbacks are in one list, in both languages.
func TestCallbacksAreOneList(t *testing.T) {
	for framework, names := range map[string][]string{
		"keras":   {"ReduceLROnPlateau(", "EarlyStopping(", "LambdaCallback("},
		"r-keras": {"callback_reduce_lr_on_plateau(", "callback_early_stopping(", "callback_lambda("},
	} {
		script, err := Export(parse(t, callbacksOfAllKinds), framework, false)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(script, "callbacks ="+" ") + strings.Count(script, "callbacks=["); n != 1 {
			t.Errorf("%s: callbacks are given %d times\n%s", framework, n, script)
		}
		for _, name := range names {
			if strings.Count(script, name) != 1 {
				t.Errorf("%s: no %s\n%s", framework, name, script)
			}
		}
		got, err := Import(script)
		if err != nil || got.Experiment.Training.Stop.Patience != 10 || !got.Experiment.Training.Schedule.Is("reduce_on_plateau") {
			t.Errorf("%s: %v %s", framework, err, got.Experiment.Compact())
		}
	}
}

// Every script for R is R, and every call in it names an argument at most once,
// which R's parser does not mind but R does.
func TestExportsParseInR(t *testing.T) {
	rscript, err := exec.LookPath("Rscript")
	if err != nil {
		t.Skip("Rscript is not installed: scripts for R are not parsed")
	}
	const check = `
twice <- function(e) {
  if (is.call(e)) {
    given <- names(e)[nzchar(names(e))]
    if (anyDuplicated(given)) stop("an argument is given twice: ", deparse(e)[1])
  }
  if (is.recursive(e) && !is.environment(e)) for (part in as.list(e)) if (!missing(part)) twice(part)
}
for (file in commandArgs(TRUE)) tryCatch(for (e in parse(file, keep.source = FALSE)) twice(e), error = function(wrong) {
  message(file, ": ", conditionMessage(wrong))
  quit(status = 1)
})
cat("scripts", length(commandArgs(TRUE)))
`
	folder := t.TempDir()
	documents := []string{callbacksOfAllKinds, `{}`}
	for _, one := range exports {
		documents = append(documents, one.document)
	}
	var scripts []string
	for i, document := range documents {
		for _, weights := range []bool{false, true} {
			script, err := ExportFix(parse(t, `{}`), parse(t, document), "r-keras", weights)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Join(folder, strconv.Itoa(i)+strconv.FormatBool(weights)+".R")
			if err := os.WriteFile(name, []byte(script), 0o644); err != nil {
				t.Fatal(err)
			}
			scripts = append(scripts, name)
		}
	}
	out, err := exec.Command(rscript, append([]string{"--vanilla", "-e", check}, scripts...)...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "scripts "+strconv.Itoa(len(scripts))) {
		t.Errorf("%v\n%s", err, out)
	}
}
