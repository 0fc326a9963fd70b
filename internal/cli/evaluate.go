package cli

import (
	"bytes"
	"io"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
)

// run goes from the table to the report, which is written only if all of it can be.
func (v *evaluateFlags) run(paths []string, std streams) error {
	// Labels are texts, even where they look like numbers.
	how, err := v.reading.reading([]string{v.truth, v.predicted, v.label, dataset.NameStatus})
	if err != nil {
		return err
	}
	t, err := openFiles(paths, how, std.in, nil)
	if err != nil {
		return err
	}
	defer t.Close()
	scored, err := summary.ReadScored(t, summary.ScoredColumns{
		Truth: v.truth, Predicted: v.predicted, Label: v.label, LabelNamed: v.fixedLabel, Unlabeled: v.unlabeled,
		IgnoreCase: v.ignoreCase,
	})
	if err != nil {
		return err
	}
	console.New(std.err, console.Options{}).Warnings(summary.SpellingWarnings(scored.Classes))
	// The measures, from decisions and probabilities.
	found, err := summary.Evaluate(scored, v.clip, v.bins)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if v.json {
		err = found.WriteJSON(&text)
	} else {
		console.Evaluation(&text, found)
	}
	if err != nil {
		return err
	}
	// Only a whole report is written: an error must not leave half of one.
	path := v.output
	if path == standardStream {
		path = ""
	}
	return writeTo(path, std.out, func(w io.Writer) error {
		_, err := w.Write(text.Bytes())
		return err
	})
}
