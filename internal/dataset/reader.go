package dataset

import "github.com/propagate-go/propagate/internal/table"

// reader reads one table, a part of the data after the other.
type reader struct {
	table   *table.Table
	options Options
	data    *Data
	labels  []string // of all rows of the table, empty for none; nil: there is no such column

	filledWeight []bool // whether a row has a label weight of its own
	zeroWeights  int    // labels of weight 0
	byNumber     bool   // whether edges name rows by their numbers, though these have ids
}
