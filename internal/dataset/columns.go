package dataset

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// findColumns looks up the columns by their names. Without named features, all columns that are nothing else may be
// features. Where labels and features are needed, it is an error that there are none.
func findColumns(t *table.Table, o Options, needed bool) (*Columns, error) {
	c, err := namedColumns(t, o, needed)
	if err != nil {
		return nil, err
	}
	// A graph that is read, and sparse rows, need no columns of features.
	if o.Edges != nil || t.Sparse() != nil {
		return c, nil
	}
	if len(o.Columns.Text) > 0 {
		if c.Text, err = c.features(t, "Columns.Text", o.Columns.Text); err != nil || !o.Mixed {
			return c, err
		}
	}
	// Named features are looked up first: what is named is never left out.
	if c.Categorical, err = c.features(t, "Columns.Categorical", o.Columns.Categorical); err != nil {
		return nil, err
	}
	if len(o.Columns.Features) > 0 {
		c.Features, err = c.features(t, "Columns.Features", o.Columns.Features)
		// What is named twice is categorical.
		c.Features = slices.DeleteFunc(c.Features, func(j int) bool { return slices.Contains(c.Categorical, j) })
		return c, err
	}
	// Nothing was named: what the columns hold decides later.
	answers := answers(t)
	for j := range t.Header {
		other := c.hasRole(j) || slices.Contains(c.Categorical, j) || t.IsIndex(j)
		if !other && !(o.Adds == AddsNothing && slices.Contains(answers, j)) {
			c.Features = append(c.Features, j)
		}
	}
	if len(c.Features)+len(c.Categorical)+len(c.Text) == 0 && needed && o.Neighbors == nil {
		return nil, noFeatures(t)
	}
	return c, nil
}

// hasRole reports whether a column is something else than a feature.
func (c *Columns) hasRole(j int) bool {
	named := []int{c.Label, c.Truth, c.ID, c.Weight, c.Group, c.Batch}
	return slices.Contains(named, j) || slices.Contains(c.Classifier, j) || slices.Contains(c.Text, j) || c.ignored[j]
}

// noFeatures is the error of a table in which nothing is left to compare rows by.
func noFeatures(t *table.Table) error {
	return &table.Error{File: t.Name, Reason: "no column to use as a feature",
		Hint: "propagate compares rows by their columns; label, truth, ids, dates and constants do not count; " +
			"Columns.Features takes any column"}
}

// namedColumns looks up the columns that are named one by one.
func namedColumns(t *table.Table, o Options, needed bool) (*Columns, error) {
	c := &Columns{Truth: -1, ID: -1, Weight: -1, Group: -1, Batch: -1, LabelName: strings.TrimSpace(o.Columns.Label),
		ignored: map[int]bool{}}
	var err error
	// The label column is the only one that a problem cannot do without.
	if c.Label, err = t.Column(o.Columns.Label); err != nil {
		if needed && o.Labels == nil && !c.needsNoLabels(t, o) {
			err = NoLabelColumn(err, t.Header)
			unknown := (*table.Error)(nil)
			if (o.Columns.ClassifierPrefix != "" || o.MayLack >= 2) && errors.As(err, &unknown) {
				unknown.Hint = "if no row has a label, use Columns.Label=; else " + unknown.Hint
			}
			return nil, err
		}
		c.Label = -1
	}
	// Rows that have no names but their numbers are joined by these.
	names := o.Columns
	if o.Labels != nil && t.IsNumbered() && t.Find(names.ID) < 0 {
		names.ID = ""
	}
	if err := c.findNames(t, names); err != nil {
		return nil, err
	}
	// An ignored column must exist too: a misspelt name would silently stay a feature.
	for _, name := range o.Columns.Ignore {
		columns, err := columnsNamed(t, name)
		if err != nil {
			return nil, fmt.Errorf("Columns.Ignore: %w", err)
		}
		for _, j := range columns {
			c.ignored[j] = true
		}
	}
	// The columns of another classifier are found by what their names begin with.
	return c, c.findClassifier(t, o.Columns.ClassifierPrefix)
}

// findNames looks up those columns of which there may be one or none.
func (c *Columns) findNames(t *table.Table, names ColumnNames) error {
	for _, one := range []struct {
		option, name string
		at           *int
	}{
		{"Columns.Truth", names.Truth, &c.Truth},
		{"Columns.ID", names.ID, &c.ID},
		{"Columns.Weight", names.Weight, &c.Weight},
		{"Columns.Group", names.Group, &c.Group},
		{"Columns.Batch", names.Batch, &c.Batch},
	} {
		// An empty name means that the table has no such column.
		if one.name == "" {
			continue
		}
		var err error
		if *one.at, err = t.Column(one.name); err != nil {
			return fmt.Errorf("%s: %w", one.option, err)
		}
	}
	return nil
}

