//go:build !js

package session

import "time"

// Clock tells the time in milliseconds since it was first asked. The browser's
// build brings its own: package time would add 20 kB to it.
var Clock = func() float64 { return float64(time.Since(start)) / float64(time.Millisecond) }

var start = time.Now()
