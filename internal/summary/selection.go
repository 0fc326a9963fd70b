package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/pipeline"
)

// SelectionOf tells how many rows of a class were selected, and what that rests on.
func SelectionOf(p *pipeline.Picked, class string, fdr float64) string {
	return fmt.Sprintf("%d of %d rows without a given label are of class %s, at a false discovery rate of %g "+
		"(conformal p-values of %d labels left out)", len(p.Rows), p.Candidates, class, fdr, p.Labels)
}

// SelectionWarnings tells where the rate does not hold, and why nothing was selected.
func SelectionWarnings(p *pipeline.Picked) []Warning {
	var all []Warning
	// Exchangeability is what the p-values rest on.
	if p.DealtOut {
		all = append(all, Warning{
			Text: "every class has about as many labels, so that they look chosen by class: the rate " +
				"holds for labels that are a random sample of the rows",
			Hint: "label rows at random, whatever their class",
		})
	}
	// The least p-value is 1/(l+1), which few rows cannot reach.
	if len(p.Rows) == 0 {
		w := Warning{Text: fmt.Sprintf("no row is selected: with %d labels no p-value is below 1/%d", p.Labels,
			p.Labels+1), Hint: "label more rows | raise --fdr"}
		if p.Needed > p.Labels {
			w.Text += fmt.Sprintf("; for as many rows as look like the class it takes at least %d labels", p.Needed)
		}
		all = append(all, w)
	}
	return all
}
