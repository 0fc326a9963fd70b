package metric

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/sum"
)

// A ranking puts rows in order of their score, highest first, and lays those
// of equal score together. The zero value is empty; reset makes it so again.
type ranking struct {
	rows, spare []ranked
	levels      []level
}

// ranked is one row: its place in descending order and its weight, negative
// for a negative row.
type ranked struct {
	place  uint64
	weight float64
}

// A level is one distinct score and the weight of the positive and of the
// negative rows that have it.
type level struct{ score, pos, neg float64 }

func (r *ranking) reset() { r.rows = r.rows[:0] }

// add adds a row of weight w > 0. The score is not NaN.
func (r *ranking) add(score, w float64, positive bool) {
	if !positive {
		w = -w
	}
	r.rows = append(r.rows, ranked{placeOf(score), w})
}

// descending returns the levels, highest score first. They live until the next
// call.
func (r *ranking) descending() []level {
	r.rows, r.spare = sortByPlace(r.rows, r.spare)
	r.levels = slices.Grow(r.levels[:0], countLevels(r.rows))
	for i := 0; i < len(r.rows); {
		place := r.rows[i].place
		var pos, neg sum.Running
		for ; i < len(r.rows) && r.rows[i].place == place; i++ {
			if w := r.rows[i].weight; w > 0 {
				pos = pos.Plus(w)
			} else {
				neg = neg.Plus(-w)
			}
		}
		r.levels = append(r.levels, level{scoreOf(place), pos.Total(), neg.Total()})
	}
	return r.levels
}

// countLevels counts the distinct places of sorted rows.
func countLevels(rows []ranked) int {
	count := 0
	for i, r := range rows {
		if i == 0 || r.place != rows[i-1].place {
			count++
		}
	}
	return count
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

// placeOf maps scores to unsigned numbers in the opposite order. The bits of
// positive float64 numbers are in their order, those of negative ones in the
// opposite order. -0 and 0 have the same place.
func placeOf(score float64) uint64 {
	bits := math.Float64bits(score)
	if score == 0 {
		bits = 0
	}
	if bits>>63 == 1 {
		return bits
	}
	return ^bits &^ (1 << 63)
}

// scoreOf is the inverse of placeOf.
func scoreOf(place uint64) float64 {
	if place>>63 == 1 {
		return math.Float64frombits(place)
	}
	return math.Float64frombits(^place &^ (1 << 63))
}
