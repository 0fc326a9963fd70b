package dataset

import (
	"fmt"
	"math"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
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

// readClassifier reads those columns. A class without a column has probability 0.
func (r *reader) readClassifier() error {
	d := r.data
	// Rows that do not sum to 1 are a sign of columns that are missing.
	m, err := Distributions(r.table, d.Columns.Classifier)
	if err != nil {
		return err
	}
	// The columns of the table come in any order; those of Prior in the order of the classes.
	d.Prior = mat.NewDense(len(d.Given), len(d.Classes), nil)
	for k, class := range d.Classes.Numbers(d.Columns.ClassifierClasses) {
		d.Prior.SetCol(class, chosen(mat.Col(nil, k, m), d.Rows))
	}
	return nil
}

const hintProbability = "probabilities are numbers from 0 to 1"

// Probabilities reads columns of numbers in [0,1].
func Probabilities(t *table.Table, cols []int) (*mat.Dense, error) {
	m, err := t.Floats(cols)
	if err != nil {
		return nil, hinted(err, hintProbability)
	}
	// NaN fails both comparisons and is an error as well.
	for i := range t.Len() {
		for k, p := range m.RawRowView(i) {
			if !(p >= 0 && p <= 1) {
				return nil, &table.Error{File: t.File(i), Line: t.Line(i), Column: t.Header[cols[k]],
					Reason: fmt.Sprintf("%g is not from 0 to 1", p), Hint: hintProbability}
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
		// The tolerance allows for probabilities that were written with six digits.
		sum := 0.0
		for _, p := range m.RawRowView(i) {
			sum += p
		}
		if sum != 0 && math.Abs(sum-1) > 1e-5 {
			return nil, &table.Error{File: t.File(i), Line: t.Line(i),
				Reason: fmt.Sprintf("the %d probabilities sum to %.6g, not to 1", len(cols), sum),
				Hint: "one column proba_CLASS for each class, with all digits, as Options.Adds = " +
					"AddsProbabilities writes them"}
		}
	}
	return m, nil
}
