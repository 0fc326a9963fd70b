package dataset_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Columns look like probabilities by what the table holds, be the features in memory as they are, scaled or with others.
func TestLikeProbabilities(t *testing.T) {
	const head, tail = "p_a,p_b,x,label\n0.25,0.75,1,a\n0,0,2,b\n", "0.5,0.5,4,\n1,0,3,\n"
	for _, more := range []string{"", "0.5,0.6,9,\n"} {
		for _, scale := range []dataset.Scale{dataset.ScaleAuto, dataset.ScaleStandard} {
			for _, mixed := range []bool{false, true} {
				d, err := read(t, head+more+tail, dataset.Options{Scale: scale, Mixed: mixed})
				require.NoError(t, err)
				before := d.X
				prefix, names := d.LikeProbabilities()
				if more == "" {
					assert.Equal(t, "p_", prefix)
					assert.Equal(t, []string{"p_a", "p_b"}, names)
				} else {
					assert.Nil(t, names, "0.5 and 0.6 are no probabilities")
				}
				assert.Equal(t, before, d.X)
			}
		}
	}
}

// Of two classes the second column repeats the first, and that of a class that is never meant is constant: neither is a
// feature, and still they are probabilities together.
func TestLikeProbabilitiesOfWhichOneIsAFeature(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a before b": {"p_a,p_b,x,label\n0.25,0.75,1,a\n0.5,0.5,2,b\n1,0,4,\n", []string{"p_a", "p_b"}},
		"b before a": {"p_b,p_a,x,label\n0.75,0.25,1,a\n0.5,0.5,2,b\n0,1,4,\n", []string{"p_a", "p_b"}},
		"c is never meant": {"p_a,p_b,p_c,x,label\n0.25,0.75,0,1,a\n0.5,0.5,0,2,b\n1,0,0,4,c\n",
			[]string{"p_a", "p_b", "p_c"}},
		"not of sum 1":             {"p_a,p_b,x,label\n0.25,0.7,1,a\n0.5,0.5,2,b\n1,0,4,\n", nil},
		"none of them is a number": {"p_a,p_b,x,label\nu,v,1,a\nu,w,2,b\nv,v,4,\n", nil},
	} {
		d, err := read(t, c.text, dataset.Options{Mixed: true})
		require.NoError(t, err, name)
		_, names := d.LikeProbabilities()
		assert.Equal(t, c.want, names, name)
	}
}

// One column of another classifier is about one class: alone, it leaves nothing to decide; beside labels, a row of 1 is
// an opinion and no tie of all classes.
func TestOneColumnOfAnotherClassifier(t *testing.T) {
	o := dataset.Options{MayLack: 2, Columns: dataset.ColumnNames{ClassifierPrefix: "p_"}}
	_, err := read(t, "x,p_a,label\n1,1,\n2,1,\n", o)
	assert.ErrorContains(t, err, "no row has a label")
	d, err := read(t, "x,p_a,label\n1,1,a\n2,,b\n3,1,\n", o)
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 0, 0, 0, 1, 0}, d.Prior.RawMatrix().Data)
}

// Empty ids are of different rows; others are told once, with the lines of the first two.
func TestRepeatedIDsAreNotEmptyOnes(t *testing.T) {
	d, err := read(t, "name,x,label\nu,1,a\n,2,b\n ,3,\nv,4,\nu ,5,\nu,6,\n,7,\n",
		dataset.Options{Columns: dataset.ColumnNames{ID: "name"}})
	require.NoError(t, err)
	assert.Equal(t, []string{`"u" (lines 2 and 6)`}, d.RepeatedIDs())
}
