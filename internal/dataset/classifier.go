package dataset

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// findClassifier finds the columns with the probabilities of another classifier, each named by the prefix
// and a class.
func (c *Columns) findClassifier(t *table.Table, prefix string) error {
	if prefix == "" {
		return nil
	}
	// What follows the prefix is the class. The label column may begin with it too, and is none of them.
	for k, name := range t.Header {
		if class, ok := strings.CutPrefix(strings.TrimSpace(name), prefix); ok && k != c.Label && k != c.Truth {
			c.Classifier = append(c.Classifier, k)
			c.ClassifierClasses = append(c.ClassifierClasses, class)
		}
	}
	if c.Classifier == nil {
		return &table.Error{File: t.Name, Reason: fmt.Sprintf("Columns.ClassifierPrefix: no column begins with %q",
			prefix),
			Hint: "the columns of another classifier's probabilities are named by a prefix and the class, such as " +
				"proba_cat"}
	}
	return nil
}

// readClassifier reads those columns. A class without a column has probability 0. The probabilities of a row may all be
// empty, 0 or equal: the classifier has no opinion on it then.
func (r *reader) readClassifier() error {
	d := r.data
	m, err := r.table.FloatsOrNaN(d.Columns.Classifier)
	if err != nil {
		return hinted(err, hintProbability)
	}
	for i := range r.table.Len() {
		if err := opinion(r.table, i, d.Columns.Classifier, m.RawRowView(i)); err != nil {
			return err
		}
	}
	// The columns of the table come in any order; those of Prior in the order of the classes.
	d.Prior = mat.NewDense(len(d.Given), len(d.Classes), nil)
	for k, class := range d.Classes.Numbers(d.Columns.ClassifierClasses) {
		d.Prior.SetCol(class, chosen(mat.Col(nil, k, m), d.Rows))
	}
	return nil
}

// roundedTo is how far a probability that was written with two digits may be off.
const roundedTo = 0.005

// opinion makes the probabilities of a row sum to 1, or all 0 where they say nothing.
func opinion(t *table.Table, row int, cols []int, p []float64) error {
	// Equal probabilities tell no class from another.
	missing, even := 0, true
	for k, v := range p {
		if math.IsNaN(v) {
			missing++
		} else if err := checkProbability(t, row, cols[k], v); err != nil {
			return err
		}
		even = even && math.Abs(v-p[0]) <= sumTolerance
	}
	switch {
	case missing == len(p), even && len(p) > 1:
		clear(p)
		return nil
	case missing > 0:
		k := slices.IndexFunc(p, math.IsNaN)
		return &table.Error{File: t.File(row), Line: t.Line(row), Column: t.Header[cols[k]], Reason: "empty cell",
			Hint: "fill it in, or leave all probabilities of a row empty on which the classifier has no opinion"}
	}
	// Rows that do not sum to 1 are a sign of columns that are missing; digits that are missing are none.
	sum := floats.Sum(p)
	if math.Abs(sum-1) > sumTolerance+roundedTo*float64(len(p)) {
		return notOne(t, row, p)
	}
	// Divided by their sum, rounded ones are a distribution again.
	floats.Scale(1/sum, p)
	return nil
}

// sumTolerance allows for probabilities that were written with six digits.
const sumTolerance = 1e-5

// notOne is the error for probabilities that do not sum to 1.
func notOne(t *table.Table, row int, p []float64) error {
	return &table.Error{File: t.File(row), Line: t.Line(row),
		Reason: fmt.Sprintf("the %d probabilities sum to %.6g, not to 1", len(p), floats.Sum(p)),
		Hint: "one column proba_CLASS for each class, with all digits, as Options.Adds = " +
			"AddsProbabilities writes them"}
}

// checkProbability checks that a number is one; NaN is none.
func checkProbability(t *table.Table, row, col int, p float64) error {
	if p >= 0 && p <= 1 {
		return nil
	}
	return &table.Error{File: t.File(row), Line: t.Line(row), Column: t.Header[col],
		Reason: fmt.Sprintf("%g is not from 0 to 1", p), Hint: hintProbability}
}

const hintProbability = "probabilities are numbers from 0 to 1"

// Probabilities reads columns of numbers in [0,1].
func Probabilities(t *table.Table, cols []int) (*mat.Dense, error) {
	m, err := t.Floats(cols)
	if err != nil {
		return nil, hinted(err, hintProbability)
	}
	for i := range t.Len() {
		for k, p := range m.RawRowView(i) {
			if err := checkProbability(t, i, cols[k], p); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

// Distributions reads columns of probabilities that sum to 1 in each row, or are all 0.
func Distributions(t *table.Table, cols []int) (*mat.Dense, error) {
	m, err := Probabilities(t, cols)
	if err != nil {
		return nil, err
	}
	for i := range t.Len() {
		if sum := floats.Sum(m.RawRowView(i)); sum != 0 && math.Abs(sum-1) > sumTolerance {
			return nil, notOne(t, i, m.RawRowView(i))
		}
	}
	return m, nil
}
