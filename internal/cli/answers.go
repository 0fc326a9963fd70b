package cli

import (
	"strconv"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// The columns that a run adds.
const (
	namePredicted  = "predicted"
	nameConfidence = "confidence"
	nameStatus     = "status"
)

// checkFree checks that t has none of the columns that a run adds.
func checkFree(t *table.Table) error {
	for _, name := range []string{namePredicted, nameConfidence, nameStatus} {
		if _, err := t.Column(name); err == nil {
			return &table.Error{File: t.Name, Column: name, Reason: "in the table already, so it cannot be added",
				Hint: "rename or remove that column of the input"}
		}
	}
	return nil
}

// answers are the columns that a run adds: the predicted class, the share of the
// scores that speaks for it (4 digits, 0 without a class), and where it comes from.
func answers(c classes, res *labelprop.Result) []table.Added {
	probs := res.Probabilities()
	confidence := make([]string, len(res.Labels))
	status := make([]string, len(res.Labels))
	for i, class := range res.Labels {
		share := 0.0
		if class != labelprop.Unlabeled {
			share = probs.At(i, class)
		}
		confidence[i] = strconv.FormatFloat(share, 'f', 4, 64)
		status[i] = res.Status[i].String()
	}
	return []table.Added{
		{Name: namePredicted, Values: c.names(res.Labels)},
		{Name: nameConfidence, Values: confidence},
		{Name: nameStatus, Values: status},
	}
}
