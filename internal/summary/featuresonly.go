package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/pipeline"
)

// featuresOnlyWarnings tells of rows in components without a given label. Their labels are those of the
// features alone, which name the likeliest of the known classes however far away its labels are: whole components may
// be of a class that no label has.
func featuresOnlyWarnings(a *pipeline.Answer) []Warning {
	s := statusOf(a.Status)
	if s.FeaturesOnly == 0 {
		return nil
	}
	return []Warning{{
		Text: fmt.Sprintf("%d of %d rows are in components without a given label: their labels come from the "+
			"features alone, and may be wrong for a whole component if it is of a class that no label has",
			s.FeaturesOnly, len(a.Status)),
		Hint: "label a row of each component | refuse rows unlike the labelled ones (--novel 0.05)",
	}}
}
