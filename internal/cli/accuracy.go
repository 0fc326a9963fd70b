package cli

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/labelprop"
)

// accuracy compares the answers with the truth, on the rows whose label was not
// given and whose truth is known; a row without an answer counts as wrong.
func accuracy(res *labelprop.Result, in *input) string {
	predicted := in.classes.names(res.Labels)
	right, rows := 0, 0
	count := map[string]int{}
	for i, truth := range in.truth {
		truth = strings.TrimSpace(truth)
		if truth == "" || in.given[i] != labelprop.Unlabeled {
			continue
		}
		rows++
		count[truth]++
		if predicted[i] == truth {
			right++
		}
	}
	if rows == 0 {
		return "no row without a given label has a truth to compare with"
	}
	most := 0
	for _, c := range count {
		most = max(most, c)
	}
	share := func(n int) float64 { return float64(n) / float64(rows) }
	return fmt.Sprintf("%.4f on %d rows without a given label (the commonest class alone: %.4f)", share(right), rows, share(most))
}
