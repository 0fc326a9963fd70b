package cli

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/labelprop"
)

// One class that takes nearly all rows, though it has no such share of the given labels, is mostly the mark of
// weights that are all alike.
const (
	takesAll  = 0.95 // of the labels found
	givenFew  = 0.6  // of the given labels at most
	fewestRow = 20   // labels found, below which this says nothing
)

// doubts warns of answers that are seldom what was asked for.
func doubts(a *answer, in *input) []error {
	all := slices.Clone(a.warnings)
	if withoutLabel(in.given) == 0 {
		all = append(all, labelprop.Warning{Text: "every row has a label already, so none was found",
			Hint: "name the column whose cells are empty where the label is not known by --label, or the cells that mean so by --unlabeled"})
	}
	if w := takenByOne(a, in); w != nil {
		all = append(all, w)
	}
	return all
}

// takenByOne warns of one class that takes nearly all rows, nil if there is none.
func takenByOne(a *answer, in *input) error {
	before, after := in.classes.counts(in.given), in.classes.counts(a.labels)
	given, found := len(in.given)-withoutLabel(in.given), withoutLabel(in.given)-withoutLabel(a.labels)
	for k, name := range in.classes {
		more := after[k] - before[k]
		if found >= fewestRow && float64(more) >= takesAll*float64(found) && float64(before[k]) <= givenFew*float64(given) {
			return labelprop.Warning{
				Text: fmt.Sprintf("%d of %d labels found are %s, as are %d of %d given ones", more, found, name, before[k], given),
				Hint: "if that is not so, leave --gamma and --graph out or raise --gamma, or name the sizes of the classes by --priors; see docs/choosing.md",
			}
		}
	}
	return nil
}
