package console

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
)

// Result prints how the labels compare with the truth, and what a user should know.
func (c *Console) Result(r *summary.Run) {
	// Without a truth there is no line on accuracy.
	switch t := r.Truth; {
	case t.Evaluation != nil:
		c.accuracy(t.Evaluation)
	case t.Reason != "":
		c.Line("accuracy", "%s", t.Reason)
	}
	c.Warnings(r.Warnings)
}

// accuracy prints an evaluation. A row without a label counts as wrong, and so does one of a class without a label.
func (c *Console) accuracy(e *summary.Evaluation) {
	// Of one class the others are no mistakes, and there is nothing to be confident of.
	if o := e.One; o != nil {
		c.Line("accuracy", "%d of the %d rows of %q are among the %d that got it; average precision of the column "+
			"novelty %.4f (of a random order: %.4f)", o.Right, o.Rows, o.Class, o.Found, o.AveragePrecision, o.Share)
		return
	}
	c.Line("accuracy", "%.4f on %d rows without a given label (majority-class baseline: %.4f%s)",
		e.Accuracy, e.Rows.Evaluated, e.Baseline, amongLabelled(e))
	c.Line("", "coverage %.4f, balanced accuracy %.4f, macro-F1 %.4f, log loss %.4f%s, Brier %.4f, ECE %.4f",
		e.Coverage, e.BalancedAccuracy, e.MacroF1, e.LogLoss.Value, clipped(e.LogLoss), *e.Brier, e.ECE.Value)
	if u := e.Unknown; u.Rows > 0 {
		c.Line("", "%d of the rows are of %d true classes that no label has, and count as wrong: %s",
			u.Rows, len(u.Classes), dataset.Listed(u.Classes))
	}
}

// amongLabelled tells how many of the labels are right where some rows have none.
func amongLabelled(e *summary.Evaluation) string {
	// Accuracy is the share that is right of all rows, coverage the share that has a label.
	if e.Rows.WithoutLabel == 0 || e.Coverage == 0 {
		return ""
	}
	return fmt.Sprintf("; rows that got a label: %.4f", e.Accuracy/e.Coverage)
}

// clipped tells how many rows counted with the least probability instead of their own, which bounds their loss.
func clipped(l *summary.LogLoss) string {
	if l.Hits == 0 {
		return ""
	}
	return fmt.Sprintf(" (rows clipped at %g: %d)", l.Clip, l.Hits)
}
