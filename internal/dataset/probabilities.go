package dataset

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/labelprop/features"
)

// LikeProbabilities returns the columns that look like another classifier's probabilities of the classes, where one of
// them is a feature, and what their names begin with: one for each class, PREFIXCLASS, whose values in a row sum to 1
// or are all 0. Used as features they are nearly the answer. nil: there are none.
func (d *Data) LikeProbabilities() (prefix string, names []string) {
	// Without a label there are no classes.
	if len(d.Classes) == 0 {
		return "", nil
	}
	at := d.columnsByName()
	for _, name := range d.Table.Header {
		// What stands before the name of the first class would be the prefix of all.
		prefix, ok := strings.CutSuffix(strings.TrimSpace(name), d.Classes[0])
		if !ok || prefix == "" {
			continue
		}
		if cols := d.classColumns(prefix, at); cols != nil && !d.outOfUnit(cols) && d.sumToOne(cols) {
			for _, k := range cols {
				names = append(names, strings.TrimSpace(d.Table.Header[k]))
			}
			return prefix, names
		}
	}
	return "", nil
}

// columnsByName returns the column of each name: a search for each name would take the square of their number.
func (d *Data) columnsByName() map[string]int {
	at := make(map[string]int, len(d.Table.Header))
	for j, name := range d.Table.Header {
		at[strings.TrimSpace(name)] = j
	}
	return at
}

// classColumns are the columns named by a prefix and a class, one for each class; nil if one is missing or has been
// named as something else, or if none is a feature. Of two classes the second says the same as the first, and a class
// that is never meant is constant: such columns are no features, but belong to the others.
func (d *Data) classColumns(prefix string, at map[string]int) []int {
	cols, feature := make([]int, len(d.Classes)), false
	// A class without a column would mean that these are no probabilities of all classes.
	for c, class := range d.Classes {
		k, known := at[prefix+class]
		if !known || d.Columns.hasRole(k) {
			return nil
		}
		cols[c] = k
		feature = feature || slices.Contains(d.Columns.Features, k)
	}
	if !feature {
		return nil
	}
	return cols
}

// outOfUnit reports whether some value of the columns that are in memory is no probability: then the file need not be
// read again for the others, as for pixels in columns that end in a digit.
func (d *Data) outOfUnit(cols []int) bool {
	// What was moved or scaled says nothing of the values in the table.
	inTable := d.asInTable()
	raw := d.Mixed != nil && d.Batches == nil
	for _, j := range cols {
		k := slices.Index(d.Columns.Features, j)
		switch {
		case k < 0:
		case inTable && anyBeyond(features.Of("", d.X, k)):
			return true
		case !inTable && raw && anyBeyond(d.Mixed.column(d.Table.Header[j])):
			return true
		}
	}
	return false
}

// anyBeyond reports whether a value is less than 0 or more than 1, by more than what rounding makes of a probability.
func anyBeyond(c features.Column) bool {
	for i := range c.Len() {
		if v := c.At(i); v < 0 || v > 1.001 {
			return true
		}
	}
	return false
}

// column returns the numbers of a column; without rows where there are none of that name.
func (m *Mixed) column(name string) features.Column {
	at := slices.IndexFunc(m.Columns, func(c features.Column) bool { return c.Name == name && c.Categories == 0 })
	if at < 0 {
		return features.Column{}
	}
	return m.Columns[at]
}

// sumToOne reports whether the values of columns are probabilities in every row, or say nothing.
func (d *Data) sumToOne(cols []int) bool {
	m, err := d.numbersOf(cols)
	if err != nil {
		return false
	}
	// One row that is no distribution tells that these are other numbers.
	for i := range d.Table.Len() {
		if opinion(d.Table, i, cols, m(i)) != nil {
			return false
		}
	}
	return true
}

// numbersOf returns the values of some columns row by row, from memory where they are there as they are in the table:
// many names may look like those of classes, and to read a large file takes longer than all else.
func (d *Data) numbersOf(cols []int) (row func(i int) []float64, err error) {
	at, values := make([]int, len(cols)), make([]float64, len(cols))
	for c, j := range cols {
		at[c] = slices.Index(d.Columns.Features, j)
	}
	if !d.asInTable() || slices.Contains(at, -1) {
		m, err := d.Table.FloatsOrNaN(cols)
		if err != nil {
			return nil, err
		}
		return m.RawRowView, nil
	}
	from := rows.Of(d.X)
	return func(i int) []float64 {
		all := from.Row(i)
		for c, k := range at {
			values[c] = all[k]
		}
		return values
	}, nil
}

// asInTable reports whether X are the numbers of all rows and features that nothing has filled in, moved or scaled.
func (d *Data) asInTable() bool {
	if !d.IsDense() {
		return false
	}
	n, width := d.X.Dims()
	whole := n == d.Table.Len() && width == len(d.Columns.Features) && len(d.Columns.Categorical) == 0 && d.Rows == nil
	kept := d.Prep.Scaling == nil && len(d.Prep.Filled) == 0 && d.Batches == nil
	unscaled := func(e *features.Encoder) bool { return e.Alike && e.Weights == nil && d.Prep.Scale.Value == ScaleAuto }
	return whole && kept && (d.Mixed == nil || unscaled(d.Mixed.Encoder))
}
