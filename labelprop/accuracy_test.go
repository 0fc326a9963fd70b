package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Mean accuracy on the unlabelled rows over 20 draws of the given labels: not below what was measured
// by more than half a point, or, of four draws, what their chance allows.
func TestAccuracy(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	cases := []struct {
		set    string
		method labelprop.Method
		perOne int // labels a class
		figure float64
	}{
		{"digits", labelprop.Harmonic{}, 10, 0.9661},
		{"digits", labelprop.Spreading{}, 10, 0.9653},
		{"digits", labelprop.Poisson{}, 10, 0.9561},
		{"digits", labelprop.Poisson{}, 1, 0.8788},
		{"moons", labelprop.Harmonic{}, 5, 0.9873},
		{"iris", labelprop.Harmonic{}, 10, 0.9633},
		{"wine", labelprop.Harmonic{}, 10, 0.9490},
		{"breast_cancer", labelprop.Harmonic{}, 10, 0.9409},
	}
	draws, below := uint64(20), 0.005
	if raced || testing.Short() {
		draws, below = 4, 0.02
	}
	for _, c := range cases {
		d := load(t, c.set)
		if c.set == "wine" || c.set == "breast_cancer" {
			d = d.standardized()
		}
		net := knn(t, d, 10, nil, kernel.SelfTuning{})
		sum := 0.0
		for seed := range draws {
			y := d.draw(c.perOne, seed)
			r, err := labelprop.Solve(t.Context(), net.g, classSeeds(y), c.method, nil)
			require.NoError(t, err)
			require.True(t, r.Converged)
			sum += accuracy(r.Labels, d.truth, y)
		}
		mean := sum / float64(draws)
		t.Logf("%s, %d labels a class, %v: %.4f", c.set, c.perOne, c.method, mean)
		assert.GreaterOrEqual(t, mean, c.figure-below, "%s, %d labels a class, %v", c.set, c.perOne, c.method)
	}
}
