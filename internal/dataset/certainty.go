package dataset

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

const hintWeight = "a weight is a number from 0 (as without the label) to 1 (certain, as is an empty cell)"

// readCertainty reads the column of label weights, and empties the labels of weight 0.
func (r *reader) readCertainty(labels []string) error {
	col := r.data.Columns.Weight
	if col < 0 {
		return nil
	}
	x, err := r.table.FloatsOrNaN([]int{col})
	if err != nil {
		return hinted(err, hintWeight)
	}
	// One column: its data are the weights, row by row.
	weights := x.RawMatrix().Data
	r.filledWeight = make([]bool, len(weights))
	for i, w := range weights {
		r.filledWeight[i] = !math.IsNaN(w)
		switch {
		case math.IsNaN(w):
			// An empty cell: the label is certain.
			weights[i] = 1
		case w < 0 || w > 1:
			return &table.Error{File: r.table.File(i), Line: r.table.Line(i), Column: r.table.Header[col],
				Reason: fmt.Sprintf("%g is not from 0 to 1", w), Hint: hintWeight}
		case w == 0 && labels[i] != "":
			// A label without any weight is as good as none.
			labels[i] = ""
			r.zeroWeights++
		}
	}
	// From now on a weight stands for the certainty of the label of its row.
	r.data.Certainty = weights
	return nil
}

// countCertainty sums up the weights of the given labels.
func (r *reader) countCertainty() CertaintyCounts {
	c := CertaintyCounts{Labels: CountLabels(r.data.Given), Least: 1, Zero: r.zeroWeights}
	if r.data.Certainty == nil {
		return c
	}
	// Each label counts once: it has no weight of its own, or one below 1, or is certain.
	for i, class := range r.data.Given {
		switch w := r.data.Certainty[i]; {
		case class == labelprop.Unlabeled:
		case !r.filledWeight[i]:
			c.Empty++
		case w < 1:
			c.Below++
			c.Least = min(c.Least, w)
		}
	}
	return c
}

// hinted replaces the hint of an error on a cell.
func hinted(err error, hint string) error {
	var known *table.Error
	if errors.As(err, &known) {
		known.Hint = hint
	}
	return err
}

// Seeds returns the given labels with their certainty.
func (d *Data) Seeds() (labelprop.Seeds, error) { return d.SeedsAt(nil) }

// HardSeeds returns the given labels as if all were certain.
func (d *Data) HardSeeds() (labelprop.Seeds, error) {
	given, _ := d.withAuxiliary(d.Given, nil)
	return labelprop.Classes(given, 0)
}

// SeedsAt returns the labels of some of the rows that take part, nil for all.
func (d *Data) SeedsAt(rows []int) (labelprop.Seeds, error) {
	// The problem may be asked for all rows, or for those on a map.
	given, certainty := chosen(d.Given, rows), chosen(d.Certainty, rows)
	if rows == nil {
		given, certainty = d.withAuxiliary(given, certainty)
	}
	// Where all labels are certain, the problem is the same as without weights, and is solved as that.
	if certainty == nil || !anyDoubted(given, certainty) {
		return labelprop.Classes(given, 0)
	}
	// Row i of y is the indicator of its class.
	y := mat.NewDense(len(given), len(d.Classes), nil)
	for i, class := range given {
		if class != labelprop.Unlabeled {
			y.Set(i, class, 1)
		}
	}
	return labelprop.Soft(y, certainty)
}

// withAuxiliary adds the nodes without a row, none of which has a label.
func (d *Data) withAuxiliary(given []int, certainty []float64) ([]int, []float64) {
	given, certainty = slices.Clone(given), slices.Clone(certainty)
	for range d.Prep.EdgeFacts.Auxiliary {
		given = append(given, labelprop.Unlabeled)
		if certainty != nil {
			certainty = append(certainty, 0)
		}
	}
	return given, certainty
}

// PriorOfNodes returns the probabilities of another classifier with rows of zeros for nodes without a row.
func (d *Data) PriorOfNodes() *mat.Dense {
	extra := len(d.Prep.EdgeFacts.Auxiliary)
	if extra == 0 || d.Prior == nil {
		return d.Prior
	}
	n, c := d.Prior.Dims()
	all := mat.NewDense(n+extra, c, nil)
	all.Slice(0, n, 0, c).(*mat.Dense).Copy(d.Prior)
	return all
}

// anyDoubted reports whether some label is less than certain.
func anyDoubted(given []int, certainty []float64) bool {
	for i, class := range given {
		if class != labelprop.Unlabeled && certainty[i] < 1 {
			return true
		}
	}
	return false
}
