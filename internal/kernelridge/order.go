package kernelridge

import "slices"

// atRank returns the value that has rank others before it when all are sorted, by quickselect. It changes their order.
// O(n) as a rule.
func atRank(values []float64, rank int) float64 {
	// Each round that leaves more than half of the values counts; too many, and sorting ends it.
	for bad := 0; len(values) > 32 && bad < 8; {
		n := len(values)
		middle := []float64{values[n/4], values[n/2], values[n-1-n/4]}
		slices.Sort(middle)
		less, more := partition(values, middle[1])
		switch {
		case rank < less:
			values = values[:less]
		case rank >= more:
			values, rank = values[more:], rank-more
		default:
			return middle[1]
		}
		if 2*len(values) > n {
			bad++
		}
	}
	slices.Sort(values)
	return values[rank]
}

// partition puts the values below p first and those above it last: [less, more) are equal to it.
func partition(values []float64, p float64) (less, more int) {
	more = len(values)
	for i := 0; i < more; {
		switch v := values[i]; {
		case v < p:
			values[less], values[i] = v, values[less]
			less++
			i++
		case v > p:
			more--
			values[i], values[more] = values[more], v
		default:
			i++
		}
	}
	return less, more
}
