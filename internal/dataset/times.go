package dataset

import "math"

// Time is a feature whose numbers look like times since 1970.
type Time struct {
	Name, Unit string
}

// units are what computers count times in, by how many make a second.
var units = []struct {
	name string
	each float64
}{{"seconds", 1}, {"milliseconds", 1e3}, {"microseconds", 1e6}, {"nanoseconds", 1e9}}

const (
	// firstTime and lastTime are seconds since 1970: times of 1990 to 2040.
	firstTime, lastTime = 631_152_000, 2_208_988_800
	// fewestTimes is the number of rows from which on such numbers are no chance.
	fewestTimes = 5
)

// unitOf returns the unit of times that lie in a range, or "".
func (r valueRange) unitOf() string {
	for _, u := range units {
		// The ranges of two units do not meet.
		if r.low >= firstTime*u.each && r.high <= lastTime*u.each && r.high > r.low {
			return u.name
		}
	}
	return ""
}

// areTimes reports whether numbers are whole, and at least half of them differ, as times do and codes do not.
func areTimes(values []float64) bool {
	different, there := map[float64]bool{}, 0
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if v != math.Trunc(v) {
			return false
		}
		there++
		different[v] = true
	}
	return there >= fewestTimes && 2*len(different) >= there
}
