package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
)

// hangingWarnings tells of components without a label whose rows are all labelled over one edge, which --connect
// added: nothing else says what they are, and no confidence shows it.
func hangingWarnings(d *dataset.Data, b *pipeline.Built) []Warning {
	if b == nil || b.Found == nil || len(b.Found.Hanging) == 0 {
		return nil
	}
	all := b.Found.Hanging
	// Parts hang on different edges, so that no row counts twice.
	rows := 0
	for _, h := range all {
		rows += h.Rows
	}
	// The largest part stands for all.
	h := all[0]
	text := fmt.Sprintf("%d of %d rows get their labels over one edge that --connect added, "+
		"from row %s to row %s, %.3g apart", rows, len(d.Given), d.RowName(h.To), d.RowName(h.From), h.Distance)
	// Each of several parts has its own edge: the text names that of the largest.
	if len(all) > 1 {
		text = fmt.Sprintf("%d of %d rows, in %d components without a label, get their labels over one edge each that "+
			"--connect added; most, %d, over that from row %s to row %s, %.3g apart", rows, len(d.Given), len(all),
			h.Rows, d.RowName(h.To), d.RowName(h.From), h.Distance)
	}
	return []Warning{{
		Text: text + ": their confidence does not show how far away the labels are",
		Hint: "label a row of each component | omit --connect | refuse rows unlike the labelled ones (--novel 0.05)",
	}}
}
