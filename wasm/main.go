//go:build !js

// Plateau's engine as a command. Built for js/wasm instead, the same packages
// answer the page (main_js.go).
//
//	go run ./wasm train FILE      the Result of an Experiment, as JSON
//	go run ./wasm diagnose FILE   the Result and why it is stuck
//	go run ./wasm link FILE       the link for an Experiment: what stands after a page's address
//	go run ./wasm unlink FILE     the Experiment in such a link, or in a whole address
//	go run ./wasm presets [NAME]  the gallery, or the Experiment of one entry
//
// FILE may be - or absent for standard input. Errors go to standard error;
// bad input exits with 2.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"plateau/wasm/diagnose"
	"plateau/wasm/document"
	"plateau/wasm/experiment"
	"plateau/wasm/presets"
	"plateau/wasm/train"
)

// errUsage is bad input of the command line itself.
var errUsage = errors.New(`usage: plateau COMMAND [FILE|-]

train      trains an experiment and prints the result
diagnose   trains it, says why it is stuck and what moves it
link       prints the link for an experiment
unlink     prints the experiment in a link, which may be given in place of FILE
presets    lists the gallery of real stuck networks; with a name instead of FILE, prints that experiment

FILE holds an Experiment as JSON; - or nothing reads standard input. {} is the origin question.`)

// A command turns a document into another.
var commands = map[string]func(experiment.Experiment) document.Value{
	"train": func(e experiment.Experiment) document.Value {
		run, seconds := finish(e)
		return run.Result(seconds)
	},
	"diagnose": func(e experiment.Experiment) document.Value {
		run, seconds := finish(e)
		d := diagnose.New(run)
		for !d.Complete() {
			d.Advance(1 << 24)
		}
		return document.Obj(document.M("result", run.Result(seconds)), document.M("diagnosis", d.Document()))
	},
}

func finish(e experiment.Experiment) (*train.Run, float64) {
	begin := time.Now()
	run := train.New(e).Finish()
	return run, time.Since(begin).Seconds()
}

// gallery lists the presets, or is the Experiment of the one named.
func gallery(names []string) (document.Value, error) {
	all, err := presets.All()
	if err != nil {
		return document.Value{}, err
	}
	var list []document.Value
	for _, p := range all {
		if len(names) > 0 && names[0] == p.Name {
			return p.Experiment.Compact(), nil
		}
		list = append(list, document.Obj(document.M("name", document.Str(p.Name)), document.M("title", document.Str(p.Title)),
			document.M("site", document.Str(p.Site)), document.M("url", document.Str(p.URL))))
	}
	if len(names) > 0 {
		return document.Value{}, fmt.Errorf("%q is no preset; presets without a name lists them\n%w", names[0], errUsage)
	}
	return document.List(list...), nil
}

func main() {
	err := command(os.Args[1:], os.Stdin, os.Stdout)
	switch {
	case err == nil:
	case errors.As(err, new(experiment.Faults)), errors.Is(err, errUsage), errors.As(err, new(*os.PathError)):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func command(args []string, in io.Reader, out io.Writer) error {
	if len(args) == 0 || len(args) > 2 {
		return errUsage
	}
	if strings.Trim(args[0], "-") == "help" || args[0] == "-h" {
		_, err := fmt.Fprintln(out, errUsage)
		return err
	}
	if args[0] == "presets" {
		v, err := gallery(args[1:])
		if err == nil {
			_, err = io.WriteString(out, v.Indented())
		}
		return err
	}
	do, ok := commands[args[0]]
	if !ok && args[0] != "link" && args[0] != "unlink" {
		return fmt.Errorf("%q is not a command\n%w", args[0], errUsage)
	}
	var text []byte
	var err error
	if args[0] == "unlink" && len(args) == 2 && strings.Contains(args[1], "v1.") {
		text = []byte(args[1])
	} else if len(args) == 2 && args[1] != "-" {
		text, err = os.ReadFile(args[1])
	} else {
		text, err = io.ReadAll(in)
	}
	if err != nil {
		return err
	}
	read := experiment.Parse
	if args[0] == "unlink" {
		read = experiment.Unlink
	}
	e, err := read(string(text))
	if err != nil {
		return err
	}
	switch args[0] {
	case "link":
		_, err = fmt.Fprintln(out, "#"+experiment.Link(e))
	case "unlink":
		_, err = io.WriteString(out, e.Full().Indented())
	default:
		_, err = io.WriteString(out, do(e).Indented())
	}
	return err
}
