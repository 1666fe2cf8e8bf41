//go:build !js

package main

import "time"

// clock tells the time in milliseconds.
var clock = func() float64 { return float64(time.Now().UnixNano()) / 1e6 }
