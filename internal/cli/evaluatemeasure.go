package cli

import (
	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
)

// measure reads labels, predictions and truth from a table, and compares them.
func (v *evaluateFlags) measure(paths []string, std streams) (*summary.Evaluation, error) {
	// Labels are texts, even where they look like numbers.
	how, err := v.reading.reading([]string{v.truth, v.predicted, v.label, v.id, dataset.NameStatus})
	if err != nil {
		return nil, err
	}
	t, err := openFiles(paths, how, std.in, nil)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	var truths *table.Table
	if v.truths != "" {
		if truths, err = openFiles([]string{v.truths}, how, std.in, nil); err != nil {
			return nil, err
		}
		defer truths.Close()
	}
	scored, err := summary.ReadScored(t, summary.ScoredColumns{
		Truth: v.truth, Predicted: v.predicted, Label: v.label, LabelNamed: v.fixedLabel, Unlabeled: v.unlabeled,
		IgnoreCase: v.ignoreCase, Truths: truths, ID: v.id,
	})
	if err != nil {
		return nil, err
	}
	out := console.New(std.err, console.Options{})
	out.Notes(summary.JoinNotes(scored.Joined))
	out.Warnings(summary.SpellingWarnings(scored.Classes))
	// The measures, from decisions and probabilities.
	return summary.Evaluate(scored, v.clip, v.bins)
}
