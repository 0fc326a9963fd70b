package dataset

import (
	"slices"

	"github.com/propagate-go/propagate/labelprop/features"
)

// Filled returns the columns with the number that the encoder takes in place of each missing one. Categories stay:
// one that is missing is a category of its own.
func (m *Mixed) Filled() []features.Column {
	all := slices.Clone(m.Columns)
	for j := range all {
		// A column without a gap is not copied.
		if c := &all[j]; c.Categories == 0 && c.Missing() > 0 {
			c.Values = filledWith(c.Values, m.Encoder.Scales[j].Fill)
		}
	}
	return all
}
