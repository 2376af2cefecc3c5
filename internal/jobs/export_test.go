package jobs

import "time"

// Tries is how often a letter is tried.
var Tries = tries

// Hurried returns the deps with no more than a moment between tries.
func (d Deps) Hurried() Deps {
	d.wait = func(int) time.Duration { return 20 * time.Millisecond }
	return d
}
