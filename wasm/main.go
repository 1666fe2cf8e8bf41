//go:build !js

// Plateau's engine as a command. Built for js/wasm instead, the same packages
// answer the page (main_js.go).
//
//	go run ./wasm train FILE      the Result of an Experiment, as JSON
//	go run ./wasm diagnose FILE   the Result and why it is stuck
//	go run ./wasm link FILE       the link that holds an Experiment
//	go run ./wasm unlink LINK     the Experiment that a link holds
//	go run ./wasm import FILE     the Experiment in code, data or a link
//	go run ./wasm export --to keras|pytorch|r-keras FILE
//	go run ./wasm presets [NAME]  the gallery, or the Experiment of one entry
//
// FILE may be - or absent for standard input. Errors go to standard error;
// bad input exits with 2.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"plateau/wasm/code"
	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/pool"
	"plateau/wasm/presets"
	"plateau/wasm/train"
)

const usage = `usage: plateau COMMAND [flags] [FILE|-]

train      trains an experiment and prints the result
diagnose   trains it, says why it is stuck and what moves it
link       prints the link that holds an experiment
unlink     prints the experiment that a link holds; the link may stand in place of FILE
import     prints the experiment in Keras, PyTorch, R or scikit-learn code, in data, or in a link
export     prints an experiment as a script; --to keras, pytorch or r-keras; --weights starts from the same weights
presets    lists the gallery of real stuck networks; with a name instead of FILE, prints that experiment

FILE holds an Experiment as JSON; - or nothing reads standard input. {} is the origin question`

// badInput is an error of what was given, not of the program.
type badInput struct{ error }

func (b badInput) Unwrap() error { return b.error }

func main() {
	text, err := command(os.Args[1:], os.Stdin, os.Stderr)
	if err == nil {
		_, err = io.WriteString(os.Stdout, text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		if errors.As(err, new(badInput)) || errors.As(err, new(experiment.Faults)) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

// command returns what a command prints; remarks go to notes.
func command(args []string, in io.Reader, notes io.Writer) (string, error) {
	if len(args) == 0 {
		return "", badInput{errors.New(usage)}
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	to := flags.String("to", "keras", "")
	weights := flags.Bool("weights", false, "")
	if err := flags.Parse(args[1:]); err != nil && args[0] != "help" {
		return "", badInput{fmt.Errorf("%w\n%s", err, usage)}
	}
	if flags.NArg() > 1 {
		return "", badInput{fmt.Errorf("%q follows the file\n%s", flags.Arg(1), usage)}
	}
	given := func() (string, error) { return read(flags.Arg(0), in) }
	onExperiment := func(do func(experiment.Experiment) (string, error)) (string, error) {
		text, err := given()
		if err != nil {
			return "", err
		}
		e, err := experiment.Parse(text)
		if err != nil {
			return "", err
		}
		return do(e)
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return usage + "\n", nil
	case "train":
		return onExperiment(func(e experiment.Experiment) (string, error) {
			run, seconds := finish(e)
			return run.Result(seconds).Indented(), nil
		})
	case "diagnose":
		return onExperiment(func(e experiment.Experiment) (string, error) { return diagnosed(e).Indented(), nil })
	case "link":
		return onExperiment(func(e experiment.Experiment) (string, error) {
			link, err := experiment.Link(e)
			return "#" + link + "\n", err
		})
	case "export":
		return onExperiment(func(e experiment.Experiment) (string, error) { return export(e, *to, *weights) })
	case "unlink":
		link := flags.Arg(0)
		if _, err := os.Stat(link); err != nil && experiment.IsLink(link) {
			given = func() (string, error) { return link, nil }
		}
		return unlink(given)
	case "import":
		return importing(given, notes)
	case "presets":
		return gallery(flags.Args())
	}
	return "", badInput{fmt.Errorf("%q is not a command\n%s", args[0], usage)}
}

// read is the text of a file, or of standard input for "-" or no name.
func read(name string, in io.Reader) (string, error) {
	var text []byte
	var err error
	if name == "" || name == "-" {
		text, err = io.ReadAll(in)
	} else {
		text, err = os.ReadFile(name)
	}
	if err != nil {
		return "", badInput{err}
	}
	return string(text), nil
}

func finish(e experiment.Experiment) (*train.Run, float64) {
	begin := time.Now()
	run := train.New(e).Finish()
	return run, time.Since(begin).Seconds()
}

func diagnosed(e experiment.Experiment) document.Value {
	run, seconds := finish(e)
	d := diagnose.New(run)
	d.Share(&pool.Pool{Workers: pool.NewGoroutines(runtime.GOMAXPROCS(0))})
	d.Finish()
	return document.Obj(document.M("result", run.Result(seconds)), document.M("diagnosis", d.Document()))
}

func unlink(given func() (string, error)) (string, error) {
	text, err := given()
	if err != nil {
		return "", err
	}
	e, err := experiment.Unlink(strings.TrimSpace(text))
	if err != nil {
		return "", err
	}
	return e.Full().Indented(), nil
}

func export(e experiment.Experiment, to string, weights bool) (string, error) {
	if !slices.Contains(code.Frameworks, to) {
		return "", badInput{fmt.Errorf("--to %s is not one of %s", to, strings.Join(code.Frameworks, ", "))}
	}
	script, err := code.Export(e, to, weights)
	if err != nil {
		return "", badInput{err}
	}
	return script, nil
}

// importing prints the experiment, and says line by line what was made of the
// text.
func importing(given func() (string, error), notes io.Writer) (string, error) {
	text, err := given()
	if err != nil {
		return "", err
	}
	r, err := code.Import(text)
	for _, line := range r.Lines {
		if line.State == code.Understood || line.State == code.Unknown {
			fmt.Fprintf(notes, "%d: %s: %s\n", line.From, line.State, line.Meaning)
		}
	}
	for _, note := range r.Notes {
		fmt.Fprintln(notes, note)
	}
	switch {
	case err != nil:
		return "", badInput{err}
	case !r.Found:
		return "", badInput{fmt.Errorf("there is no network in this text, which is a %s; give the code that trains it", r.Kind)}
	}
	return r.Experiment.Full().Indented(), nil
}

// gallery lists the presets, or is the Experiment of the one named.
func gallery(names []string) (string, error) {
	all, err := presets.All()
	if err != nil {
		return "", err
	}
	var list []document.Value
	for _, p := range all {
		if len(names) > 0 && names[0] == p.Name {
			return p.Experiment.Compact().Indented(), nil
		}
		list = append(list, document.Obj(document.M("name", document.Str(p.Name)), document.M("title", document.Str(p.Title)),
			document.M("site", document.Str(p.Site)), document.M("url", document.Str(p.URL))))
	}
	if len(names) > 0 {
		return "", badInput{fmt.Errorf("%q is no preset; presets without a name lists them", names[0])}
	}
	return document.List(list...).Indented(), nil
}
