package dataset

import (
	"math"
	"slices"
	"strconv"
)

// Sentinel is a number that may stand for a missing value in some features.
type Sentinel struct {
	Value   string
	Columns []string
	Rows    int // with it, in the first of these
}

// sentinels are the numbers that programs write where there is no value.
var sentinels = []float64{-9, -99, -999, -9999, -99999, -999999, 999, 9999, 99999, 999999, -200, -9999.99, -32768, 1e20}

// fewestSentinels is the number of rows from which on such a number is no chance.
const fewestSentinels = 2

// sentinelOf returns the number that may stand for a missing value in a column, and the rows that hold it: one of the
// usual ones, that lies farther from all other values than these do from each other.
func sentinelOf(values []float64) (value float64, rows int) {
	for _, s := range sentinels {
		low, high, count, others := math.Inf(1), math.Inf(-1), 0, 0
		for _, v := range values {
			switch {
			case v == s:
				count++
			case v == v:
				low, high, others = min(low, v), max(high, v), others+1
			}
		}
		// A column of few others may be one of codes.
		away := max(low-s, s-high)
		if count >= fewestSentinels && others > count && away > high-low && high > low {
			return s, count
		}
	}
	return 0, 0
}

// noteSentinels notes such numbers of a feature.
func (p *Prep) noteSentinels(name string, values []float64) {
	v, rows := sentinelOf(values)
	if rows == 0 {
		return
	}
	text := strconv.FormatFloat(v, 'g', -1, 64)
	for k := range p.Found.Sentinels {
		if s := &p.Found.Sentinels[k]; s.Value == text {
			s.Columns = append(s.Columns, name)
			return
		}
	}
	p.Found.Sentinels = append(p.Found.Sentinels, Sentinel{text, []string{name}, rows})
}

// mayHoldSentinel reports whether the least or the greatest of some numbers is one of the usual ones.
func (r valueRange) mayHoldSentinel() bool {
	return slices.Contains(sentinels, r.low) || slices.Contains(sentinels, r.high)
}
