package dataset

import (
	"fmt"

	"github.com/propagate-go/propagate/labelprop/features"
)

// NoFeature is a column that is no feature, and why.
type NoFeature struct {
	Name string
	Is   string // what it holds: one of the texts below, the name of a kind of package features, or "as NAME"
	Rows int    // of LabelCopy and TruthCopy: the rows that say so

	// Refused says that the column cannot be named as a feature: it has no value, or more different texts than
	// categories may have.
	Refused bool

	phrases bool // texts of several words each, not codes
}

// Values of NoFeature.Is, besides the kinds of columns of package features.
const (
	LabelCopy = "copy of the label"
	TruthCopy = "copy of the truth"

	// TellsLabelled is a column whose values in labelled rows are others than in the rest, such as train and test: it
	// keeps the two apart.
	TellsLabelled = "labelled or not"
	// MoreLabels is a column of the list that the label is the first of: what else a row is labelled as.
	MoreLabels = "more labels of a row"
)

func (n NoFeature) String() string { return fmt.Sprintf("%s (%s)", n.Name, n.Is) }

// HoldsWords reports whether the column can be compared by words where nothing else is at hand: texts to read, and
// codes that come again.
func (n NoFeature) HoldsWords() bool { return n.Is == features.Text.String() || n.phrases }

// HoldsPhrases reports whether the column holds texts to read, of several words each.
func (n NoFeature) HoldsPhrases() bool { return n.phrases }

// Doubt is a feature that may be the answer: it agrees with all given labels, which may be chance as there are few, or
// it holds classes and agrees with most of them.
type Doubt struct {
	Name string
	Rows int // labelled rows in which it agrees
	Of   int // labelled rows in which it has a value, more than Rows of a column of classes
}

// whys are the reasons by what a column holds.
var whys = map[string]string{
	features.ID.String(): "nearly all values differ", features.Date.String(): "days or times",
	features.Constant.String(): "one value in all rows", features.Text.String(): "texts that hardly repeat",
	features.Empty.String(): "no value at all",
	TellsLabelled:           "its values in labelled rows are others than in the rest",
	MoreLabels:              "of the list that the label is taken from",
}

// Why tells why the column is no feature.
func (n NoFeature) Why() string {
	switch n.Is {
	case LabelCopy:
		return fmt.Sprintf("equals the label in all %d labelled rows that have a value", n.Rows)
	case TruthCopy:
		return fmt.Sprintf("goes with the truth in all %d rows", n.Rows)
	}
	if why := whys[n.Is]; why != "" {
		return why
	}
	return "says the same " + n.Is
}
