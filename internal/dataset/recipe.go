package dataset

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// Recipe is how the features of a problem were made of the columns of its table, so that other rows can be
// compared with its rows.
type Recipe struct {
	Features []Feature // columns of numbers, each scaled for itself; none where Mixed has them
	Drop     bool      // rows in which a value is missing
	Strict   bool      // a missing value is an error

	Batch *BatchCentres // is taken from numeric features before anything else; nil: nothing

	// Mixed columns, without values, and their scales; nil: Features are all.
	Mixed *Mixed

	// Words of texts, without rows, beside the other columns if there are any; nil: there are none.
	Words *Words
}

// Feature is a numeric column.
type Feature struct {
	Name    string
	Days    bool    // its cells are dates
	Fill    float64 // for a missing value
	Scaling Affine
}

// Width returns the number of columns that are features.
func (r Recipe) Width() int { return len(r.columns()) + len(r.words()) }

// words names the columns of texts whose words are compared.
func (r Recipe) words() []string {
	if r.Words == nil {
		return nil
	}
	return r.Words.Columns
}

// Texts names the columns of categories, of words and of batches, which are texts even where they look like numbers.
func (r Recipe) Texts() []string {
	names := slices.Clone(r.words())
	if r.Batch != nil {
		names = append(names, r.Batch.Column)
	}
	if r.Mixed != nil {
		for _, c := range r.Mixed.Columns {
			if c.Categories > 0 {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// Recipe returns how the features were made.
func (d *Data) Recipe() Recipe {
	recipe := Recipe{Drop: d.Prep.Missing == MissingDrop, Strict: d.Prep.Missing == MissingError,
		Batch: d.Centres}
	if d.Words != nil {
		recipe.Words = &Words{Columns: d.Words.Columns, Vocabulary: d.Words.Vocabulary}
	}
	if d.Mixed != nil {
		recipe.Mixed = d.Mixed.withoutValues()
		return recipe
	}
	for k, col := range d.Columns.Features {
		// Without scaling a value stays as it is: shift 0 and width 1.
		f := Feature{Name: d.Table.Header[col], Scaling: Affine{Width: 1}}
		f.Days = slices.Contains(d.Prep.Dates, f.Name)
		if d.Prep.Scaling != nil {
			f.Scaling = d.Prep.Scaling[k]
		}
		if d.Prep.Fills != nil {
			f.Fill = d.fillOf(k, f.Scaling)
		}
		recipe.Features = append(recipe.Features, f)
	}
	return recipe
}

// fillOf is what stands for a missing value of a numeric feature, in the units of its column.
func (d *Data) fillOf(k int, scaling Affine) float64 {
	if fill := d.Prep.Fills[k]; !math.IsNaN(fill) {
		return fill
	}
	// The features are scaled by now. Scaling keeps the order of values and their mean, so that the centre can
	// be scaled back.
	return scaling.Undo(centre(mat.Col(nil, k, d.X), d.Prep.Missing))
}

// ReadLike reads the features of new rows as those of other rows were read. The classes are those of the
// other rows; no new row has a label. Of the columns that o names, truth and id are read.
func ReadLike(t *table.Table, recipe Recipe, classes Classes, o Options) (*Data, error) {
	if o.Adds != AddsNothing {
		if err := CheckFree(t, classes, &o); err != nil {
			return nil, err
		}
	}
	// New rows have no labels; what the model knows of classes is taken as it is.
	d := newData(t, Columns{Label: -1, Truth: -1, ID: -1, Weight: -1, Group: -1, Batch: -1}, o)
	d.Classes = classes
	if err := recipe.read(d, o.Memory); err != nil {
		return nil, err
	}
	// No row has a label, and those that were dropped stay out.
	d.AllGiven = slices.Repeat([]int{labelprop.Unlabeled}, t.Len())
	d.Given = chosen(d.AllGiven, d.Rows)
	if err := d.Columns.findNames(t, ColumnNames{Truth: o.Columns.Truth, ID: o.Columns.ID}); err != nil {
		return nil, err
	}
	return d, d.readNames(o)
}

// columns are those that the recipe reads, without values.
func (r Recipe) columns() []features.Column {
	if r.Mixed != nil {
		return slices.Clone(r.Mixed.Columns)
	}
	all := make([]features.Column, len(r.Features))
	for k, f := range r.Features {
		all[k] = features.Column{Name: f.Name, Days: f.Days}
	}
	return all
}

// read reads the features, in the order of the recipe.
func (r Recipe) read(d *Data, ask memory.Ask) error {
	columns := r.columns()
	for k, c := range columns {
		// The columns may stand in another order, and others may stand between them.
		col, err := columnAsBefore(d.Table, c.Name)
		if err == nil {
			columns[k], err = d.readColumn(c, col)
		}
		if err != nil {
			return err
		}
		if gaps := columns[k].Missing(); gaps > 0 && r.Strict {
			return missingValue(d.Table, columns[k], col)
		} else if gaps > 0 && !r.Drop && c.Categories == 0 {
			d.Prep.Filled = append(d.Prep.Filled, Filled{c.Name, gaps})
		}
	}
	if r.Drop {
		if err := d.dropGaps(columns); err != nil {
			return err
		}
	}
	// Gaps are left as they are: what fills them in is in the units of centred columns.
	if r.Batch != nil {
		col, err := columnAsBefore(d.Table, r.Batch.Column)
		if err == nil {
			err = d.centreNew(r.Batch, col, numericValues(columns))
		}
		if err != nil {
			return err
		}
	}
	if r.Words != nil {
		if err := d.readLikeWords(r.Words, columns, ask); err != nil || len(columns) == 0 {
			return err
		}
	}
	if r.Mixed == nil {
		if err := askForFeatures(d.Table, len(columns[0].Values), len(columns), ask); err != nil {
			return err
		}
		d.X = r.scaled(columns)
		return nil
	}
	d.Mixed = &Mixed{columns, r.Mixed.Encoder}
	var err error
	d.X, err = d.Mixed.encoded(d, Options{Memory: ask})
	return err
}

// numericValues returns the values of the columns of numbers.
func numericValues(columns []features.Column) [][]float64 {
	var all [][]float64
	for _, c := range columns {
		if c.Categories == 0 {
			all = append(all, c.Values)
		}
	}
	return all
}

// NumericFeatures returns the number of features that are numbers.
func (r Recipe) NumericFeatures() int { return len(numericValues(r.columns())) }

// readColumn reads one column like another.
func (d *Data) readColumn(like features.Column, col int) (features.Column, error) {
	if like.Categories > 0 {
		d.Columns.Categorical = append(d.Columns.Categorical, col)
	} else {
		d.Columns.Features = append(d.Columns.Features, col)
	}
	// Numbers alone are read strictly: one that is infinite is an error.
	filled, numbers := d.Table.Count()
	if like.Categories == 0 && !like.Days && filled[col] == numbers[col] {
		x, err := d.Table.FloatsOrNaN([]int{col})
		if err != nil {
			return like, err
		}
		like.Values = x.RawMatrix().Data
		return like, nil
	}
	cells, err := d.Table.Values([]int{col})
	if err != nil {
		return like, err
	}
	c := like.Like(cells[0])
	if c.Categories == 0 {
		d.Prep.Words = append(d.Prep.Words, wordsAmong(d.Table, c, cells[0])...)
	}
	return c, nil
}

// missingValue is the error of a missing value in a column where it must not be.
func missingValue(t *table.Table, c features.Column, col int) error {
	// Read again, strictly: the error names the first cell without a number.
	if c.Categories == 0 && !c.Days {
		if _, err := t.Floats([]int{col}); err != nil {
			return err
		}
	}
	cells, err := t.Strings(col)
	if err != nil {
		return err
	}
	row := slices.IndexFunc(c.Values, math.IsNaN)
	reason := "empty cell"
	if cell := strings.TrimSpace(cells[row]); cell != "" {
		reason = strconv.Quote(cell) + " is a missing value"
	}
	return &table.Error{File: t.File(row), Line: t.Line(row), Column: t.Header[col], Reason: reason,
		Hint: "fill it in, or leave the column out of the features"}
}

// scaled fills in and scales numbers.
func (r Recipe) scaled(columns []features.Column) *mat.Dense {
	x := mat.NewDense(len(columns[0].Values), len(columns), nil)
	for k, f := range r.Features {
		// Fill in first: the value is in the units of the column, before scaling.
		for i, v := range columns[k].Values {
			if v != v {
				v = f.Fill
			}
			x.Set(i, k, f.Scaling.Apply(v))
		}
	}
	return x
}
