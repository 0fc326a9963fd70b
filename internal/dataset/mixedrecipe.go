package dataset

import (
	"errors"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// withoutValues is what new rows are read by.
func (m *Mixed) withoutValues() *Mixed {
	// The values belong to the rows that were there.
	columns := slices.Clone(m.Columns)
	for j := range columns {
		columns[j].Values = nil
	}
	return &Mixed{columns, m.Encoder}
}

// encoded returns the features. A number beyond all reason may become infinite by the scale of its column.
func (m *Mixed) encoded(d *Data, o Options) (mat.Matrix, error) {
	x, err := m.encode(d.Table, o.Float32)
	if err != nil {
		return nil, err
	}
	sources, from := m.Encoder.Sources(), rows.Of(x)
	n, _ := x.Dims()
	for i := range n {
		if k := slices.IndexFunc(from.Row(i), isInfinite); k >= 0 {
			row := d.TableRow(i)
			return nil, &table.Error{File: d.Table.File(row), Line: d.Table.Line(row),
				Column: m.Columns[sources[k]].Name, Reason: "too large for the scale of the column",
				Hint: "correct the number, or leave its cell empty"}
		}
	}
	return done(x)
}

// encode returns the features before they are checked.
func (m *Mixed) encode(t *table.Table, single bool) (editable, error) {
	rows, width := m.Columns[0].Len(), max(m.Encoder.Features(), 1)
	// The features of a row stand side by side.
	if single {
		values, err := newFloat32s(t, rows, width)
		x := blas32.General{Rows: rows, Cols: width, Stride: width, Data: values}
		if err == nil {
			m.Encoder.Encode32To(x, m.Columns)
		}
		return float32s{General: x}, err
	}
	x, err := newDense(t, rows, width)
	if err == nil {
		m.Encoder.EncodeTo(x, m.Columns)
	}
	return x, err
}

func isInfinite(v float64) bool { return math.IsInf(v, 0) || math.IsNaN(v) }

// Check checks that scales and columns fit together, as those of a file may not.
func (m *Mixed) Check() error {
	if len(m.Columns) == 0 || len(m.Columns) != len(m.Encoder.Scales) {
		return errors.New("its columns and their scales do not fit together")
	}
	for j, c := range m.Columns {
		s := m.Encoder.Scales[j]
		numbers := c.Categories == 0 && len(c.Names) == 0
		if s.Categories != c.Categories || !numbers && c.Categories != max(1, len(c.Names)) || repeats(c.Names) {
			return errors.New("its categories do not fit together")
		}
		// NaN passes none of these.
		sound := s.Width >= 0 && s.Height >= 0 && s.Missing >= 0 && s.Low <= s.High && s.Weight >= 0 &&
			!isInfinite(s.Center+s.Fill+s.Width+s.Weight)
		if !sound || isInfinite(s.Height+s.Missing) || c.Categories > 0 && s.Width > 0 {
			return errors.New("the scale of one of its columns is none")
		}
	}
	if m.Encoder.Features() == 0 {
		return errors.New("it has no feature")
	}
	return nil
}

// repeats reports whether a name comes twice.
func repeats(names []string) bool {
	return len(slices.Compact(slices.Sorted(slices.Values(names)))) < len(names)
}
