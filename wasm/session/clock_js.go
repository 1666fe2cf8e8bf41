package session

// Clock tells the time in milliseconds; the program sets the browser's.
var Clock func() float64
