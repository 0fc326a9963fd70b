package dataset

import (
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// LikeProbabilities returns the features that look like another classifier's probabilities of the classes, and what
// their names begin with: one for each class, PREFIXCLASS, whose values in a row sum to 1 or are all 0. Used as
// features they are nearly the answer. nil: there are none.
func (d *Data) LikeProbabilities() (prefix string, names []string) {
	// Without a label there are no classes.
	if len(d.Classes) == 0 {
		return "", nil
	}
	for _, j := range d.Columns.Features {
		// What stands before the name of the first class would be the prefix of all.
		name := strings.TrimSpace(d.Table.Header[j])
		prefix, ok := strings.CutSuffix(name, d.Classes[0])
		if !ok || prefix == "" {
			continue
		}
		if cols := d.classColumns(prefix); cols != nil && d.sumToOne(cols) {
			for _, k := range cols {
				names = append(names, strings.TrimSpace(d.Table.Header[k]))
			}
			return prefix, names
		}
	}
	return "", nil
}

// classColumns are the features named by a prefix and a class, one for each class; nil if one is missing.
func (d *Data) classColumns(prefix string) []int {
	cols := make([]int, len(d.Classes))
	// A class without a column would mean that these are no probabilities of all classes.
	for c, class := range d.Classes {
		k := slices.IndexFunc(d.Columns.Features, func(j int) bool {
			return strings.TrimSpace(d.Table.Header[j]) == prefix+class
		})
		if k < 0 {
			return nil
		}
		cols[c] = d.Columns.Features[k]
	}
	return cols
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

// numbersOf returns the values of some features row by row, from memory where they are there as they are in the table:
// many names may look like those of classes, and to read a large file takes longer than all else.
func (d *Data) numbersOf(cols []int) (row func(i int) []float64, err error) {
	x, ok := d.X.(*mat.Dense)
	if !ok || !d.asInTable(x) {
		m, err := d.Table.FloatsOrNaN(cols)
		if err != nil {
			return nil, err
		}
		return m.RawRowView, nil
	}
	at, values := make([]int, len(cols)), make([]float64, len(cols))
	for c, j := range cols {
		at[c] = slices.Index(d.Columns.Features, j)
	}
	return func(i int) []float64 {
		all := x.RawRowView(i)
		for c, k := range at {
			values[c] = all[k]
		}
		return values
	}, nil
}

// asInTable reports whether x are the numbers of all rows and features that nothing has filled in, moved or scaled.
func (d *Data) asInTable(x *mat.Dense) bool {
	n, width := x.Dims()
	whole := n == d.Table.Len() && width == len(d.Columns.Features) && len(d.Columns.Categorical) == 0 && d.Rows == nil
	kept := d.Prep.Scaling == nil && len(d.Prep.Filled) == 0 && d.Batches == nil
	return whole && kept && (d.Mixed == nil || d.Mixed.Encoder.Alike && d.Prep.Scale.Value == ScaleAuto)
}
