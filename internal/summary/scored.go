package summary

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Scored are predicted labels beside the true ones, of the rows whose label was not given and whose truth is known.
type Scored struct {
	Classes          dataset.Classes
	Truth, Predicted []int
	Probabilities    *mat.Dense // n×C, nil if not known
	Confidence       []float64  // in Predicted, nil if not known

	Joined         *dataset.Joined // what was joined of a table of the truth; nil: there was none
	NoTruth        []string        // true labels that count as unknown, with their numbers of rows
	Given, Unknown int             // rows left out: the label was given, the truth is not known
}

// Choose takes the truth of the rows to score, and returns these rows.
func (s *Scored) Choose(truth []string, given func(row int) bool) []int {
	var rows []int
	// A given label would be right by itself, and a row without a truth cannot be right or wrong.
	for i, y := range s.Classes.Numbers(truth) {
		switch {
		case given(i):
			s.Given++
		case y == labelprop.Unlabeled:
			s.Unknown++
		default:
			rows = append(rows, i)
			s.Truth = append(s.Truth, y)
		}
	}
	return rows
}

// SetProbabilities takes probabilities: a row for each row to score, and a column for each of the classes c. Other
// classes have probability 0.
func (s *Scored) SetProbabilities(c dataset.Classes, probs mat.Matrix) {
	// Column k of probs moves to the place that its class has among all.
	s.Probabilities = mat.NewDense(len(s.Truth), len(s.Classes), nil)
	for k, column := range s.Classes.Numbers(c) {
		s.Probabilities.SetCol(column, mat.Col(nil, k, probs))
	}
	// The confidence of a row is the probability of its label, 0 without one.
	s.Confidence = make([]float64, len(s.Truth))
	for i, k := range s.Predicted {
		if k != labelprop.Unlabeled {
			s.Confidence[i] = s.Probabilities.At(i, k)
		}
	}
}

// scoredOf picks the rows of a run to score; classes are those of labels and truth.
func scoredOf(d *dataset.Data, a *pipeline.Answer, classes dataset.Classes) *Scored {
	s := &Scored{Classes: classes}
	rows := s.Choose(d.Truth, func(i int) bool { return d.Given[i] != labelprop.Unlabeled })
	if len(rows) == 0 {
		return s
	}
	// The classes of the run are numbered anew among those of labels and truth.
	predicted := classes.Numbers(d.Classes.Names(a.Labels))
	probs := mat.NewDense(len(rows), len(d.Classes), nil)
	for i, row := range rows {
		s.Predicted = append(s.Predicted, predicted[row])
		probs.SetRow(i, a.Probs.RawRowView(row))
	}
	s.SetProbabilities(d.Classes, probs)
	return s
}
