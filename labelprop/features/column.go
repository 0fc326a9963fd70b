package features

import "math"

// Column is one column of a table, of n rows.
type Column struct {
	Name string

	// Values are the numbers of the rows, or the codes 0, 1, ... of their categories.
	// NaN is a missing value.
	Values []float64

	// Categories is the number of different categories; 0 for a column of numbers.
	Categories int

	// Names are those of the categories, by code; nil: they are not known.
	Names []string

	// Days says that the numbers are days since 1970, which were read from dates.
	Days bool
}

// Missing returns how many values are missing.
func (c *Column) Missing() int {
	count := 0
	for _, v := range c.Values {
		if math.IsNaN(v) {
			count++
		}
	}
	return count
}
