package dataset_test

import (
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// read makes a problem of a table in CSV.
func read(t *testing.T, csv string, o dataset.Options) (*dataset.Data, error) {
	t.Helper()
	tab, err := (&table.Reading{}).Text(strings.NewReader(csv), "rows.csv")
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	if o.Columns.Label == "" {
		o.Columns.Label = "label"
	}
	return dataset.Read(tab, o)
}

const rows = "x,y,label,kind,sure\n1,1,a,a,\n2,,,a,\n8,8,b,b,0.5\n9,9,NA,b,\n1,2,a,a,0\n"

// TestRead reads a problem without any flag.
func TestRead(t *testing.T) {
	o := dataset.Options{Missing: dataset.MissingMean, Scale: dataset.ScaleMinMax, MaxCategories: 5}
	o.Columns.Truth, o.Columns.Weight, o.Columns.Features = "kind", "sure", []string{"x", "y"}
	d, err := read(t, rows, o)
	require.NoError(t, err)
	assert.Equal(t, dataset.Classes{"a", "b"}, d.Classes)
	assert.Equal(t, []int{0, -1, 1, -1, -1}, d.Given, "a label of weight 0 is none, and NA is none")
	assert.Equal(t, []string{"a", "a", "b", "b", "a"}, d.Truth)
	assert.Equal(t, dataset.CertaintyCounts{Labels: 2, Below: 1, Least: 0.5, Zero: 1, Empty: 1}, d.Prep.Certainty)
	assert.Equal(t, []dataset.Filled{{Name: "y", Count: 1}}, d.Prep.Filled)
	recipe := d.Recipe().Features
	assert.InDelta(t, 4.2, recipe[0].Fill, 1e-12, "nothing is missing here; in new rows it may be")
	assert.Equal(t, 5.0, recipe[1].Fill)
	assert.Equal(t, dataset.Chosen[dataset.Scale]{Value: dataset.ScaleMinMax, By: dataset.ByUser}, d.Prep.Scale)
	assert.Equal(t, []string{`"NA" in 1 rows`}, d.Prep.NoLabel)
	want := mat.NewDense(5, 2, []float64{0, 0, 1. / 8, 0.5, 7. / 8, 7. / 8, 1, 1, 0, 1. / 8})
	assert.True(t, mat.EqualApprox(want, d.X, 1e-12), mat.Formatted(d.X))
}

// TestReadKeepsOptions checks that reading changes none of the options.
func TestReadKeepsOptions(t *testing.T) {
	o := dataset.Options{Missing: dataset.MissingDrop, MaxCategories: 5}
	o.Columns.Label, o.Columns.Ignore = "label", []string{"kind", "sure"}
	before := o
	d, err := read(t, rows, o)
	require.NoError(t, err)
	assert.Equal(t, before, o)
	assert.Equal(t, []int{0, 2, 3, 4}, d.Rows)
	assert.Equal(t, []int{0, -1, 1, -1, 0}, d.AllGiven)
	assert.Equal(t, []int{0, 1, -1, 0}, d.Given)
	assert.Equal(t, 2, d.TableRow(1))
	assert.Equal(t, "4", d.RowName(1))
}

// TestAutoScale checks that automatic scaling tells by what it was chosen.
func TestAutoScale(t *testing.T) {
	o := dataset.Options{MaxCategories: 5}
	even, err := read(t, "x,y,z,label\n1,2,3,a\n2,3,1,b\n3,1,2,\n", o)
	require.NoError(t, err)
	assert.Equal(t, dataset.Chosen[dataset.Scale]{Value: dataset.ScaleNone, By: dataset.ByEvidence}, even.Prep.Scale)
	uneven, err := read(t, "x,y,z,label\n1,2,3000,a\n2,3,1,b\n3,1,2,\n", o)
	require.NoError(t, err)
	assert.Equal(t, dataset.Chosen[dataset.Scale]{Value: dataset.ScaleStandard, By: dataset.ByEvidence}, uneven.Prep.Scale)
	assert.Equal(t, []string{"z"}, uneven.Prep.Dominant)
}

// TestReadLike checks that new rows become what they would have been among the others.
func TestReadLike(t *testing.T) {
	o := dataset.Options{Missing: dataset.MissingMedian, Scale: dataset.ScaleStandard, MaxCategories: 5}
	o.Columns.Ignore, o.Columns.Categorical = []string{"sure"}, []string{"kind"}
	d, err := read(t, rows, o)
	require.NoError(t, err)
	tab, err := (&table.Reading{}).Text(strings.NewReader("kind,y,x\na,1,1\nb,,9\nc,9,9\n"), "new.csv")
	require.NoError(t, err)
	like, err := dataset.ReadLike(tab, d.Recipe(), d.Classes, dataset.Options{})
	require.NoError(t, err)
	assert.Equal(t, []int{labelprop.Unlabeled, labelprop.Unlabeled, labelprop.Unlabeled}, like.Given)
	assert.Equal(t, mat.Row(nil, 0, d.X), mat.Row(nil, 0, like.X))
	assert.Equal(t, d.X.At(3, 0), like.X.At(1, 0))
	assert.Equal(t, d.X.At(1, 1), like.X.At(1, 1), "the same value is filled in")
	assert.Equal(t, []float64{0, 0}, mat.Row(nil, 2, like.X)[2:], "a text that is not known is like an empty cell")
}

// TestOptionErrors checks that errors name options, not flags.
func TestOptionErrors(t *testing.T) {
	o := dataset.Options{MaxCategories: 5}
	o.Columns.Features = []string{"label"}
	_, err := read(t, rows, o)
	var option *dataset.OptionError
	require.ErrorAs(t, err, &option)
	assert.Equal(t, `Columns.Features: "label" holds the labels`, option.Text)
	o.Columns.Features, o.Columns.Label = nil, "species"
	_, err = read(t, rows, o)
	var cell *table.Error
	require.ErrorAs(t, err, &cell)
	assert.Contains(t, cell.Hint, `Columns.Label, such as Columns.Label = "kind"`)
	assert.NotContains(t, err.Error()+cell.Hint, "--")
}

// TestStoredNeighbors checks that neighbours are taken for the features that they were computed from alone.
func TestStoredNeighbors(t *testing.T) {
	o := dataset.Options{MaxCategories: 5, Missing: dataset.MissingMean}
	o.Columns.Ignore = []string{"kind", "sure"}
	d, err := read(t, rows, o)
	require.NoError(t, err)
	near, err := graph.KNN(t.Context(), d.X, 2, nil)
	require.NoError(t, err)
	var file strings.Builder
	require.NoError(t, dataset.StoreNeighbors(&file, "test", d.X, near))
	o.Neighbors, err = dataset.LoadNeighbors(strings.NewReader(file.String()), "rows.graph")
	require.NoError(t, err)
	again, err := read(t, rows, o)
	require.NoError(t, err)
	assert.NotNil(t, again.Near)
	assert.Nil(t, again.X)
	o.Scale = dataset.ScaleRobust
	_, err = read(t, rows, o)
	assert.ErrorContains(t, err, "the graph was built of other features")
}
