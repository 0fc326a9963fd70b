package cli

import (
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// statusDropped is that of a row that took no part since a value is missing.
const statusDropped = "dropped"

// expanded returns the answer for all rows of the table. A row that was dropped has the label
// that it was given, if any.
func (a *answer) expanded(in *input) *answer {
	if in.rows == nil {
		return a
	}
	n := len(in.all)
	all := &answer{labels: make([]int, n), probs: mat.NewDense(n, len(in.classes), nil), status: make([]string, n), warnings: a.warnings, result: a.result}
	for i, given := range in.all {
		all.labels[i], all.status[i] = given, statusDropped
		if given != labelprop.Unlabeled {
			all.probs.Set(i, given, 1)
			all.status[i] = labelprop.Given.String()
		}
	}
	for i, row := range in.rows {
		all.labels[row], all.status[row] = a.labels[i], a.status[i]
		all.probs.SetRow(row, a.probs.RawRowView(i))
	}
	return all
}

// statusNames returns the names of statuses.
func statusNames(all []labelprop.Status) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.String()
	}
	return names
}
