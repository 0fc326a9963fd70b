package metric

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/internal/sum"
)

// A ranking puts rows in order of their score, highest first, and lays those
// of equal score together. The zero value is empty; reset makes it so again.
type ranking struct {
	rows   []ranked
	levels []level
}

// ranked is one row: its score and its weight, negative for a negative row.
type ranked struct{ score, weight float64 }

// A level is one distinct score and the weight of the positive and of the
// negative rows that have it.
type level struct{ score, pos, neg float64 }

func (r *ranking) reset() { r.rows = r.rows[:0] }

// add adds a row of weight w > 0. The score is not NaN.
func (r *ranking) add(score, w float64, positive bool) {
	// The sign of the weight tells positive rows from negative ones.
	if !positive {
		w = -w
	}
	// Adding 0 turns -0, which equals 0, into 0, so that a level has one score.
	r.rows = append(r.rows, ranked{score + 0, w})
}

// descending returns the levels, highest score first. They live until the next
// call.
func (r *ranking) descending() []level {
	// The sort is stable: rows of equal score are added up in the order in which they came, so the rounding
	// is always the same.
	slices.SortStableFunc(r.rows, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	r.levels = r.levels[:0]
	for i := 0; i < len(r.rows); {
		score := r.rows[i].score
		// The rows of one score follow each other: the positive and the negative ones are added up apart.
		var pos, neg sum.Running
		for ; i < len(r.rows) && r.rows[i].score == score; i++ {
			if w := r.rows[i].weight; w > 0 {
				pos = pos.Plus(w)
			} else {
				neg = neg.Plus(-w)
			}
		}
		r.levels = append(r.levels, level{score, pos.Total(), neg.Total()})
	}
	return r.levels
}

// totals returns the weight of the positive and of the negative rows.
func totals(levels []level) (pos, neg float64) {
	var p, n sum.Running
	for _, l := range levels {
		p.Add(l.pos)
		n.Add(l.neg)
	}
	return p.Total(), n.Total()
}
