package cli

import (
	"slices"
	"strconv"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// answers are the columns that a run adds: the predicted class, the share of the
// scores that speaks for it (4 digits), and where it comes from.
func answers(c classes, res *labelprop.Result) []table.Added {
	probs := res.Probabilities()
	confidence := make([]string, len(res.Labels))
	status := make([]string, len(res.Labels))
	for i := range confidence {
		confidence[i] = strconv.FormatFloat(slices.Max(probs.RawRowView(i)), 'f', 4, 64)
		status[i] = res.Status[i].String()
	}
	return []table.Added{
		{Name: "predicted", Values: c.names(res.Labels)},
		{Name: "confidence", Values: confidence},
		{Name: "status", Values: status},
	}
}
