package dataset

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/sum"
	"github.com/propagate-go/propagate/internal/table"
)

// FewestOfBatch is how many new rows of a batch that a model does not know give its centre.
const FewestOfBatch = 5

// centreBatches takes the mean of each batch from the features of its rows, in place: what differs between batches as
// wholes, as two machines do that measure with different offsets, then makes no distance. Missing values stay missing.
func (r *reader) centreBatches(x editable) error {
	if err := r.readBatches(); err != nil || r.data.Batches == nil {
		return err
	}
	// Column by column, since a mean needs the whole of it.
	_, d := x.Dims()
	for j := range d {
		col := mat.Col(nil, j, x)
		r.centreBatch(col)
		x.SetCol(j, col)
	}
	return nil
}

// centreBatch centres a numeric feature, the next of all, and keeps the means for new rows.
func (r *reader) centreBatch(col []float64) {
	means := r.data.Batches.means(col)
	r.data.Batches.subtract(col, means)
	r.data.Centres.Means = append(r.data.Centres.Means, means)
}

// readBatches reads the batches, one for every row.
func (r *reader) readBatches() error {
	batches, err := r.data.batches(r.data.Columns.Batch)
	if err == nil && batches != nil {
		r.data.Batches, r.data.Centres = batches, &BatchCentres{Column: batches.Column, Names: batches.Names}
	}
	return err
}

// batches reads a column of batches; nil if there is none.
//
// Errors: a row without a batch has no mean to be compared with.
func (d *Data) batches(col int) (*Partition, error) {
	batches, err := d.partition(col)
	if err != nil || batches == nil {
		return nil, err
	}
	if i := slices.Index(batches.Of, -1); i >= 0 {
		row := d.TableRow(i)
		return nil, &table.Error{File: d.Table.File(row), Line: d.Table.Line(row), Column: batches.Column,
			Reason: "empty cell", Hint: "every row needs a batch: fill it in"}
	}
	return batches, nil
}

// means are those of the values of each part. A part without a value has the mean of all parts.
func (p *Partition) means(col []float64) []float64 {
	// The values that are there, by part.
	members := make([][]float64, len(p.Names))
	for i, k := range p.Of {
		if !math.IsNaN(col[i]) {
			members[k] = append(members[k], col[i])
		}
	}
	// Sums that do not depend on the order of the rows.
	means, known := make([]float64, len(members)), []float64{}
	for k, values := range members {
		if len(values) > 0 {
			means[k] = sum.Mean(values)
			known = append(known, means[k])
		}
	}
	// Nothing is known of the level of a part without a value: that of the others is the best guess.
	for k, values := range members {
		if len(values) == 0 && len(known) > 0 {
			means[k] = sum.Mean(known)
		}
	}
	return means
}

// subtract takes from each value the mean of its part.
func (p *Partition) subtract(col, means []float64) {
	for i, k := range p.Of {
		col[i] -= means[k]
	}
}

// centreNew centres numeric features of new rows, the values of each column, by a column of batches: those of known
// batches by the means of the model, and those of others by their own, as all were in the run.
func (d *Data) centreNew(c *BatchCentres, col int, columns [][]float64) error {
	batches, err := d.batches(col)
	if err != nil {
		return err
	}
	d.Columns.Batch, d.Batches = col, batches
	// The place of each batch among those of the model; -1: it is new, and its rows must tell its centre.
	known := make([]int, len(batches.Names))
	for k, name := range batches.Names {
		if known[k] = slices.Index(c.Names, name); known[k] < 0 {
			if err := d.newBatch(k); err != nil {
				return err
			}
		}
	}
	// The means of the new rows, and in their place those of the model where it knows the batch: a few new rows may be
	// of one class only.
	for j, values := range columns {
		means := batches.means(values)
		for k, at := range known {
			if at >= 0 {
				means[k] = c.Means[j][at]
			}
		}
		batches.subtract(values, means)
	}
	return nil
}

// newBatch notes a batch that the model does not know, and checks that its rows can tell its centre.
func (d *Data) newBatch(k int) error {
	// Its rows, and the first of them for the error.
	count, first := 0, -1
	for i, of := range d.Batches.Of {
		if of == k {
			if count++; first < 0 {
				first = d.TableRow(i)
			}
		}
	}
	name := d.Batches.Names[k]
	if count < FewestOfBatch {
		return &table.Error{File: d.Table.File(first), Line: d.Table.Line(first), Column: d.Batches.Column,
			Reason: fmt.Sprintf("the model does not know the batch %q, and its rows are too few to tell its centre: %d",
				name, count),
			Hint: fmt.Sprintf("give at least %d rows of it, or label them in a run of their own", FewestOfBatch)}
	}
	d.Prep.Found.NewBatches = append(d.Prep.Found.NewBatches, fmt.Sprintf("%s (%d rows)", name, count))
	return nil
}
