package randomforest

import "github.com/propagate-go/propagate/labelprop/features"

// sample is the labelled rows, column by column.
type sample struct {
	values  [][]float64 // by column: of the labelled rows
	nominal []bool      // by column: categories, not numbers
	y       []int
	classes int
	members [][]int32 // the labelled rows of each class
}

func newSample(table []features.Column, labelled, y []int, classes int) *sample {
	s := &sample{y: y, classes: classes, members: make([][]int32, classes), nominal: make([]bool, len(table))}
	for j, c := range table {
		s.nominal[j] = c.Categories > 0
		// The labelled values side by side: splits sort them again and again.
		column := make([]float64, len(labelled))
		for l, i := range labelled {
			column[l] = c.At(i)
		}
		s.values = append(s.values, column)
	}
	// By class, for the bootstrap within classes.
	for l, k := range y {
		s.members[k] = append(s.members[k], int32(l))
	}
	return s
}

// rows gives the rows of a table that is stored by columns.
type rows struct {
	table []features.Column
	n, d  int
}

func newRows(table []features.Column) rows {
	r := rows{table: table, d: len(table)}
	if r.d > 0 {
		r.n = table[0].Len()
	}
	return r
}

func (r rows) read(dst []float64, i int) {
	for j := range r.table {
		dst[j] = r.table[j].At(i)
	}
}
