package labelprop_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// twoClouds are 120 rows in two clouds, every fifth labelled by its cloud but row 10, which is wrong.
func twoClouds(t *testing.T) (*graph.Graph, []int) {
	random := rand.New(rand.NewPCG(5, 6))
	x := mat.NewDense(120, 2, nil)
	y := noLabels(120)
	for i := range 120 {
		x.SetRow(i, []float64{random.NormFloat64() + float64(6*(i%2)), random.NormFloat64()})
		if i%5 == 0 {
			y[i] = i % 2
		}
	}
	y[10] = 1
	near, err := graph.KNN(t.Context(), x, 8, nil)
	require.NoError(t, err)
	g, err := requireJoined(t, near).Weigh(kernel.SelfTuning{})
	require.NoError(t, err)
	return g, y
}

// TestCrossSuspectsIsSuspects compares with exact leave-one-out, where every label has its own fold.
func TestCrossSuspectsIsSuspects(t *testing.T) {
	g, y := twoClouds(t)
	o := &labelprop.Options{Tol: 1e-12}
	for _, seeds := range []labelprop.Seeds{classSeeds(y), doubted(y)} {
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.9}} {
			want, err := labelprop.Suspects(context.Background(), g, seeds, m, o)
			require.NoError(t, err)
			got, err := labelprop.CrossSuspects(context.Background(), g, seeds, m, 24, o)
			require.NoError(t, err)
			require.Len(t, got, len(want))
			for i := range want {
				assert.Equal(t, want[i].Node, got[i].Node)
				assert.Equal(t, want[i].Likely, got[i].Likely)
				assert.InDelta(t, want[i].Probability, got[i].Probability, 1e-6)
			}
		}
	}
}

// doubted are two classes of labels, each trusted less than the one before.
func doubted(y []int) labelprop.Seeds {
	shares, trust := mat.NewDense(len(y), 2, nil), make([]float64, len(y))
	for i, class := range y {
		if class >= 0 {
			shares.Set(i, class, 1)
			trust[i] = 1 / (1 + float64(i)/50)
		}
	}
	return softSeeds(shares, trust)
}

// TestCrossSuspectsFindsTheFlip checks that with few folds every method finds the wrong label first.
func TestCrossSuspectsFindsTheFlip(t *testing.T) {
	g, y := twoClouds(t)
	for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Poisson{}, labelprop.WNLL{}, labelprop.MAD{}} {
		for _, folds := range []int{5, 100} {
			got, err := labelprop.CrossSuspects(context.Background(), g, classSeeds(y), m, folds, nil)
			require.NoError(t, err)
			assert.Len(t, got, 24)
			assert.Equal(t, 10, got[0].Node, "%v", m)
			assert.Equal(t, 0, got[0].Likely)
		}
	}
}

func TestCrossSuspectsErrors(t *testing.T) {
	g, y := twoClouds(t)
	ask := func(s labelprop.Seeds, folds int) error {
		_, err := labelprop.CrossSuspects(context.Background(), g, s, labelprop.Harmonic{}, folds, nil)
		return err
	}
	assert.EqualError(t, ask(classSeeds(y), 1), "labelprop: 1 folds: labels are judged by those of the others, so 2 at least")
	assert.ErrorContains(t, ask(valueSeeds(make([]float64, 120)), 2), "pass Classes")
	assert.ErrorIs(t, ask(classSeeds(noLabels(120)), 2), labelprop.ErrNoSeeds)
	assert.ErrorIs(t, ask(classSeeds(y[1:]), 2), labelprop.ErrShape)
	one := noLabels(120)
	one[3] = 1
	assert.NoError(t, ask(classSeeds(one), 2), "one label has no judge")
}
