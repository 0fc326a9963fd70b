package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"gonum.org/v1/gonum/mat"
)

// errParts says that the parts of a model file are each right, but not of one model.
var errParts = errors.New("its parts do not fit together")

// check checks the header of a model that is read: a checksum can be right and the rest made up.
func (m *Model) check() error {
	if m.Rows < 1 || len(m.Classes) == 0 || repeated(m.Classes) || slices.Contains(m.Classes, "") {
		return errParts
	}
	// A pool has neither a kernel of its own nor one temperature.
	if !(m.Gamma >= 0) || !(m.Temperature >= 0) || math.IsInf(m.Gamma+m.Temperature, 1) {
		return errors.New("its γ or its temperature is none")
	}
	if err := m.left.check(len(m.Classes)); err != nil {
		return err
	}
	return m.checkRecipe()
}

// checkRecipe checks the columns and their scales.
func (m *Model) checkRecipe() error {
	var names []string
	for _, f := range m.Recipe.Features {
		names = append(names, f.Name)
		// The width divides.
		sound := finite(f.Fill, f.Scaling.Shift, f.Scaling.Width) && f.Scaling.Width != 0
		if !sound || max(f.Scaling.Exp, -f.Scaling.Exp) > largestExp {
			return fmt.Errorf("the scale of its column %q is none", f.Name)
		}
	}
	if m.Recipe.Mixed != nil {
		for _, c := range m.Recipe.Mixed.Columns {
			names = append(names, c.Name)
		}
	}
	if m.Recipe.Words != nil {
		names = append(names, m.Recipe.Words.Columns...)
	}
	if repeated(names) {
		return errors.New("two of its columns have one name")
	}
	return m.checkBatches()
}

// checkBatches checks that each numeric column has a mean of each batch.
func (m *Model) checkBatches() error {
	b := m.Recipe.Batch
	if b == nil {
		return nil
	}
	sound := b.Column != "" && len(b.Names) > 0 && !repeated(b.Names) && len(b.Means) == m.Recipe.NumericFeatures()
	for _, means := range b.Means {
		sound = sound && len(means) == len(b.Names) && finite(means...)
	}
	if !sound {
		return errors.New("the means of its batches are none")
	}
	return nil
}

// largestExp bounds the exponents of float64, subnormal numbers included.
const largestExp = 1100

// finite reports whether all values are numbers.
func finite(values ...float64) bool {
	for _, v := range values {
		if v-v != 0 {
			return false
		}
	}
	return true
}

// repeated reports whether a name comes twice.
func repeated(names []string) bool {
	return len(slices.Compact(slices.Sorted(slices.Values(names)))) < len(names)
}

// try asks a model that was read about one row of missing values, which every table may have:
// numbers of columns, classes, rows and opinions that do not fit together show here, before any
// table is read.
func (m *Model) try() error {
	d, err := m.oneRow()
	if err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	a, err := m.Predict(context.Background(), d, Novel{Asked: true}, nil)
	if err != nil {
		return fmt.Errorf("%w: %w", errParts, err)
	}
	if _, c := a.Probs.Dims(); c != len(m.Classes) {
		return errParts
	}
	return nil
}

// oneRow returns a row of missing values.
func (m *Model) oneRow() (*dataset.Data, error) {
	d := &dataset.Data{}
	if m.Recipe.Words != nil {
		// Without words, in the columns of those of the model.
		x, err := graph.NewCSR(1, len(m.Recipe.Words.Vocabulary.Words), []int{0, 0}, nil, nil)
		if err != nil {
			return nil, err
		}
		d.Words, d.X = &dataset.Words{X: x}, x
	}
	if mixed := m.Recipe.Mixed; mixed != nil {
		d.Mixed = &dataset.Mixed{Encoder: mixed.Encoder}
		for _, c := range mixed.Columns {
			d.Mixed.Columns = append(d.Mixed.Columns, c.Like([]string{""}))
		}
		d.X = d.Mixed.Encoder.Encode(d.Mixed.Columns)
		return d, nil
	}
	// What fills a gap is in the units of the column.
	var row []float64
	for _, f := range m.Recipe.Features {
		row = append(row, f.Scaling.Apply(f.Fill))
	}
	if len(row) > 0 {
		d.X = mat.NewDense(1, len(row), row)
	}
	return d, nil
}
