package labelprop

import "fmt"

// Status is where the label of a node comes from.
type Status int

const (
	// Given: a label was given to the node, and fully trusted. Methods that do not clamp, such
	// as [Spreading], may have another one in Labels all the same; a warning counts those.
	Given Status = iota
	// Propagated: the label came through the graph.
	Propagated
	// Tied: two classes have the same claim; the lower one stands in Labels.
	Tied
	// Unreachable: no path leads to a labelled node; the label is Unlabeled.
	Unreachable
	// Abstained: labels arrive, but the method would rather give none ([MAD]); the
	// label is Unlabeled.
	Abstained
	// FeaturesOnly: no path leads to a labelled node, but the features of the node alone
	// name a class ([Pool]).
	FeaturesOnly
	// Novel: the node is unlike all labelled ones ([NoveltyOf]), or a new row is far from all
	// rows; the label is Unlabeled. No method gives this status by itself.
	Novel
	// Uncertain: the largest probability is below what was asked for; the label is Unlabeled.
	// No method gives this status by itself.
	Uncertain
)

var statusNames = [...]string{"given", "propagated", "tied", "unreachable", "abstained", "features-only",
	"novel", "uncertain"}

func (s Status) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return fmt.Sprintf("Status(%d)", int(s))
	}
	return statusNames[s]
}
