package dataset

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// readFeatures reads the features of the rows that take part: numbers, scaled, and then the categories.
func (r *reader) readFeatures() error {
	// Where the graph is read, nothing is compared.
	if r.options.Edges != nil {
		return nil
	}
	if r.table.Sparse() != nil {
		return r.readSparse()
	}
	if r.options.Mixed {
		return r.readMixed()
	}
	return r.readScaled()
}

// readScaled reads numbers, scaled, and categories.
func (r *reader) readScaled() error {
	// Categories are read first: one of too many values is found before the numbers take their time.
	cats, err := r.readCategories()
	if err != nil {
		return err
	}
	d := r.data
	var x *mat.Dense
	if len(d.Columns.Features) > 0 {
		// Only numbers are scaled: the columns of categories have their scale already.
		if x, err = r.readNumbers(); err != nil {
			return err
		}
		r.scale(x)
	}
	if cats != nil {
		d.Prep.Categories = cats.names
		x = joined(x, cats.indicators(d.Rows, r.table.Len()))
	}
	d.X = x
	return nil
}

// readNumbers reads the numeric features, and does what is to be done about missing values.
func (r *reader) readNumbers() (*mat.Dense, error) {
	columns := &r.data.Columns
	// Read strictly, an empty cell is an error that names its line and column.
	if r.options.Missing == MissingError {
		x, err := r.table.Floats(columns.Features)
		if err != nil {
			return nil, err
		}
		return r.leaveOutRowNumbers(x), nil
	}
	x, err := r.table.FloatsOrNaN(columns.Features)
	if err != nil {
		return nil, err
	}
	// Counters go first, so that a row is not dropped for a gap in one of them.
	x = r.leaveOutRowNumbers(x)
	if r.options.Missing == MissingDrop {
		return r.data.dropMissing(x)
	}
	return x, r.fillMissing(x)
}

// fillMissing fills in the missing values of each column.
func (r *reader) fillMissing(x *mat.Dense) error {
	t, prep := r.table, &r.data.Prep
	for k, col := range r.data.Columns.Features {
		// The value is kept: new rows are filled in by the same one later.
		value, filled := fill(x, k, r.options.Missing)
		if filled == t.Len() {
			return &table.Error{File: t.Name, Column: t.Header[col], Reason: "no value at all",
				Hint: "leave the column out with Columns.Ignore"}
		}
		prep.Fills = append(prep.Fills, value)
		if filled > 0 {
			prep.Filled = append(prep.Filled, t.Header[col])
		}
	}
	return nil
}

// fill replaces the NaN in a column by the mean or the median of the others, and returns it and how many
// there were.
func fill(x *mat.Dense, k int, how Missing) (value float64, filled int) {
	// The centre of the values that are there stands for those that are not.
	col := mat.Col(nil, k, x)
	present := slices.DeleteFunc(slices.Clone(col), math.IsNaN)
	if len(present) == 0 {
		return 0, len(col)
	}
	value = centre(present, how)
	for i := range col {
		if math.IsNaN(col[i]) {
			x.Set(i, k, value)
		}
	}
	return value, len(col) - len(present)
}

// dropMissing leaves out the rows in which a value is missing. The rows that are kept move up in the memory
// of x.
func (d *Data) dropMissing(x *mat.Dense) (*mat.Dense, error) {
	// Walk through the rows and keep those without a gap, in their order.
	n, width := x.Dims()
	d.Rows = make([]int, 0, n)
	for i := range n {
		if !slices.ContainsFunc(x.RawRowView(i), math.IsNaN) {
			copy(x.RawRowView(len(d.Rows)), x.RawRowView(i))
			d.Rows = append(d.Rows, i)
		}
	}
	if len(d.Rows) < 2 {
		return nil, &table.Error{File: d.Table.Name, Reason: "a value is missing in all rows but one at most",
			Hint: "set Options.Missing = MissingMedian, or leave out columns with Columns.Ignore"}
	}
	// The memory of the rows that were dropped stays unused behind the others.
	return x.Slice(0, len(d.Rows), 0, width).(*mat.Dense), nil
}

// joined sets two matrices side by side; a may be nil.
func joined(a, b *mat.Dense) *mat.Dense {
	if a == nil {
		return b
	}
	// Squared distances add up over the columns of both.
	var both mat.Dense
	both.Augment(a, b)
	return &both
}

// readSparse takes the features of a table of sparse rows, which stay sparse.
func (r *reader) readSparse() error {
	// Sparse rows have no named columns, and filling or scaling them would make them dense.
	o := r.options
	for _, option := range []struct {
		name  string
		given bool
	}{
		{"Columns.Features", len(o.Columns.Features) > 0},
		{"Columns.Categorical", len(o.Columns.Categorical) > 0},
		{"Options.Scale", o.Scale != ScaleNone && o.Scale != ScaleAuto},
		{"Options.Missing", o.Missing != MissingError},
		{"Options.Neighbors", o.Neighbors != nil},
	} {
		if option.given {
			return Optionf("it is for tables with columns", "%s does not go with sparse rows", option.name)
		}
	}
	s := r.table.Sparse()
	r.data.Prep.SparseCols = s.Cols
	if !slices.Contains(s.Ind, 0) {
		// Most files count columns from 1, and column 0 is none.
		r.data.Prep.SparseCols--
	}
	// The table holds compressed sparse rows already.
	x, err := graph.NewCSR(r.table.Len(), s.Cols, s.Start, s.Ind, s.Val)
	if err == nil {
		r.data.X = x
	}
	return err
}
