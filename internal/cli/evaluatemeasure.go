package cli

import (
	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
)

// measure reads labels, predictions and truth from a table, and compares them.
func (v *evaluateFlags) measure(paths []string, std streams) (*summary.Evaluation, error) {
	// Labels are texts, even where they look like numbers.
	how, err := v.reading.reading([]string{v.truth, v.predicted, v.label, dataset.NameStatus})
	if err != nil {
		return nil, err
	}
	t, err := openFiles(paths, how, std.in, nil)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	scored, err := summary.ReadScored(t, summary.ScoredColumns{
		Truth: v.truth, Predicted: v.predicted, Label: v.label, LabelNamed: v.fixedLabel, Unlabeled: v.unlabeled,
		IgnoreCase: v.ignoreCase,
	})
	if err != nil {
		return nil, err
	}
	console.New(std.err, console.Options{}).Warnings(summary.SpellingWarnings(scored.Classes))
	// The measures, from decisions and probabilities.
	return summary.Evaluate(scored, v.clip, v.bins)
}
