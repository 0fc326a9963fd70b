package dataset

import (
	"math"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// readPartition reads the column of a partition, nil if there is none.
func (r *reader) readPartition(col int) (*Partition, error) {
	if col < 0 {
		return nil, nil
	}
	cells, err := r.table.Strings(col)
	if err != nil {
		return nil, err
	}
	cells = chosen(cells, r.data.Rows)
	p := &Partition{Column: r.table.Header[col], Of: make([]int, len(cells))}
	at := map[string]int{}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			p.Of[i] = -1
			continue
		}
		// A text that was not seen before is the next part.
		k, seen := at[cell]
		if !seen {
			k = len(p.Names)
			at[cell] = k
			p.Names = append(p.Names, cell)
		}
		p.Of[i] = k
	}
	return p, nil
}

// readGroups reads the groups of rows that have one answer.
func (r *reader) readGroups() (err error) {
	r.data.Groups, err = r.readPartition(r.data.Columns.Group)
	return err
}

// centreBatches takes the mean of each batch from the features of its rows, in place: what differs between batches as
// wholes, as two machines do that measure with different offsets, then makes no distance.
func (r *reader) centreBatches(x *mat.Dense) error {
	if err := r.readBatches(); err != nil || r.data.Batches == nil {
		return err
	}
	_, d := x.Dims()
	for j := range d {
		col := mat.Col(nil, j, x)
		r.data.Batches.centre(col)
		x.SetCol(j, col)
	}
	return nil
}

// readBatches reads the batches, one for every row.
func (r *reader) readBatches() error {
	batches, err := r.readPartition(r.data.Columns.Batch)
	if err != nil || batches == nil {
		return err
	}
	r.data.Batches = batches
	// A row without a batch has no mean to be compared with.
	for i, k := range batches.Of {
		if k < 0 {
			row := r.data.TableRow(i)
			return &table.Error{File: r.table.File(row), Line: r.table.Line(row), Column: batches.Column,
				Reason: "empty cell", Hint: "every row needs a batch: fill it in"}
		}
	}
	return nil
}

// centre takes from each value the mean of its part. Missing values, NaN, stay missing.
func (p *Partition) centre(col []float64) {
	members := make([][]float64, len(p.Names))
	for i, k := range p.Of {
		if !math.IsNaN(col[i]) {
			members[k] = append(members[k], col[i])
		}
	}
	// Sums that do not depend on the order of the rows.
	means := make([]float64, len(members))
	for k, values := range members {
		if len(values) > 0 {
			means[k] = meanOf(values)
		}
	}
	for i, k := range p.Of {
		col[i] -= means[k]
	}
}
