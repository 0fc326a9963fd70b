package dataset

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Recipe is how the features of a problem were made of the columns of its table, so that other rows can be
// compared with its rows.
type Recipe struct {
	Features    []Feature
	Categorical []Category
	Drop        bool // rows in which a value is missing

	// Mixed columns, without values, and their scales; nil: Features and Categorical are all.
	Mixed *Mixed
}

// Width returns the number of columns that are features.
func (r Recipe) Width() int {
	if r.Mixed != nil {
		return len(r.Mixed.Columns)
	}
	return len(r.Features) + len(r.Categorical)
}

// Texts names the columns of categories, which are texts even where they look like numbers.
func (r Recipe) Texts() []string {
	var names []string
	for _, c := range r.Categorical {
		names = append(names, c.Name)
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

// Feature is a numeric column.
type Feature struct {
	Name    string
	Fill    *float64 // for a missing value; nil: it is an error
	Scaling Affine
}

// Category is a column of texts.
type Category struct {
	Name   string  `json:"name"`
	Values Classes `json:"values"`
}

// Recipe returns how the features were made.
func (d *Data) Recipe() Recipe {
	if d.Mixed != nil {
		return Recipe{Mixed: d.Mixed.withoutValues()}
	}
	recipe := Recipe{Drop: d.Prep.Missing == MissingDrop}
	for k, col := range d.Columns.Features {
		// Without scaling a value stays as it is: shift 0 and width 1.
		f := Feature{Name: d.Table.Header[col], Scaling: Affine{Width: 1}}
		if d.Prep.Scaling != nil {
			f.Scaling = d.Prep.Scaling[k]
		}
		if d.Prep.Fills != nil {
			f.Fill = &d.Prep.Fills[k]
		}
		recipe.Features = append(recipe.Features, f)
	}
	for k, col := range d.Columns.Categorical {
		// Categories keep their values: new rows get the same columns.
		recipe.Categorical = append(recipe.Categorical, Category{d.Table.Header[col], d.Prep.Categories[k]})
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
	d := newData(t, Columns{Label: -1, Truth: -1, ID: -1, Weight: -1, Group: -1, Batch: -1}, o)
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
	if r.Mixed != nil {
		return r.Mixed.readLike(d)
	}
	var x *mat.Dense
	// The columns may stand in another order, and others may stand between them.
	for _, f := range r.Features {
		col, err := columnAsBefore(d.Table, f.Name)
		if err != nil {
			return err
		}
		d.Columns.Features = append(d.Columns.Features, col)
	}
	if len(r.Features) > 0 {
		var err error
		if x, err = r.numbers(d); err != nil {
			return err
		}
	}
	if len(r.Categorical) > 0 {
		cats, err := r.categories(d)
		if err != nil {
			return err
		}
		x = joined(x, cats.indicators(d.Rows, d.Table.Len()))
	}
	d.X = x
	return nil
}

// columnAsBefore finds a column that the recipe was made with.
func columnAsBefore(t *table.Table, name string) (int, error) {
	col, err := t.Column(name)
	if err != nil {
		return 0, fmt.Errorf("the model was made with other columns: %w", err)
	}
	return col, nil
}

// numbers reads, fills in and scales the numeric features.
func (r Recipe) numbers(d *Data) (x *mat.Dense, err error) {
	// A missing value is an error, a gap to be filled, or a reason to drop the row, as it was for the model.
	if !r.Drop && r.Features[0].Fill == nil {
		x, err = d.Table.Floats(d.Columns.Features)
	} else if x, err = d.Table.FloatsOrNaN(d.Columns.Features); err == nil && r.Drop {
		x, err = d.dropMissing(x)
	}
	if err != nil {
		return nil, err
	}
	n, width := x.Dims()
	// Fill in first: the value is in the units of the column, before scaling.
	for i := range n {
		row := x.RawRowView(i)[:width]
		for k, f := range r.Features {
			if math.IsNaN(row[k]) {
				row[k] = *f.Fill
			}
			row[k] = f.Scaling.Apply(row[k])
		}
	}
	return x, nil
}

// categories reads the categorical features. A text that the recipe does not know counts as an empty cell: it
// is equally far from all known ones.
func (r Recipe) categories(d *Data) (*categories, error) {
	cats := &categories{}
	// Number the cells by the values of the model.
	for _, c := range r.Categorical {
		col, err := columnAsBefore(d.Table, c.Name)
		if err != nil {
			return nil, err
		}
		cells, err := d.Table.Strings(col)
		if err != nil {
			return nil, err
		}
		cats.names, cats.values = append(cats.names, c.Values), append(cats.values, c.Values.Numbers(cells))
	}
	return cats, nil
}
