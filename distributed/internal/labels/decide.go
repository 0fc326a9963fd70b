package labels

import (
	"github.com/propagate-go/propagate/distributed/internal/shard"
	"github.com/propagate-go/propagate/internal/classes"
	"github.com/propagate-go/propagate/internal/sum"
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
	class, tied := classes.Largest(scores)
	if class < 0 {
		// A score of 0 in all classes is no evidence for any.
		l.Status = "unreachable"
		if !o.Done {
			l.Status = "not reached yet"
		}
		return l
	}
	switch {
	case given >= 0:
		l.Status = "given"
	case tied:
		l.Status = "tied"
	default:
		l.Status = "propagated"
	}
	l.Class, l.Confidence = class, scores[class]/sum.Of(scores)
	return l
}
