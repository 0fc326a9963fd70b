package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// explained tells in words what the shares sum up to.
func explained(d *dataset.Data, e *labelprop.Explanation, m labelprop.Method) string {
	name := d.RowName(e.Row)
	if len(e.Shares) == 0 {
		return name + ": no label reaches it"
	}
	// Parts of signed sources are no probabilities: they add up to scores, which have a line of their own.
	if e.Shift != nil {
		return fmt.Sprintf("%s: %s, from %d labels, by %v", name, d.Classes.Name(e.Label), len(e.Shares), m)
	}
	var parts []string
	for _, one := range largestShares(e, len(d.Classes)) {
		parts = append(parts, fmt.Sprintf("%s %.4f", d.Classes.Name(one.class), one.share))
	}
	return fmt.Sprintf("%s: %s, from %d labels, by %v", name, strings.Join(parts, ", "), len(e.Shares), m)
}

// scoreInWords tells what the largest scores are made of: the labels, and the shift that balances the classes.
func scoreInWords(d *dataset.Data, e *labelprop.Explanation) string {
	order := make([]int, len(e.Scores))
	for k := range order {
		order[k] = k
	}
	// The label first, which only the classes of its component compete for, then by score.
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(rankOf(b, e.Label), rankOf(a, e.Label)), cmp.Compare(e.Scores[b], e.Scores[a]))
	})
	var parts []string
	for _, k := range order[:min(mostShares, len(order))] {
		parts = append(parts, fmt.Sprintf("%s %.4g = %.4g by labels %+.4g by class balance", d.Classes.Name(k),
			e.Scores[k], e.Scores[k]-e.Shift[k], e.Shift[k]))
	}
	return strings.Join(parts, "; ")
}

// rankOf is 1 for the label of the answer, 0 for other classes.
func rankOf(class, label int) int {
	if class == label {
		return 1
	}
	return 0
}

// path names the rows of a path.
func path(d *dataset.Data, nodes []int) string {
	names := make([]string, len(nodes))
	for i, node := range nodes {
		names[i] = d.RowName(node)
	}
	return strings.Join(names, " > ")
}

// classShare is the share of a class in an answer.
type classShare struct {
	class int
	share float64
}

// mostShares is how many classes are named in one line.
const mostShares = 3

// largestShares returns the classes with the largest shares, the largest first.
func largestShares(e *labelprop.Explanation, classes int) []classShare {
	all := make([]classShare, classes)
	for k := range all {
		all[k].class = k
	}
	// The share of a class is the sum of those of its labels.
	for _, s := range e.Shares {
		all[s.Class].share += s.Share
	}
	slices.SortStableFunc(all, func(a, b classShare) int { return cmp.Compare(b.share, a.share) })
	all = slices.DeleteFunc(all, func(c classShare) bool { return c.share == 0 })
	return all[:min(mostShares, len(all))]
}
