package cli

import (
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
)

// canLeaveOut returns an error if no class has two labels: without its only label a class cannot be found again, so
// that leaving labels out says nothing of any setting, or of any label.
func (s *session) canLeaveOut(d *dataset.Data) error {
	counts := d.Classes.Counts(d.Given)
	if d.Prior != nil || len(counts) == 0 || slices.Max(counts) > 1 {
		return nil
	}
	return &table.Error{File: d.Table.Name, Column: s.config.data.Columns.Label,
		Reason: "no class has two labels, so leaving one out tells nothing",
		Hint:   "label two rows of a class at least; for fewer labels the default is made"}
}
