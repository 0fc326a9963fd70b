package dataset

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"gonum.org/v1/gonum/mat"
)

// Recipe is how the features of a problem were made of the columns of its table, so that other rows can be
// compared with its rows.
type Recipe struct {
	Columns []RecipeColumn
	Encoder *features.Encoder // of all columns; nil: each is a number, scaled for itself
	Drop    bool              // rows in which a value is missing
	Strict  bool              // a missing value is an error
}

// RecipeColumn is a column of numbers, of dates, or of categories.
type RecipeColumn struct {
	Name    string
	Dates   bool
	Levels  []string // the names of the categories, by code; nil: a column of numbers
	Fill    float64  // for a missing number, without an Encoder
	Scaling Affine   // of numbers, without an Encoder
}

// Recipe returns how the features were made.
func (d *Data) Recipe() Recipe {
	recipe := Recipe{Drop: d.Prep.Missing == MissingDrop, Strict: d.Prep.Missing == MissingError}
	if d.Mixed != nil {
		recipe.Encoder = d.Mixed.Encoder
		for _, c := range d.Mixed.Columns {
			recipe.Columns = append(recipe.Columns, RecipeColumn{Name: c.Name, Levels: c.Levels,
				Dates: slices.Contains(d.Prep.Dates, c.Name)})
		}
		return recipe
	}
	for k, col := range d.Columns.Features {
		// Without scaling a value stays as it is: shift 0 and width 1.
		c := RecipeColumn{Name: d.Table.Header[col], Scaling: Affine{Width: 1}}
		c.Dates = slices.Contains(d.Prep.Dates, c.Name)
		if d.Prep.Scaling != nil {
			c.Scaling = d.Prep.Scaling[k]
		}
		if d.Prep.Fills != nil {
			c.Fill = d.Prep.Fills[k]
		}
		recipe.Columns = append(recipe.Columns, c)
	}
	return recipe
}

// ReadLike reads the features of new rows as those of other rows were read. The classes are those of the
// other rows; no new row has a label. Of the columns that o names, truth and id are read.
func ReadLike(t *table.Table, recipe Recipe, classes Classes, o Options) (*Data, error) {
	if o.Adds != AddsNothing {
		if err := CheckFree(t, classes, o.Adds); err != nil {
			return nil, err
		}
	}
	// New rows have no labels; what the model knows of classes is taken as it is.
	d := newData(t, Columns{Label: -1, Truth: -1, ID: -1, Weight: -1}, o)
	d.Classes = classes
	if err := recipe.read(d); err != nil {
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

// read reads the features, in the order of the recipe.
func (r Recipe) read(d *Data) error {
	columns := make([]features.Column, len(r.Columns))
	for k, c := range r.Columns {
		// The columns may stand in another order, and others may stand between them.
		col, err := columnAsBefore(d.Table, c.Name)
		if err != nil {
			return err
		}
		if columns[k], err = c.read(d, col); err != nil {
			return err
		}
		if missing := columns[k].Missing(); missing > 0 && r.Strict {
			return noMissing(d.Table, columns[k], col)
		} else if missing > 0 {
			d.Prep.Filled = append(d.Prep.Filled, Filled{c.Name, missing})
		}
	}
	if r.Drop {
		if err := d.dropGaps(columns); err != nil {
			return err
		}
		d.Prep.Filled = nil
	}
	if r.Encoder != nil {
		d.Mixed = &Mixed{columns, r.Encoder}
		d.X = r.Encoder.Encode(columns)
		return nil
	}
	d.X = r.scaled(columns)
	return nil
}

// read reads one column.
func (c RecipeColumn) read(d *Data, col int) (features.Column, error) {
	if c.Levels != nil {
		d.Columns.Categorical = append(d.Columns.Categorical, col)
	} else {
		d.Columns.Features = append(d.Columns.Features, col)
	}
	filled, numbers := d.Table.Count()
	if c.Levels == nil && !c.Dates && filled[col] == numbers[col] {
		x, err := d.Table.FloatsOrNaN([]int{col})
		if err != nil {
			return features.Column{}, err
		}
		return features.Column{Name: c.Name, Values: x.RawMatrix().Data}, nil
	}
	cells, err := d.Table.Values([]int{col})
	if err != nil {
		return features.Column{}, err
	}
	kind := features.Number
	switch {
	case c.Levels != nil:
		return features.ParseLevels(c.Name, cells[0], c.Levels), nil
	case c.Dates:
		kind = features.Date
	}
	column := features.Parse(c.Name, cells[0], kind)
	d.Prep.Words = append(d.Prep.Words, wordsAmong(d.Table, column, cells[0])...)
	return column, nil
}

// noMissing is the error of a missing value.
func noMissing(t *table.Table, c features.Column, col int) error {
	if c.Categories == 0 {
		if _, err := t.Floats([]int{col}); err != nil {
			return err
		}
	}
	row := slices.IndexFunc(c.Values, math.IsNaN)
	return &table.Error{File: t.File(row), Line: t.Line(row), Column: t.Header[col], Reason: "a missing value",
		Hint: "fill it in, leave --missing out, or leave the column out of the features"}
}

// scaled fills in and scales numbers.
func (r Recipe) scaled(columns []features.Column) *mat.Dense {
	x := mat.NewDense(len(columns[0].Values), len(columns), nil)
	for k, c := range r.Columns {
		// Fill in first: the value is in the units of the column, before scaling.
		for i, v := range columns[k].Values {
			if v != v {
				v = c.Fill
			}
			x.Set(i, k, c.Scaling.Apply(v))
		}
	}
	return x
}

// columnAsBefore finds a column that the recipe was made with.
func columnAsBefore(t *table.Table, name string) (int, error) {
	col, err := t.Column(name)
	if err != nil {
		return 0, fmt.Errorf("the model was made with other columns: %w", err)
	}
	return col, nil
}
