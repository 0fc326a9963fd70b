package cli

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/pflag"
)

const longSuspects = `propagate suspects finds given labels that may be wrong. It predicts each given
label from the others (exact leave-one-out), and lists those that are predicted
as another class, the least probable first: the given label, the likely class,
the probability of the given label, and the labels that contradict it with their
shares in the prediction. --max-probability P lists all given labels less
probable than P instead. Methods other than harmonic, propagation and spreading
solve again without each label, and name no labels that contradict. A pool
judges each label by opinions that have not seen it. Labels of identical and
nearly identical rows, and of a group, are left out together.`

const examplesSuspects = `  propagate suspects rows.csv                          all that are contradicted
  propagate suspects --max-probability 0.1 rows.csv    less probable than 0.1
  propagate suspects -n 10 --id name rows.csv          at most ten, with names`

// suspectFlags are the flags of propagate suspects.
type suspectFlags struct {
	maxProbability float64
	most           int
	fixed          bool // --max-probability was given
}

func (v *suspectFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.Float64Var(&v.maxProbability, "max-probability", 0,
		"list all given labels less probable than `P`; whatever class is predicted")
	f.IntVarP(&v.most, "number", "n", 0, "maximum number of labels to list (default: all)")
	return f
}

func (v *suspectFlags) check() error {
	switch {
	case v.fixed && !(v.maxProbability > 0 && v.maxProbability <= 1):
		return usagef("", "--max-probability %g: must be above 0 and at most 1", v.maxProbability)
	case v.most < 0:
		return usagef("", "-n %d: must not be negative", v.most)
	}
	return nil
}

// lists reports whether a label is to be listed.
func (v *suspectFlags) lists(s labelprop.Suspect) bool {
	// A threshold, or else the plain contradiction.
	if v.fixed {
		return s.Probability < v.maxProbability
	}
	return s.Likely != s.Given
}

// against lists labels with their shares, such as: 17 (b 0.51); 4 (c 0.2).
func against(d *dataset.Data, all []labelprop.Contribution) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = fmt.Sprintf("%s (%s %.3g)", d.RowName(v.Node), d.Classes.Name(v.Class), v.Share)
	}
	return strings.Join(words, "; ")
}
