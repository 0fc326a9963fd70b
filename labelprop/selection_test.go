package labelprop_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// sampled labels l random rows.
func sampled(truth []int, l int, seed uint64) []int {
	y := slices.Repeat([]int{labelprop.Unlabeled}, len(truth))
	for _, i := range rand.New(rand.NewPCG(seed, 8)).Perm(len(truth))[:l] {
		y[i] = truth[i]
	}
	return y
}

// TestSelectClassByCounting compares p-values with the definition, and the selection with all k tried one by one.
func TestSelectClassByCounting(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		n, l, c := 1+r.IntN(40), 1+r.IntN(60), 2+r.IntN(3)
		p, left := mat.NewDense(n, c, nil), mat.NewDense(l, c, nil)
		// Coarse numbers tie often.
		p.Apply(func(_, _ int, _ float64) float64 { return float64(r.IntN(20)) / 20 }, p)
		left.Apply(func(_, _ int, _ float64) float64 { return float64(r.IntN(20)) / 20 }, left)
		y := make([]int, l)
		for i := range y {
			y[i] = r.IntN(c)
		}
		var candidates []int
		for x := range n {
			if r.IntN(4) > 0 {
				candidates = append(candidates, x)
			}
		}
		o := labelprop.SelectOptions{Class: r.IntN(c), FDR: 0.05 + 0.9*r.Float64()}
		got, err := labelprop.SelectClass(p, candidates, left, y, o)
		require.NoError(t, err)
		values := map[int]float64{}
		for _, x := range candidates {
			count := 1
			for i, k := range y {
				if k != o.Class && left.At(i, o.Class) >= p.At(x, o.Class) {
					count++
				}
			}
			values[x] = float64(count) / float64(l+1)
			require.InDelta(t, values[x], got.P[x], 1e-12)
		}
		most := 0.0
		for k := len(candidates); k > 0; k-- {
			bound, below := o.FDR*float64(k)/float64(len(candidates)), 0
			for _, v := range values {
				if v <= bound {
					below++
				}
			}
			if below >= k {
				most = bound
				break
			}
		}
		var want []int
		for x, v := range values {
			if v <= most {
				want = append(want, x)
			}
		}
		require.ElementsMatch(t, want, got.Rows, "seed %d", seed)
	}
	for _, o := range []labelprop.SelectOptions{{Class: 2, FDR: 0.1}, {Class: -1, FDR: 0.1}, {Class: 0}, {Class: 0, FDR: 1}} {
		_, err := labelprop.SelectClass(mat.NewDense(1, 2, nil), nil, mat.NewDense(1, 2, nil), []int{0}, o)
		require.Error(t, err)
		assertOurs(t, err)
	}
	_, err := labelprop.SelectClass(mat.NewDense(1, 2, nil), nil, mat.NewDense(1, 3, nil), []int{0}, labelprop.SelectOptions{FDR: 0.1})
	require.ErrorIs(t, err, labelprop.ErrShape)
}

// TestSelectClassHoldsItsRate selects each class of three tables at a rate of 0.1 from random samples of labels: the
// mean share of wrong rows, over draws, is that at most.
func TestSelectClassHoldsItsRate(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	draws := measured(4, 100)
	for _, c := range []struct {
		name     string
		labels   int
		standard bool
	}{{"digits", 200, false}, {"wine", 40, true}, {"breast_cancer", 60, true}} {
		d := load(t, c.name)
		if c.standard {
			d = d.standardized()
		}
		near, err := graph.KNN(t.Context(), d.x, 10, nil)
		require.NoError(t, err)
		g, err := near.Weigh(kernel.SharedNeighbors{})
		require.NoError(t, err)
		var rates, found []float64
		for draw := range draws {
			y := sampled(d.truth, c.labels, uint64(draw))
			seeds, err := labelprop.Classes(y, d.classes)
			require.NoError(t, err)
			r, err := labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			loo, err := labelprop.LeaveOneOut(t.Context(), g, seeds, labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			var candidates []int
			for i, k := range y {
				if k < 0 {
					candidates = append(candidates, i)
				}
			}
			for class := range d.classes {
				s, err := labelprop.SelectClass(r.Probabilities(), candidates, loo.Probabilities, loo.Given,
					labelprop.SelectOptions{Class: class, FDR: 0.1})
				require.NoError(t, err)
				wrong, all := 0, 0
				for _, x := range candidates {
					if d.truth[x] == class {
						all++
					}
				}
				for _, x := range s.Rows {
					if d.truth[x] != class {
						wrong++
					}
				}
				rates = append(rates, float64(wrong)/float64(max(1, len(s.Rows))))
				found = append(found, float64(len(s.Rows)-wrong)/float64(max(1, all)))
			}
		}
		t.Logf("%s, %d labels, %d draws: %.3f of the selected rows are wrong, %.2f of the class are found", c.name,
			c.labels, draws, stat.Mean(rates, nil), stat.Mean(found, nil))
		assert.LessOrEqual(t, stat.Mean(rates, nil), 0.11, c.name)
		assert.Greater(t, stat.Mean(found, nil), 0.2, c.name)
	}
}

// A p-value at its bound is below it: two rows of which no label of another class is as good have p = 1/10, which is the
// second bound at a rate of 0.1, 0.1·2/2.
func TestSelectClassAtTheBound(t *testing.T) {
	p := mat.NewDense(2, 2, []float64{0.9, 0.1, 0.8, 0.2})
	left := mat.NewDense(9, 2, slices.Repeat([]float64{0.3, 0.7}, 9))
	y := slices.Repeat([]int{1}, 9)
	got, err := labelprop.SelectClass(p, []int{0, 1}, left, y, labelprop.SelectOptions{Class: 0, FDR: 0.1})
	require.NoError(t, err)
	assert.Equal(t, []int{0, 1}, got.Rows)
	got, err = labelprop.SelectClass(p, []int{0, 1}, left, y, labelprop.SelectOptions{Class: 0, FDR: 0.099})
	require.NoError(t, err)
	assert.Empty(t, got.Rows)
}

// TestSelectClassNeeds checks how many labels are needed by hand: of 10 candidates 4 are likely of the class, one of 0.45
// is not. 4 rows are selected if the least p-value, 1/(l+1), is at most 0.1·4/10: from 24 labels on.
func TestSelectClassNeeds(t *testing.T) {
	p, candidates := mat.NewDense(11, 2, nil), []int{}
	for x := range 10 {
		own := []float64{0.9, 0.8, 0.7, 0.6, 0.45, 0.3, 0.2, 0.1, 0.1, 0}[x]
		p.SetRow(x, []float64{1 - own, own})
		candidates = append(candidates, x)
	}
	of := labelprop.SelectOptions{Class: 1, FDR: 0.1}
	for _, c := range []struct{ labels, want int }{{23, 0}, {24, 4}} {
		// All labels are of another class, and none looks like this one.
		left, y := mat.NewDense(c.labels, 2, nil), make([]int, c.labels)
		left.Apply(func(_, k int, _ float64) float64 { return float64(1 - k) }, left)
		s, err := labelprop.SelectClass(p, candidates, left, y, of)
		require.NoError(t, err)
		assert.Equal(t, 24, s.Needed)
		assert.GreaterOrEqual(t, len(s.Rows), c.want)
		_, err = labelprop.SelectClass(p, []int{11}, left, y, of)
		assert.ErrorIs(t, err, labelprop.ErrShape)
	}
}
