package cli

import (
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// judged are answers beside the truth, of the rows whose label was not given and
// whose truth is known.
type judged struct {
	classes     classes
	truth, pred []int
	probs       *mat.Dense // n×k, nil if not known
	confidence  []float64  // in pred, nil if not known

	given, unknown int // rows left out: the label was given, the truth is not known
}

// choose returns the rows that are judged.
func (j *judged) choose(truth []string, given func(row int) bool) []int {
	var rows []int
	for i, y := range j.classes.numbers(truth) {
		switch {
		case given(i):
			j.given++
		case y == labelprop.Unlabeled:
			j.unknown++
		default:
			rows = append(rows, i)
			j.truth = append(j.truth, y)
		}
	}
	return rows
}

// setProbabilities takes probs, a row for each row judged and a column for each of
// the classes c. The probability of other classes is 0.
func (j *judged) setProbabilities(c classes, probs mat.Matrix) {
	j.probs = mat.NewDense(len(j.truth), len(j.classes), nil)
	for k, column := range j.classes.numbers(c) {
		j.probs.SetCol(column, mat.Col(nil, k, probs))
	}
	j.confidence = make([]float64, len(j.truth))
	for i, k := range j.pred {
		if k != labelprop.Unlabeled {
			j.confidence[i] = j.probs.At(i, k)
		}
	}
}

// judge picks the rows of a run that are judged; c are the classes of labels and
// truth.
func judge(c classes, a *answer, in *input) *judged {
	j := &judged{classes: c}
	rows := j.choose(in.truth, func(i int) bool { return in.given[i] != labelprop.Unlabeled })
	pred := j.classes.numbers(in.classes.names(a.labels))
	probs := mat.NewDense(max(1, len(rows)), len(in.classes), nil)
	for i, row := range rows {
		j.pred = append(j.pred, pred[row])
		probs.SetRow(i, a.probs.RawRowView(row))
	}
	if len(rows) > 0 {
		j.setProbabilities(in.classes, probs)
	}
	return j
}
