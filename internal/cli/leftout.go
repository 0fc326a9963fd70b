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
		Reason: "no class has two labels, so none can be left out",
		Hint:   "label a second row of some class | take the defaults, which need no more labels"}
}
