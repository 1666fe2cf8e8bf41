package main

import "plateau/wasm/diagnose"

// The posters write numbers as the verdicts do, by one rule; static/format.js is its twin for what moves on the page, and
// testdata/format.json holds both to it.
var (
	number  = diagnose.Number
	setting = diagnose.Setting
	count   = diagnose.Count
)
