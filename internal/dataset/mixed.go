package dataset

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
)

// Mixed is the features of a problem as columns of numbers, categories and gaps, and how X was made of them.
type Mixed struct {
	Columns []features.Column // n rows each
	Encoder *features.Encoder
}

// NoFeature is a column that is no feature, and what it is instead.
type NoFeature struct{ Name, Is string }

func (n NoFeature) String() string { return fmt.Sprintf("%s (%s)", n.Name, n.Is) }

// findMixed takes all columns that are nothing else as possible features. What they hold decides later.
func (c *Columns) findMixed(t *table.Table, o Options) error {
	for j, name := range t.Header {
		if !c.hasRole(j) && !slices.Contains(c.Categorical, j) && !(o.Adds == AddsNothing && IsAnswer(name)) {
			c.Features = append(c.Features, j)
		}
	}
	if len(c.Features)+len(c.Categorical) == 0 {
		return noColumns(t)
	}
	return nil
}

func noColumns(t *table.Table) error {
	return &table.Error{File: t.Name, Reason: "no column to use as a feature",
		Hint: "propagate compares rows by their columns; label, truth, ids, dates and constants do not count; " +
			"Columns.Features takes any column"}
}

// readMixed reads columns of numbers and categories by what their cells hold, and scales each by itself.
func (r *reader) readMixed() error {
	columns := &r.data.Columns
	wanted := slices.Sorted(slices.Values(slices.Concat(columns.Features, columns.Categorical)))
	// A plain file is read once for all columns.
	cells, err := r.table.StringsOf(wanted)
	if err != nil {
		return err
	}
	m := &mixedReader{reader: r, categorical: columns.Categorical}
	columns.Features, columns.Categorical = nil, nil
	for k, col := range wanted {
		if err := m.add(col, cells[k]); err != nil {
			return err
		}
	}
	m.dropRepeats()
	if len(m.columns) == 0 && r.data.Prep.NoFeatures != nil {
		return r.readPlain()
	}
	return m.encode()
}

// readPlain reads all columns of numbers where none of them says enough to be a feature, such as where all rows are
// alike.
func (r *reader) readPlain() error {
	c := &r.data.Columns
	if c.findNumeric(r.table, r.options.Adds); len(c.Features) == 0 {
		return noColumns(r.table)
	}
	r.data.Prep.NoFeatures = nil
	return r.readScaled()
}

// mixedReader collects the columns that are features.
type mixedReader struct {
	*reader
	categorical []int // columns that were named as categories
	columns     []features.Column
	at          []int // their positions in the table
}

// add takes a column, unless it is no feature.
func (m *mixedReader) add(col int, cells []string) error {
	name, kind := m.table.Header[col], features.Guess(cells)
	switch {
	case slices.Contains(m.categorical, col):
		kind = features.Category
		if err := m.checkCategories(col, cells); err != nil {
			return err
		}
	// What was named is a feature, be it an id.
	case len(m.options.Columns.Features) > 0:
		kind = features.GuessFeature(cells)
	case !kind.Feature():
		m.leaveOut(name, kind.String())
		return nil
	case m.holdsLabels(cells):
		m.leaveOut(name, "the labels themselves")
		return nil
	}
	m.columns, m.at = append(m.columns, features.Parse(name, cells, kind)), append(m.at, col)
	return nil
}

func (m *mixedReader) leaveOut(name, is string) {
	m.data.Prep.NoFeatures = append(m.data.Prep.NoFeatures, NoFeature{name, is})
}

// checkCategories checks that a column that was named as categories has few different values.
func (m *mixedReader) checkCategories(col int, cells []string) error {
	if n := countValues(cells, m.options.MaxCategories); n > m.options.MaxCategories {
		return &table.Error{File: m.table.Name, Column: m.table.Header[col],
			Reason: fmt.Sprintf("more than %d different values are too many for a categorical feature",
				m.options.MaxCategories),
			Hint: "Options.MaxCategories raises the limit; or leave the column out of Columns.Categorical"}
	}
	return nil
}

// fewestAgreeing is how many labels a column must repeat to be told from a feature that agrees by chance.
const fewestAgreeing = 10

// holdsLabels reports whether a column names the classes, in all rows, and agrees with all labels: then it is
// the answer, under another name.
func (m *mixedReader) holdsLabels(cells []string) bool {
	agreeing := 0
	for i, class := range m.data.Classes.Numbers(cells) {
		if class == labelprop.Unlabeled && !features.Blank(cells[i]) {
			return false
		}
		switch given := m.data.Given[i]; {
		case given == labelprop.Unlabeled:
		case given != class:
			return false
		default:
			agreeing++
		}
	}
	return agreeing >= fewestAgreeing
}

// dropRepeats leaves out columns that repeat another one, unless they were named.
func (m *mixedReader) dropRepeats() {
	if len(m.options.Columns.Features) > 0 {
		return
	}
	columns, at := m.columns, m.at
	m.columns, m.at = nil, nil
	for j, first := range features.Duplicates(columns) {
		// What says the same twice would count twice.
		if first >= 0 && !slices.Contains(m.categorical, at[j]) {
			m.leaveOut(columns[j].Name, "as "+columns[first].Name)
			continue
		}
		m.columns, m.at = append(m.columns, columns[j]), append(m.at, at[j])
	}
}

// encode turns the columns into X, and tells numbers from categories.
func (m *mixedReader) encode() error {
	for j, c := range m.columns {
		list := &m.data.Columns.Features
		if c.Categories > 0 {
			list = &m.data.Columns.Categorical
		}
		*list = append(*list, m.at[j])
	}
	if len(m.columns) == 0 {
		return noColumns(m.table)
	}
	e := features.Fit(m.columns)
	m.rescale(e)
	if e.Features() == 0 {
		return noColumns(m.table)
	}
	m.data.Mixed, m.data.X = &Mixed{m.columns, e}, e.Encode(m.columns)
	return nil
}

// rescale scales numbers as it was asked for.
func (m *mixedReader) rescale(e *features.Encoder) {
	how := m.options.Scale
	if how == ScaleAuto {
		m.data.Prep.Scale.By = ByEvidence
		return
	}
	// Numbers that are left as they are have one unit, as far as the user is concerned.
	e.Alike = how == ScaleNone
	for j, c := range m.columns {
		// Constant columns are no features.
		if s := &e.Scales[j]; s.Width > 0 {
			center, width := linear(c.Values, measures[how])
			*s = features.LinearScale(center, width, s.Fill, s.Missing)
		}
	}
}

// linear returns the shift and the width of the numbers that are there; 0 and 1 without a measure.
func linear(values []float64, measure func([]float64) (shift, width float64)) (center, width float64) {
	if measure == nil {
		return 0, 1
	}
	// In units of a power of two, so that no square overflows.
	col := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	exp := toUnit(col)
	center, width = measure(col)
	return math.Ldexp(center, exp), math.Ldexp(width, exp)
}
