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
