package dataset

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/propagate-go/propagate/internal/table"
)

// Read reads a table as a problem.
//
// Errors: a column that is not in the table, a cell that cannot be read, fewer than two rows or classes, and
// an [OptionError] for options that do not go with the table or with each other.
func Read(t *table.Table, o Options) (*Data, error) {
	// Which columns are what, before any of them is read.
	columns, err := findColumns(t, o, true)
	if err != nil {
		return nil, err
	}
	r := &reader{table: t, options: o, data: newData(t, *columns, o)}
	// Each step fills in its part of the data. Labels come before features, so that a table without labels
	// fails fast; rows are dropped with the features, and then the labels of these rows.
	steps := []func() error{
		r.enoughRows, r.readLabels, r.readFeatures, r.readGraph, r.takeNeighbors,
		r.dropLabels, r.readGroups, r.readOthers,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r.data, nil
}

// ReadFeatures reads nothing but the features of a table, which needs no labels; where there are some, columns that
// repeat them are no features, as in [Read].
func ReadFeatures(t *table.Table, o Options) (*Data, error) {
	columns, err := findColumns(t, o, false)
	if err != nil {
		return nil, err
	}
	if t.Sparse() == nil && len(columns.Features)+len(columns.Categorical)+len(columns.Text) == 0 {
		return nil, noFeatures(t)
	}
	r := &reader{table: t, options: o, data: newData(t, *columns, o)}
	if err := r.enoughRows(); err != nil {
		return nil, err
	}
	if columns.Label >= 0 {
		if r.labels, err = r.labelCells(); err != nil {
			return nil, err
		}
	}
	return r.data, r.readFeatures()
}

func newData(t *table.Table, c Columns, o Options) *Data {
	return &Data{Table: t, Columns: c, Prep: Prep{Missing: o.Missing, Scale: Chosen[Scale]{o.Scale, ByUser}}}
}

// enoughRows checks that there are rows to propagate labels between.
func (r *reader) enoughRows() error {
	if r.table.Len() < 2 {
		return &table.Error{File: r.table.Name, Reason: "one row only",
			Hint: "labels spread from row to row: give at least two"}
	}
	return nil
}

// readLabels reads the classes, and the given one of each row of the table.
func (r *reader) readLabels() error {
	cells, err := r.labelCells()
	if err != nil {
		return err
	}
	// Labels of weight 0 are emptied before the classes are counted: they name none.
	if err := r.readCertainty(cells); err != nil {
		return err
	}
	r.labels = cells
	if err := r.classify(cells); err != nil {
		return err
	}
	// Whoever knows the method is asked before the features are read, which takes longest.
	if r.options.Fits != nil {
		if err := r.options.Fits(len(r.data.Classes)); err != nil {
			return err
		}
	}
	if r.options.Adds == AddsNothing {
		return nil
	}
	// Now that the classes are known, so are the names of the columns to add.
	return CheckFree(r.table, r.data.Classes, &r.options)
}

// labelCells returns the cells of the label column, without those that mean no label, and each number in one spelling.
func (r *reader) labelCells() ([]string, error) {
	cells, err := r.readJoined()
	if err != nil {
		return nil, err
	}
	prep := &r.data.Prep
	// SVMlight files write 0 for rows without a label.
	unlabeled := r.options.Unlabeled
	if r.table.Sparse() != nil && len(unlabeled) == 0 && svmlightStyle(cells) {
		unlabeled = []string{"0"}
	}
	cells, prep.NoLabel = Blank(cells, unlabeled)
	cells, prep.Renamed = newNumberNames(cells).rename(cells)
	cells, prep.Respelt = newTextNames(cells).rename(cells)
	if r.options.IgnoreCase {
		cells, prep.Found.Spellings = foldLabels(cells, r.options.Columns.Label)
	}
	return cells, nil
}

// classify finds the classes of some labels. There must be two, unless the options want fewer.
func (r *reader) classify(labels []string) error {
	// With fewer than two classes there is nothing to learn.
	c := NewClasses(labels)
	// A class that only the other classifier knows is a class, too.
	all := NewClasses(slices.Concat(c, r.data.Columns.ClassifierClasses))
	e := &table.Error{File: r.table.Name, Column: r.options.Columns.Label}
	if r.options.Labels != nil {
		e.File = r.options.Labels.Name
	}
	// The columns of another classifier may stand in for labels, if they name two classes.
	enough := len(c)+r.options.MayLack >= 2 && (r.data.Columns.Classifier == nil || len(all) >= 2)
	switch {
	case enough:
		r.data.Classes, r.data.Given = all, all.Numbers(labels)
		return askForScores(len(all), r.data.Given, e, r.options.Memory)
	case len(c) == 0:
		e.Reason = "no row has a label"
		e.Hint = "fill in a few cells of that column, at least one of each class (propagate suggest names rows to " +
			"begin with)"
	case len(c) == 1:
		e.Reason = "all labels are " + strconv.Quote(c[0])
		e.Hint = "with one class there is nothing to decide: label rows of another class too, or tell rows like the " +
			"labelled ones from others (propagate --novel 0.05)"
	}
	// A class may have the name of what usually means no label.
	if found := r.data.Prep.NoLabel; found != nil {
		e.Hint += "; " + Listed(found) + " means no label, unless Options.Unlabeled is empty"
	}
	// There may have been more labels in the rows that were dropped.
	if r.data.Rows != nil {
		e.Reason += " but those dropped"
	}
	return e
}

// dropLabels keeps the labels of the rows that take part. Classes that have lost all their labels are no
// classes any more.
func (r *reader) dropLabels() error {
	d := r.data
	d.AllGiven = d.Given
	if d.Rows != nil {
		d.Certainty, r.filledWeight = chosen(d.Certainty, d.Rows), chosen(r.filledWeight, d.Rows)
		// Back to names, and to classes again: the numbers change with the classes that are left.
		all := d.Classes.Names(d.Given)
		if err := r.classify(chosen(all, d.Rows)); err != nil {
			return err
		}
		d.AllGiven = d.Classes.Numbers(all)
	}
	// Count the weights of the labels that take part.
	d.Prep.Certainty = r.countCertainty()
	return nil
}

// readOthers reads what is known besides labels and features.
func (r *reader) readOthers() error {
	if r.data.Columns.Classifier != nil {
		if err := r.readClassifier(); err != nil {
			return err
		}
	}
	return r.data.readNames(r.options)
}

// readNames reads the truth and the names of the rows.
func (d *Data) readNames(o Options) error {
	var err error
	if d.Columns.Truth >= 0 {
		if d.Truth, err = d.Table.Strings(d.Columns.Truth); err != nil {
			return err
		}
		d.Truth, d.Prep.NoTruth = BlankTruth(d.Truth, o.Unlabeled)
		// 1.0 and 1 are one class where all cells of labels and truth are numbers, and texts that look the same always.
		d.Truth = d.Classes.Rename(d.Truth)
		if o.IgnoreCase {
			d.Truth = d.Classes.Fold(d.Truth)
		}
		if err := CheckTruth(d.Table, d.Columns.Truth, d.Classes, d.Truth); err != nil {
			return err
		}
		d.Truth = chosen(d.Truth, d.Rows)
	}
	if d.Columns.ID >= 0 {
		d.IDs, err = d.Table.Strings(d.Columns.ID)
	}
	return err
}

// CheckTruth checks that some true label of a column is one of the classes: else the two are written in different
// ways, and none could be right.
func CheckTruth(t *table.Table, column int, classes Classes, truth []string) error {
	known := map[string]bool{}
	for _, name := range classes {
		known[name] = true
	}
	any := false
	for _, class := range truth {
		if known[class] {
			return nil
		}
		any = any || class != ""
	}
	// A column without any truth is one of labels that nobody knows.
	if !any {
		return nil
	}
	return &table.Error{File: t.Name, Column: t.Header[column],
		Reason: fmt.Sprintf("no true label is one of the classes: %s against %s", Listed(NewClasses(truth)),
			Listed(classes)),
		Hint: sameByCase(classes, truth)}
}
