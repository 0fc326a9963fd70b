package cli

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

const hintWeight = "a weight is a number from 0 (as without the label) to 1 (certain, as is an empty cell)"

// trust is how far the given labels are to be trusted, in [0,1].
type trust struct {
	of     []float64 // of the rows, from choose on of those that take part; 1 where the cell is empty
	filled []bool    // of the same rows: whether it is not
	zero   int       // labels of weight 0, which count as none
}

// readTrust reads the column of --weight, and empties the labels of weight 0.
func (p *plan) readTrust(t *table.Table, in *input, labels []string) error {
	if in.columns.weight < 0 {
		return nil
	}
	col := in.columns.weight
	x, err := t.FloatsOrNaN([]int{col})
	if err != nil {
		return weightHint(err)
	}
	in.trust = &trust{of: x.RawMatrix().Data, filled: make([]bool, t.Len())}
	for i, w := range in.trust.of {
		in.trust.filled[i] = !math.IsNaN(w)
		switch {
		case math.IsNaN(w):
			in.trust.of[i] = 1
		case w < 0 || w > 1:
			return &table.Error{File: t.File(i), Line: t.Line(i), Column: t.Header[col], Reason: fmt.Sprintf("%g is not from 0 to 1", w), Hint: hintWeight}
		case w == 0 && labels[i] != "":
			labels[i] = ""
			in.trust.zero++
		}
	}
	return nil
}

// weightHint replaces the hint of an error on a number.
func weightHint(err error) error {
	var known *table.Error
	if errors.As(err, &known) {
		known.Hint = hintWeight
	}
	return err
}

// choose keeps the rows that take part.
func (t *trust) choose(rows []int) {
	if t != nil {
		t.of, t.filled = chosen(t.of, rows), chosen(t.filled, rows)
	}
}

// below returns the weights below 1 of labels, and how many labels have no weight of their own.
func (t *trust) below(given []int) (weights []float64, empty int) {
	for i, class := range given {
		switch {
		case class == labelprop.Unlabeled:
		case !t.filled[i]:
			empty++
		case t.of[i] < 1:
			weights = append(weights, t.of[i])
		}
	}
	return weights, empty
}

// counts sums up the weights of the given labels.
func (t *trust) counts(given []int) dataset.CertaintyCounts {
	below, empty := t.below(given)
	c := dataset.CertaintyCounts{Labels: dataset.CountLabels(given), Below: len(below), Zero: t.zero, Empty: empty}
	if len(below) > 0 {
		c.Least = slices.Min(below)
	}
	return c
}

// seeds are the given labels as far as they are trusted.
func (in *input) seeds() (labelprop.Seeds, error) {
	if in.trust == nil {
		return labelprop.Classes(in.given, 0)
	}
	return trustedSeeds(in.given, in.trust.of, len(in.classes))
}

// seedsAt are those of some rows.
func (in *input) seedsAt(rows []int) (labelprop.Seeds, error) {
	given := chosen(in.given, rows)
	if in.trust == nil {
		return labelprop.Classes(given, 0)
	}
	return trustedSeeds(given, chosen(in.trust.of, rows), len(in.classes))
}

// trustedSeeds are labels of c classes with weights; where all are 1, as if there were none.
func trustedSeeds(given []int, weights []float64, c int) (labelprop.Seeds, error) {
	y, doubted := mat.NewDense(len(given), c, nil), false
	for i, class := range given {
		if class != labelprop.Unlabeled {
			y.Set(i, class, 1)
			doubted = doubted || weights[i] < 1
		}
	}
	if !doubted {
		return labelprop.Classes(given, 0)
	}
	return labelprop.Soft(y, weights)
}
