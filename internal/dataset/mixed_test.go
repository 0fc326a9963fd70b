package dataset_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// mixedRows is a table of 60 rows and columns of all kinds.
func mixedRows() string {
	var b strings.Builder
	b.WriteString("row,length,shade,twin,hole,unit,answer,label\n")
	for i := range 60 {
		class := []string{"a", "b"}[i%2]
		label := ""
		if i < 12 {
			label = class
		}
		hole := ""
		if i%7 > 0 {
			hole = fmt.Sprint(i * i % 11)
		}
		fmt.Fprintf(&b, "%d,%d.5,%s,%d,%s,cm,%s,%s\n", i+1, i*i%17, []string{"light", "dark", "grey"}[i%3],
			3*(i*i%17)+7, hole, class, label)
	}
	return b.String()
}

// TestReadMixed reads numbers, categories and gaps as features, and leaves the rest out.
func TestReadMixed(t *testing.T) {
	d, err := read(t, mixedRows(), dataset.Options{Mixed: true, MaxCategories: 5})
	require.NoError(t, err)
	names := func(at []int) (all []string) {
		for _, j := range at {
			all = append(all, d.Table.Header[j])
		}
		return all
	}
	assert.Equal(t, []string{"length", "hole"}, names(d.Columns.Features))
	assert.Equal(t, []string{"shade"}, names(d.Columns.Categorical))
	assert.Equal(t, []dataset.NoFeature{{Name: "row", Is: "id"}, {Name: "twin", Is: "as length"}, {Name: "unit", Is: "constant"},
		{Name: "answer", Is: dataset.LabelCopy, Rows: 12}}, d.Prep.NoFeatures)
	require.Len(t, d.Mixed.Columns, 3)
	assert.Equal(t, 9, d.Mixed.Columns[2].Missing())
	n, width := d.X.Dims()
	assert.Equal(t, []int{60, 1 + 3 + 2}, []int{n, width})
	assert.Equal(t, dataset.ByEvidence, d.Prep.Scale.By)
	assert.Equal(t, d.Mixed.Encoder.Encode(d.Mixed.Columns), d.X)
}

// TestReadMixedAsNamed checks that named columns are features whatever they hold.
func TestReadMixedAsNamed(t *testing.T) {
	o := dataset.Options{Mixed: true, MaxCategories: 5}
	o.Columns.Features, o.Columns.Categorical = []string{"row", "length", "twin"}, []string{"hole"}
	_, err := read(t, mixedRows(), o)
	assert.ErrorContains(t, err, `more than 5 different values`)
	o.MaxCategories = 50
	d, err := read(t, mixedRows(), o)
	require.NoError(t, err)
	assert.Empty(t, d.Prep.NoFeatures)
	kinds := map[string]int{}
	for _, c := range d.Mixed.Columns {
		kinds[c.Name] = c.Categories
	}
	assert.Equal(t, map[string]int{"row": 0, "length": 0, "twin": 0, "hole": len(holes(d.Mixed.Columns))}, kinds)
}

// holes are the different values of the column hole.
func holes(columns []features.Column) map[float64]bool {
	seen := map[float64]bool{}
	for _, c := range columns {
		for _, v := range c.Values {
			if c.Name == "hole" && v == v {
				seen[v] = true
			}
		}
	}
	return seen
}

// TestReadMixedScales checks that numbers are scaled as it is asked for.
func TestReadMixedScales(t *testing.T) {
	for how, first := range map[dataset.Scale]float64{dataset.ScaleNone: 0.5, dataset.ScaleMinMax: 0} {
		o := dataset.Options{Mixed: true, Scale: how, MaxCategories: 5}
		o.Columns.Ignore = []string{"answer", "shade", "hole"}
		d, err := read(t, mixedRows(), o)
		require.NoError(t, err)
		assert.InDelta(t, first, d.X.At(0, 0), 1e-12)
		assert.Equal(t, how == dataset.ScaleNone, d.Mixed.Encoder.Alike)
	}
	for _, how := range []dataset.Scale{dataset.ScaleStandard, dataset.ScaleRobust} {
		d, err := read(t, mixedRows(), dataset.Options{Mixed: true, Scale: how, MaxCategories: 5})
		require.NoError(t, err)
		assert.NotZero(t, d.X.At(0, 0))
		assert.Equal(t, dataset.ByUser, d.Prep.Scale.By)
	}
}

