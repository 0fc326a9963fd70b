package labelprop_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// noise is a table of numbers and categories of which some rows have labels that were drawn without a look at it.
func noise(t *testing.T, seed uint64) (*mixed, []int) {
	t.Helper()
	const n, labels, classes = 120, 40, 3
	r := rand.New(rand.NewPCG(seed, 19))
	columns := make([]features.Column, 5)
	for j := range columns {
		columns[j] = features.Column{Name: string(rune('a' + j)), Values: make([]float64, n)}
		if j > 2 {
			columns[j].Categories, columns[j].Names = 3, []string{"x", "y", "z"}
		}
		for i := range n {
			if columns[j].Values[i] = r.NormFloat64(); j > 2 {
				columns[j].Values[i] = float64(r.IntN(3))
			}
		}
	}
	m := &mixed{columns: columns, x: features.Fit(columns).Encode(columns)}
	given := make([]int, n)
	for i := range given {
		if given[i] = labelprop.Unlabeled; i < labels {
			given[i] = r.IntN(classes)
		}
	}
	var err error
	m.seeds, err = labelprop.Classes(given, classes)
	require.NoError(t, err)
	near, err := graph.KNN(t.Context(), m.x, 10, nil)
	require.NoError(t, err)
	m.g, err = near.Weigh(kernel.SharedNeighbors{})
	require.NoError(t, err)
	return m, given[:labels]
}

// wordsOfNoise are rows of length 1 of some of 40 words each.
func wordsOfNoise(t *testing.T, n int, seed uint64) *graph.CSR {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 23))
	start, ind, values := []int{0}, []int(nil), []float64(nil)
	for range n {
		words := r.Perm(40)[:4]
		ind, values = append(ind, words...), append(values, 0.5, 0.5, 0.5, 0.5)
		start = append(start, len(ind))
	}
	x, err := graph.NewCSR(n, 40, start, ind, values)
	require.NoError(t, err)
	return x
}

// Of labels that are noise, no opinion names more without having seen them than chance does, and neither does the
// pool: what it sees of a label through the weights is nothing to speak of.
func TestOpinionsAreHonest(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	right := map[string][]float64{}
	for seed := range uint64(20) {
		m, given := noise(t, seed)
		all := m.opinions(t)
		poisson, _, err := labelprop.GraphOpinion(t.Context(), m.g, m.seeds, labelprop.BalancedPoisson{}, nil)
		require.NoError(t, err)
		linear, _, err := labelprop.LogisticOpinion(t.Context(), m.x, m.seeds, nil)
		require.NoError(t, err)
		all = append(all, linear)
		words, _, err := labelprop.SparseLogisticOpinion(t.Context(), wordsOfNoise(t, 120, seed), m.seeds, nil)
		require.NoError(t, err)
		words.Beside = true
		all = append(all, words)
		pooled, err := labelprop.Pool(t.Context(), all, m.seeds, &labelprop.PoolOptions{Graph: m.g})
		require.NoError(t, err)
		all = append(all, poisson, labelprop.Opinion{Name: "pool", LeftOut: pooled.LeftOut})
		for _, o := range all {
			count := 0.0
			for l, k := range given {
				if floats.MaxIdx(o.LeftOut.RawRowView(l)) == k {
					count++
				}
			}
			right[o.Name] = append(right[o.Name], count/float64(len(given)))
		}
	}
	// The best that can be named without a look at the rows is the class that most labels are of, some 0.37.
	require.Len(t, right, 7)
	for name, shares := range right {
		mean, deviation := stat.MeanStdDev(shares, nil)
		t.Logf("%s: %.3f ± %.3f", name, mean, deviation/math.Sqrt(float64(len(shares))))
		assert.Less(t, mean, 1./3+2*deviation/math.Sqrt(float64(len(shares))), name)
	}
}
