package cli

import (
	"fmt"
	"slices"
)

// accuracy says in two lines how the answers of a run compare with the truth. A
// row without an answer counts as wrong.
func (n *narrator) accuracy(a *answer, in *input) error {
	c := newClasses(slices.Concat(in.classes, in.truth))
	if len(c) > mostClasses {
		n.line("accuracy", "not computed: %d classes in the labels and the truth", len(c))
		return nil
	}
	j := judge(c, a, in)
	if len(j.truth) == 0 {
		n.line("accuracy", "no row without a given label has a truth to compare with")
		return nil
	}
	v, err := j.verdict(defaultClip, defaultBins)
	if err != nil {
		return err
	}
	n.line("accuracy", "%.4f on %d rows without a given label (the commonest class alone: %.4f)", v.Accuracy, v.Rows.Evaluated, v.Baseline)
	n.line("", "coverage %.4f, balanced accuracy %.4f, macro-F1 %.4f, log loss %.4f%s, Brier %.4f, ECE %.4f",
		v.Coverage, v.BalancedAccuracy, v.MacroF1, v.LogLoss.Value, v.LogLoss.hits(), *v.Brier, v.ECE.Value)
	return nil
}

// hits says where the clip made the log loss what it is.
func (l *logLoss) hits() string {
	switch l.Hits {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" (1 row at the clip of %g)", l.Clip)
	}
	return fmt.Sprintf(" (%d rows at the clip of %g)", l.Hits, l.Clip)
}
