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
func explained(d *dataset.Data, e *labelprop.Explanation) string {
	name := d.RowName(e.Row)
	if len(e.Shares) == 0 {
		return name + ": no label reaches it"
	}
	var parts []string
	for _, one := range largestShares(e, len(d.Classes)) {
		parts = append(parts, fmt.Sprintf("%s %.4f", d.Classes.Name(one.class), one.share))
	}
	return fmt.Sprintf("%s: %s, from %d labels", name, strings.Join(parts, ", "), len(e.Shares))
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
