package labels

import (
	"github.com/propagate-go/propagate/distributed/internal/shard"
)

// row decides on the label of a row: that of the largest score. Its confidence is the share of that score in the sum.
func (o Output) row(number int64, given int32, scores []float64) shard.Label {
	l := shard.Label{Row: number, Class: -1, Scores: scores}
	if given >= 0 && o.Clamps {
		// A given label that stays is its own answer.
		own := make([]float64, len(scores))
		own[given] = 1
		return shard.Label{Row: number, Class: int(given), Confidence: 1, Status: "given", Scores: own}
	}
	// The largest score, the first of equal ones, and how many others are as large.
	best, sum, ties := 0, 0.0, 0
	for k, s := range scores {
		sum += s
		switch {
		case s > scores[best]:
			best, ties = k, 0
		case s == scores[best] && k != best:
			ties++
		}
	}
	switch {
	// A score of 0 in all classes is no evidence for any.
	case sum == 0 && o.Done:
		l.Status = "unreachable"
		return l
	case sum == 0:
		l.Status = "not reached yet"
		return l
	case given >= 0:
		l.Status = "given"
	case ties > 0:
		l.Status = "tied"
	default:
		l.Status = "propagated"
	}
	l.Class, l.Confidence = best, scores[best]/sum
	return l
}
