package dataset

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// readFeatures reads the features of the rows that take part.
func (r *reader) readFeatures() error {
	// Where the graph is read, nothing is compared.
	if r.options.Edges != nil {
		return nil
	}
	if r.table.Sparse() != nil {
		return r.readSparse()
	}
	if len(r.data.Columns.Text) > 0 && !r.mayMix() {
		return r.readWords(&meter{observe: r.options.Observe})
	}
	f, err := newFinder(r.table, &r.data.Columns, r.options, r.labels)
	if err != nil {
		return err
	}
	kept := f.features()
	r.note(f, kept)
	r.data.Prep.Found.Grouped = f.grouped
	r.data.Prep.Found.Empty = f.emptyRows(kept)
	if len(kept) == 0 && r.options.Neighbors != nil {
		return nil // a table of labels, for the rows of the graph
	}
	if len(kept) == 0 {
		return r.readTextsAlone(f)
	}
	if r.options.Missing == MissingError {
		if err := f.checkMissing(kept); err != nil {
			return err
		}
	}
	// Numbers alone keep their units, unless these differ much.
	if len(r.data.Columns.Categorical) == 0 && !r.options.Mixed {
		return r.readNumbers(f, kept)
	}
	// Words come last, as rows may be left out by the columns.
	texts := r.textsBeside(f)
	if len(texts) > 0 {
		read, divide := r.wordsCost(texts)
		f.meter.reserve(read + divide)
	}
	if err := r.readMixed(f, kept); err != nil || len(texts) == 0 {
		return err
	}
	return r.readBeside(texts, f.meter)
}

// note notes what the columns are.
func (r *reader) note(f *columnFinder, kept []*found) {
	c, prep := &r.data.Columns, &r.data.Prep
	c.Features, c.Categorical = nil, nil
	for _, k := range kept {
		if k.column.Categories > 0 {
			c.Categorical = append(c.Categorical, k.at)
		} else {
			c.Features = append(c.Features, k.at)
		}
		prep.Words = append(prep.Words, k.words...)
		if k.column.Categories == 0 && k.kind != features.Date && f.rangeOf(k).mayHoldSentinel() {
			prep.noteSentinels(k.column.Name, f.values(k))
		}
		unit := f.rangeOf(k).unitOf()
		if k.column.Categories == 0 && k.kind != features.Date && unit != "" && !f.named() && areTimes(f.values(k)) {
			prep.Found.Times = append(prep.Found.Times, Time{k.column.Name, unit})
		}
		prep.Found.Spellings = append(prep.Found.Spellings, k.spellings...)
		if k.kind == features.Date {
			prep.Dates = append(prep.Dates, k.column.Name)
		}
		if k.padded {
			prep.Found.Padded = append(prep.Found.Padded, k.column.Name)
		}
		if k.pure >= 0 && f.lost != nil {
			prep.Found.Lost = max(prep.Found.Lost, f.lost[k.pure])
		}
		if k.doubt != nil {
			prep.Doubts = append(prep.Doubts, *k.doubt)
		}
	}
	prep.Found.Distances = f.areDistances()
	for _, k := range f.found {
		if k.code {
			prep.Found.Codes = append(prep.Found.Codes, k.column.Name)
		}
		if k.noted != nil {
			prep.NoFeatures = append(prep.NoFeatures, *k.noted)
		}
	}
}

// checkMissing returns an error that tells where a value of a feature is missing, if one is.
func (f *columnFinder) checkMissing(kept []*found) error {
	for _, c := range kept {
		if f.rangeOf(c).missing > 0 {
			c.column.Values = f.values(c)
			return missingValue(f.table, c.column, c.at)
		}
	}
	return nil
}

// readNumbers makes the features of columns of numbers, filled in and scaled.
func (r *reader) readNumbers(f *columnFinder, kept []*found) error {
	x, err := f.matrix(kept)
	if err != nil {
		return err
	}
	drop := r.options.Missing == MissingDrop
	// What is moved, filled in or scaled has more digits than the table.
	if narrow, ok := x.(float32s); ok && r.changesNumbers(f, kept, x) {
		if r.options.Float32 {
			x, err = narrow.owned(f.table)
		} else {
			x, err = r.widened(f, kept, narrow)
		}
		if err != nil {
			return err
		}
	}
	if drop {
		if x, err = r.data.dropMissing(x); err != nil {
			return err
		}
	}
	// Centred before gaps are filled in, with what is usual within a batch, and before it is scaled: the scale is that
	// within batches.
	if err := r.centreBatches(x); err != nil {
		return err
	}
	if !drop {
		if err := r.fillMissing(f, kept, x); err != nil {
			return err
		}
	}
	r.scale(x)
	r.data.X, err = done(x)
	return err
}