// needsNoLabels reports whether there may be no column of labels, with the opinions of another classifier or where no
// label is needed yet: if that is said, and in the second case also if no column looks like one.
func (c *Columns) needsNoLabels(t *table.Table, o Options) bool {
	if c.LabelName == "" {
		return o.Columns.ClassifierPrefix != "" || o.MayLack >= 2
	}
	begins := o.MayLack >= 2 && o.Columns.ClassifierPrefix == ""
	return begins && c.LabelName == usualLabel && !looksLabelled(t.Header)
}

// usualLabel is what a column of labels is called, unless it is named.
const usualLabel = "label"

// looksLabelled reports whether a column may be that of the labels, by another name.
func looksLabelled(header []string) bool {
	return slices.ContainsFunc(header, func(name string) bool {
		return strings.EqualFold(strings.TrimSpace(name), usualLabel) || isUsualLabel(name, header)
	})
}

// isUsualLabel reports whether columns of labels are called so elsewhere. Beside x, y is a coordinate.
func isUsualLabel(name string, header []string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return slices.Contains(usualLabels, name) && (name != "y" || !slices.Contains(header, "x"))
}

// usualLabels are what columns of labels are called elsewhere.
var usualLabels = []string{"labels", "class", "classes", "target", "category", "tag", "kind", "type", "y"}

// NoLabelColumn adds to the error of an unknown label column what newcomers need to know: that another one
// can be named, or that the first line does not hold names.
func NoLabelColumn(err error, header []string) error {
	var unknown *table.Error
	if errors.As(err, &unknown) {
		which := ""
		for _, name := range header {
			name = strings.TrimSpace(name)
			// The same name in other letters is the best guess, then the first with a usual name.
			if strings.EqualFold(name, unknown.Column) {
				which = fmt.Sprintf(", such as Columns.Label = %q", name)
				break
			}
			if which == "" && isUsualLabel(name, header) {
				which = fmt.Sprintf(", such as Columns.Label = %q", name)
			}
			// A number as the name of a column: the first line holds data, not names.
			if _, err := strconv.ParseFloat(name, 64); err == nil && which == "" {
				which = ", and begin the table with a line that names its columns"
			}
		}
		unknown.Hint = "name the column of the given labels with Columns.Label" + which + "; " + unknown.Hint
		// One name that holds a separator is several names.
		switch {
		case len(header) != 1:
		case strings.ContainsAny(header[0], ":~^\x1f"):
			at := strings.IndexAny(header[0], ":~^\x1f")
			unknown.Hint = fmt.Sprintf("name the separator of cells, such as --delimiter='%c'; ", header[0][at]) +
				unknown.Hint
		case len(strings.Fields(header[0])) > 2:
			unknown.Hint = "where blanks separate cells, one line names all columns, each line has as many cells, " +
				"and a cell with a blank in it stands in quotes; " + unknown.Hint
		}
	}
	return fmt.Errorf("Columns.Label: %w", err)
}

// features returns the columns that an option names as features, each once.
func (c *Columns) features(t *table.Table, option string, names []string) ([]int, error) {
	var found []int
	for _, name := range names {
		columns, err := columnsNamed(t, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", option, err)
		}
		for _, j := range columns {
			if err := c.checkFeature(j, option, name); err != nil {
				return nil, err
			}
			if !slices.Contains(found, j) {
				found = append(found, j)
			}
		}
	}
	return found, nil
}

// checkFeature checks that a column that an option names as a feature is nothing else.
func (c *Columns) checkFeature(j int, option, name string) error {
	switch {
	// Labels as a feature would give the answer away, and so would the truth.
	case j == c.Label || j == c.Truth:
		return Optionf("leave it out of "+option, "%s: %q holds the labels", option, name)
	case c.hasRole(j):
		return Optionf("leave it out of "+option+", Columns.Text, Columns.Ignore, Columns.ID, "+
			"Columns.Weight or Columns.ClassifierPrefix",
			"%s: %q is no feature by another option", option, name)
	}
	return nil
}

// columnsNamed returns the columns of a name: one, or those of a list, such as tag.0 and tag.1 for tag.
func columnsNamed(t *table.Table, name string) ([]int, error) {
	j, err := t.Column(name)
	if err == nil {
		return []int{j}, nil
	}
	// A list of JSON or Parquet is one column for each place.
	var list []int
	for j, column := range t.Header {
		if base, place := cutNumber(column); place != "" && base == strings.TrimSpace(name) {
			list = append(list, j)
		}
	}
	if list == nil {
		return nil, err
	}
	return list, nil
}

// columnAsBefore finds a column that the recipe was made with.
func columnAsBefore(t *table.Table, name string) (int, error) {
	col, err := t.Column(name)
	if err != nil {
		return 0, fmt.Errorf("the model was made with other columns: %w", err)
	}
	return col, nil
}