func TestReadMixedWithoutFeatures(t *testing.T) {
	d, err := read(t, "a,label\n1,x\n1,y\n1,\n", dataset.Options{Mixed: true, MaxCategories: 5})
	require.NoError(t, err)
	assert.Nil(t, d.Mixed, "all rows are alike: nothing can be said of the column")
	_, err = read(t, "label\nx\ny\n", dataset.Options{Mixed: true})
	assert.ErrorContains(t, err, "no column to use as a feature")
}

// Scales of a file that go with no column are errors.
func TestCheckMixed(t *testing.T) {
	columns := []features.Column{
		features.Parse("size", []string{"1", "2", "4"}, features.Number),
		features.Parse("color", []string{"red", "blue", "red"}, features.Category),
	}
	for name, spoil := range map[string]func(*dataset.Mixed){
		"no column":      func(m *dataset.Mixed) { m.Columns, m.Encoder.Scales = nil, nil },
		"another number": func(m *dataset.Mixed) { m.Encoder.Scales = m.Encoder.Scales[:1] },
		"another kind":   func(m *dataset.Mixed) { m.Columns[0], m.Columns[1] = m.Columns[1], m.Columns[0] },
		"fewer names":    func(m *dataset.Mixed) { m.Columns[1].Names = m.Columns[1].Names[:1] },
		"too many":       func(m *dataset.Mixed) { m.Columns[1].Categories, m.Encoder.Scales[1].Categories = 1<<40, 1<<40 },
		"a name twice":   func(m *dataset.Mixed) { m.Columns[1].Names = []string{"red", "red"} },
		"width":          func(m *dataset.Mixed) { m.Encoder.Scales[0].Width = math.NaN() },
		"ends":           func(m *dataset.Mixed) { m.Encoder.Scales[0].Low = 1e9 },
		"fill":           func(m *dataset.Mixed) { m.Encoder.Scales[0].Fill = math.Inf(1) },
		"height":         func(m *dataset.Mixed) { m.Encoder.Scales[1].Height = math.Inf(1) },
		"both":           func(m *dataset.Mixed) { m.Encoder.Scales[1].Width = 1 },
		"no feature":     func(m *dataset.Mixed) { m.Encoder.Scales[0].Width, m.Encoder.Scales[1].Height = 0, 0 },
	} {
		m := &dataset.Mixed{Columns: slices.Clone(columns), Encoder: features.Fit(columns)}
		require.NoError(t, m.Check())
		spoil(m)
		assert.Error(t, m.Check(), name)
	}
}

// TestFilled checks that a missing number becomes that of the encoder, also in new rows, and a category stays missing.
func TestFilled(t *testing.T) {
	columns := []features.Column{
		{Name: "gaps", Values: []float64{1, math.NaN(), 3, 8}}, {Name: "whole", Values: []float64{4, 5, 6, 7}},
		{Name: "kind", Values: []float64{0, 1, math.NaN(), 1}, Categories: 2, Names: []string{"a", "b"}},
	}
	m := &dataset.Mixed{Columns: columns, Encoder: features.Fit(columns)}
	filled := m.Filled()
	assert.Equal(t, []float64{1, 3, 3, 8}, filled[0].Values)
	assert.Equal(t, []float64{4, 5, 6, 7}, filled[1].Values)
	assert.True(t, math.IsNaN(filled[2].Values[2]))
	assert.True(t, math.IsNaN(columns[0].Values[1]), "the columns themselves stay")
	m.Columns = []features.Column{{Values: []float64{math.NaN()}}, {Values: []float64{math.NaN()}}, columns[2]}
	filled = m.Filled()
	assert.Equal(t, 3., filled[0].Values[0])
	assert.Equal(t, 5.5, filled[1].Values[0])
}

// A column that is a view of a matrix is looked at by itself: the gap of another is none of its own, and to look at the
// whole matrix for every column would take the square of their number.
func TestFilledLooksAtEachColumnByItself(t *testing.T) {
	x := mat.NewDense(4, 3, []float64{
		1, 5, 9,
		2, math.NaN(), 8,
		3, 7, 7,
		4, 9, 6,
	})
	m := &dataset.Mixed{}
	for j := range 3 {
		m.Columns = append(m.Columns, features.Of(fmt.Sprint(j), x, j))
	}
	m.Encoder = features.Fit(m.Columns)
	filled := m.Filled()
	for _, j := range []int{0, 2} {
		assert.Same(t, &m.Columns[j].Values[0], &filled[j].Values[0], "column %d is copied", j)
	}
	for i, want := range []float64{5, 7, 7, 9} {
		assert.Equal(t, want, filled[1].At(i))
	}
}
