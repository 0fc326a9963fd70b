package labelprop_test

import (
	"errors"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// Graph and scores that stand in a scratch are those of the heap, bit for bit; what keeps the scratch from being had is
// an error of whatever asks for it. There are so many classes that the scores are solved for in float32.
func TestScratch(t *testing.T) {
	const n, c = 3000, 50
	r := rand.New(rand.NewPCG(22, 6))
	x, y := mat.NewDense(n, 40, nil), make([]int, n)
	for i := range n {
		class := i % c
		for j := range 40 {
			x.Set(i, j, r.NormFloat64()+float64(class*j%7))
		}
		if y[i] = labelprop.Unlabeled; i < 5*c {
			y[i] = class
		}
	}
	seeds := classSeeds(y)
	for _, k := range []kernel.Kernel{kernel.SharedNeighbors{}, kernel.InverseDistance{}, kernel.RBF{Gamma: 0.1}} {
		want := solvedIn(t, x, seeds, k, nil)
		var asked []string
		got := solvedIn(t, x, seeds, k, func(bytes int64, what string) ([]byte, error) {
			asked = append(asked, what)
			room := make([]float64, (bytes+7)/8)
			return unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), 8*len(room)), nil
		})
		edges := 0
		for _, what := range asked {
			if what == "the edges of the graph" {
				edges++
			}
		}
		assert.Equal(t, 2, edges, "%v: whom rows join, and how far apart; where they begin is too little", k)
		assert.Contains(t, asked, "the scores", "%v", k)
		if _, squares := k.(kernel.RBF); !squares {
			assert.Contains(t, asked, "the weights of the edges", "%v", k)
		}
		assert.Equal(t, want.Scores, got.Scores, "%v", k)
		assert.Equal(t, want.LogScores, got.LogScores, "%v", k)
		assert.Equal(t, want.Labels, got.Labels, "%v", k)
		assert.Equal(t, want.Proven, got.Proven, "%v", k)
		// Each that was asked for is refused once.
		for refused := range asked {
			full, count := errors.New("full"), 0
			_, err := solveIn(t, x, seeds, k, func(bytes int64, what string) ([]byte, error) {
				if count++; count > refused {
					return nil, full
				}
				return make([]byte, bytes), nil
			})
			assert.ErrorIs(t, err, full, "%v, %s", k, asked[refused])
		}
	}
}

// solveIn solves for the harmonic function on a graph, all in a scratch.
func solveIn(t *testing.T, x mat.Matrix, seeds labelprop.Seeds, k kernel.Kernel,
	scratch func(bytes int64, what string) ([]byte, error)) (*labelprop.Result, error) {
	t.Helper()
	near, err := graph.KNN(t.Context(), x, 8, &graph.SearchOptions{Scratch: scratch})
	if err != nil {
		return nil, err
	}
	g, err := near.Weigh(k)
	if err != nil {
		return nil, err
	}
	return labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, &labelprop.Options{Scratch: scratch,
		Solver: labelprop.ConjugateGradients})
}

// solvedIn is solveIn that must not fail.
func solvedIn(t *testing.T, x mat.Matrix, seeds labelprop.Seeds, k kernel.Kernel,
	scratch func(bytes int64, what string) ([]byte, error)) *labelprop.Result {
	t.Helper()
	r, err := solveIn(t, x, seeds, k, scratch)
	require.NoError(t, err)
	return r
}
