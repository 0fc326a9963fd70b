package cli

import (
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// The columns that a run adds.
const (
	namePredicted  = "predicted"
	nameConfidence = "confidence"
	nameStatus     = "status"
	prefixProba    = "proba_" // and a class, with --proba
)

// checkFree checks that t has none of the columns that a run adds.
func (p *plan) checkFree(t *table.Table, c classes) error {
	names := []string{namePredicted, nameConfidence, nameStatus}
	if p.proba {
		for _, class := range c {
			names = append(names, prefixProba+class)
		}
	}
	for _, name := range names {
		if _, err := t.Column(name); err == nil {
			return &table.Error{File: t.Name, Column: name, Reason: "in the table already, so it cannot be added",
				Hint: "rename or remove that column of the input"}
		}
	}
	return nil
}

// isAnswer reports whether a column has the name of one that a run adds.
func isAnswer(name string) bool {
	name = strings.TrimSpace(name)
	return name == namePredicted || name == nameConfidence || name == nameStatus || strings.HasPrefix(name, prefixProba)
}

// answers are the columns that a run adds: the predicted class, the share of the
// scores that speaks for it (4 digits, 0 without a class), where it comes from, and
// with --proba the probability of each class, all digits.
func (p *plan) answers(c classes, a *answer) []table.Added {
	confidence := make([]string, len(a.labels))
	for i, class := range a.labels {
		share := 0.0
		if class != labelprop.Unlabeled {
			share = a.probs.At(i, class)
		}
		confidence[i] = strconv.FormatFloat(share, 'f', 4, 64)
	}
	added := []table.Added{
		{Name: namePredicted, Values: c.names(a.labels)},
		{Name: nameConfidence, Values: confidence, Type: table.Real},
		{Name: nameStatus, Values: a.status},
	}
	if p.proba {
		for k, class := range c {
			added = append(added, table.Added{Name: prefixProba + class, Values: probabilities(a.probs, k), Type: table.Real})
		}
	}
	return added
}

func probabilities(probs *mat.Dense, class int) []string {
	cells := make([]string, 0, probs.RawMatrix().Rows)
	for _, v := range mat.Col(nil, class, probs) {
		cells = append(cells, strconv.FormatFloat(v, 'g', -1, 64))
	}
	return cells
}
