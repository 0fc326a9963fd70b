package cli

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// What to do about missing values of features.
type filling int

const (
	missingError filling = iota
	missingMean
	missingMedian
	missingDrop
)

var fillings = []choice[filling]{{"error", missingError}, {"mean", missingMean}, {"median", missingMedian}, {"drop", missingDrop}}

// readFeatures reads the features of the rows that take part: numbers, scaled, and then the
// categories.
func (p *plan) readFeatures(t *table.Table, in *input) error {
	if p.edges != "" {
		return nil
	}
	if t.Sparse() != nil {
		return p.readSparse(t, in)
	}
	cats, err := p.readCategories(t, in.columns.categorical)
	if err != nil {
		return err
	}
	if len(in.columns.features) > 0 {
		if err := p.readNumbers(t, in); err != nil {
			return err
		}
		p.rescale(t, in)
	}
	if cats != nil {
		in.categories = cats.names
		in.x = joined(in.x, cats.indicators(in.rows, t.Len()))
	}
	return nil
}

// rescale scales the numeric features.
func (p *plan) rescale(t *table.Table, in *input) {
	if p.scale == scaleAuto {
		for _, k := range dwarfing(in.x) {
			in.dwarfing = append(in.dwarfing, t.Header[in.columns.features[k]])
		}
	}
	in.affines = p.scaling(in.x)
}

// readNumbers reads the numeric features.
func (p *plan) readNumbers(t *table.Table, in *input) error {
	var err error
	if p.filling == missingError {
		in.x, err = t.Floats(in.columns.features)
	} else {
		in.x, err = t.FloatsOrNaN(in.columns.features)
	}
	if err != nil {
		return err
	}
	p.leaveOutRowNumbers(t, in)
	if p.filling == missingError {
		return nil
	}
	if p.filling == missingDrop {
		return in.drop(t)
	}
	for k, col := range in.columns.features {
		value, filled := fill(in.x, k, p.filling)
		if filled == t.Len() {
			return &table.Error{File: t.Name, Column: t.Header[col], Reason: "no value at all", Hint: "leave the column out with --ignore"}
		}
		in.fills = append(in.fills, value)
		if filled > 0 {
			in.filled = append(in.filled, t.Header[col])
		}
	}
	return nil
}

// fill replaces the NaN in a column by the mean or the median of the others, and returns it and
// how many there were.
func fill(x *mat.Dense, k int, how filling) (value float64, filled int) {
	col := mat.Col(nil, k, x)
	present := slices.DeleteFunc(slices.Clone(col), math.IsNaN)
	if len(present) == 0 {
		return 0, len(col)
	}
	if how == missingMedian {
		slices.Sort(present)
		value = middle(present)
	} else {
		value = stat.Mean(present, nil)
	}
	for i := range col {
		if math.IsNaN(col[i]) {
			x.Set(i, k, value)
		}
	}
	return value, len(col) - len(present)
}

// middle is the median of values that are sorted.
func middle(sorted []float64) float64 {
	n := len(sorted)
	return sorted[(n-1)/2]/2 + sorted[n/2]/2
}

// drop leaves out the rows in which a value is missing.
func (in *input) drop(t *table.Table) error {
	n, d := in.x.Dims()
	in.rows = make([]int, 0, n)
	for i := range n {
		if !slices.ContainsFunc(in.x.RawRowView(i), math.IsNaN) {
			copy(in.x.RawRowView(len(in.rows)), in.x.RawRowView(i))
			in.rows = append(in.rows, i)
		}
	}
	if len(in.rows) < 2 {
		return &table.Error{File: t.Name, Reason: "a value is missing in all rows but one at most", Hint: "say --missing median, or leave out columns with --ignore"}
	}
	in.x = in.x.Slice(0, len(in.rows), 0, d).(*mat.Dense)
	return nil
}

// chosen returns the values of the rows that take part.
func chosen[T any](all []T, rows []int) []T {
	if rows == nil || all == nil {
		return all
	}
	some := make([]T, len(rows))
	for i, row := range rows {
		some[i] = all[row]
	}
	return some
}

// joined sets two matrices side by side; a may be nil.
func joined(a, b *mat.Dense) *mat.Dense {
	if a == nil {
		return b
	}
	var both mat.Dense
	both.Augment(a, b)
	return &both
}
