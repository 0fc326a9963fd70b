package graph

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/propagate-go/propagate/internal/store/storetest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestFilesThatLie holds that stored neighbours with a right checksum of which one number was
// changed are refused, or are neighbours like others: weighed and linked without a panic, with weights that
// are numbers. All changes are tried where PROPAGATE_MEASURE is set, else some of them.
func TestFilesThatLie(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	random := func(n, d int) *mat.Dense {
		x := mat.NewDense(n, d, nil)
		x.Apply(func(int, int, float64) float64 { return math.Round(8 * rng.NormFloat64()) }, x)
		return x
	}
	x, fresh := random(11, 2), random(3, 2)
	x.SetRow(7, x.RawRowView(3))
	sparse, err := NewCSR(4, 3, []int{0, 2, 3, 3, 5}, []int{0, 2, 1, 0, 1}, []float64{1, 3, 2, 4, 1})
	require.NoError(t, err)
	step := 499
	if os.Getenv("PROPAGATE_MEASURE") != "" {
		step = 1
	}
	for name, make := range map[string]func() (*Neighbors, error){
		"nearest": func() (*Neighbors, error) { return KNN(t.Context(), x, 3, nil) },
		"mutual":  func() (*Neighbors, error) { return KNN(t.Context(), x, 3, &SearchOptions{Mutual: true}) },
		"cosine": func() (*Neighbors, error) {
			return KNN(t.Context(), x, 2, &SearchOptions{Metric: kernel.Cosine{}})
		},
		"within": func() (*Neighbors, error) {
			return Radius(t.Context(), x, 9, &SearchOptions{Metric: kernel.Manhattan{}})
		},
		"complete": func() (*Neighbors, error) { return Complete(t.Context(), x, nil) },
		"joined":   func() (*Neighbors, error) { return connectedPairs(t.Context(), x) },
		"pairs":    func() (*Neighbors, error) { return Pairs(x, [][2]int{{0, 3}, {2, 7}, {9, 1}}, nil) },
		"sparse":   func() (*Neighbors, error) { return KNN(t.Context(), sparse, 2, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			near, err := make()
			require.NoError(t, err)
			var b bytes.Buffer
			require.NoError(t, near.Store(&b))
			_, d := near.points.N(), near.points.D()
			count := storetest.Harmless(t, [][]byte{b.Bytes()}, step, func(file []byte) (error, error) {
				read, err := ReadNeighbors(bytes.NewReader(file))
				if err != nil {
					return nil, err
				}
				return use(t, read, fresh.Grow(0, d-2).(*mat.Dense)), nil
			})
			t.Logf("%d refused, %d read", count.Refused, count.Read)
		})
	}
}

// use does with neighbours what can be done with them, and returns what is wrong with the answers.
func use(t *testing.T, n *Neighbors, fresh *mat.Dense) error {
	for _, k := range []kernel.Kernel{kernel.SharedNeighbors{}, kernel.SelfTuning{}, kernel.RBF{Gamma: 1e-3},
		kernel.InverseDistance{}} {
		g, err := n.Weigh(k)
		if err != nil {
			continue
		}
		for i := range g.N() {
			if _, w := g.Neighbors(i); hasNaN(w) {
				return errors.New("a weight is NaN")
			}
		}
		links, err := n.Link(t.Context(), fresh, k)
		if err != nil {
			continue
		}
		for i := range links.Rows() {
			if _, w := links.Neighbors(i); hasNaN(w) {
				return errors.New("the weight of a link is NaN")
			}
		}
	}
	if joined, err := n.Connect(t.Context()); err == nil {
		joined.Components()
	}
	_, _ = n.Truncate(1)
	_, _ = n.TreeGamma(kernel.RBF{}, append([]int{0, 1}, make([]int, n.N()-2)...))
	_ = n.String()
	for i := range n.N() {
		if _, d := n.Row(i); hasNaN(d) {
			return errors.New("a distance is NaN")
		}
	}
	return nil
}

func hasNaN(values []float64) bool {
	for _, v := range values {
		if math.IsNaN(v) {
			return true
		}
	}
	return false
}