// changesNumbers reports whether numbers are not used as they are in the table.
func (r *reader) changesNumbers(f *columnFinder, kept []*found, x editable) bool {
	gaps := slices.ContainsFunc(kept, func(c *found) bool { return f.rangeOf(c).missing > 0 })
	scale := r.options.Scale
	scales := scale != ScaleNone && (scale != ScaleAuto || dominant(x) != nil)
	return gaps || scales || r.data.Columns.Batch >= 0 || r.options.Missing == MissingDrop
}

// matrix returns the numbers of some columns, in the memory of those that were read at once where they are all.
func (f *columnFinder) matrix(kept []*found) (editable, error) {
	if f.numbers != nil && !slices.ContainsFunc(kept, func(c *found) bool { return c.pure < 0 }) {
		columns := make([]int, len(kept))
		for k, c := range kept {
			columns[k] = c.pure
		}
		return onlyColumns(f.table, f.numbers, columns)
	}
	x, err := newDense(f.table, f.table.Len(), len(kept))
	if err != nil {
		return nil, err
	}
	for k, c := range kept {
		x.SetCol(k, f.values(c))
	}
	return x, nil
}

// fillMissing fills in the missing values of each column; x are the numbers of those that are kept.
func (r *reader) fillMissing(f *columnFinder, kept []*found, x editable) error {
	t, prep := r.table, &r.data.Prep
	prep.Fills = make([]float64, len(kept))
	for k, col := range r.data.Columns.Features {
		missing := f.rangeOf(kept[k]).missing
		switch missing {
		case 0:
			// Sorting every column takes longer than reading them: Recipe does it where a model is saved.
			prep.Fills[k] = math.NaN()
		case t.Len():
			return noValue(t, col)
		default:
			// The value is kept: new rows are filled in by the same one later.
			prep.Fills[k] = fill(x, k, r.options.Missing)
			prep.Filled = append(prep.Filled, Filled{t.Header[col], missing})
		}
	}
	return nil
}

func noValue(t *table.Table, col int) error {
	return &table.Error{File: t.Name, Column: t.Header[col], Reason: "no value at all",
		Hint: "ignore the column (Columns.Ignore) | take it out of Columns.Features"}
}

// fill replaces the NaN in a column by the mean or the median of the others, which it returns.
func fill(x editable, k int, how Missing) float64 {
	// The centre of the values that are there stands for those that are not.
	col := mat.Col(nil, k, x)
	value := centre(slices.DeleteFunc(slices.Clone(col), math.IsNaN), how)
	for i := range col {
		if math.IsNaN(col[i]) {
			x.Set(i, k, value)
		}
	}
	return value
}

// dropMissing leaves out the rows in which a value is missing. The rows that are kept move up in the memory
// of x.
func (d *Data) dropMissing(x editable) (editable, error) {
	// Walk through the rows and keep those without a gap, in their order.
	n, _ := x.Dims()
	d.Rows = make([]int, 0, n)
	from := rows.Of(x)
	for i := range n {
		if row := from.Row(i); !slices.ContainsFunc(row, math.IsNaN) {
			x.SetRow(len(d.Rows), row)
			d.Rows = append(d.Rows, i)
		}
	}
	if len(d.Rows) < 2 {
		return nil, tooManyGaps(d.Table)
	}
	// The memory of the rows that were dropped stays unused behind the others.
	return firstRows(x, len(d.Rows)), nil
}

func tooManyGaps(t *table.Table) error {
	return &table.Error{File: t.Name, Reason: "a value is missing in all rows but one at most",
		Hint: "use Options.Missing = MissingMedian | ignore columns (Columns.Ignore) | " +
			"take them out of Columns.Features"}
}
