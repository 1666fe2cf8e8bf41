package session

import "time"

func init() {
	start := time.Now()
	Clock = func() float64 { return float64(time.Since(start)) / float64(time.Millisecond) }
}
