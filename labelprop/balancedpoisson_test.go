package labelprop_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// endedPoisson solves (L + D/steps)u = b - d·Σb/Σd in each component, the sums being over it.
func endedPoisson(t testing.TB, g *graph.Graph, y []int, steps float64) *mat.Dense {
	w, b := weights(g), centred(y, classCount(y))
	d, u := degrees(w), mat.NewDense(len(y), classCount(y), nil)
	id, count := g.Components()
	for comp := range count {
		var nodes []int
		surplus, volume := make([]float64, classCount(y)), 0.0
		for i := range y {
			if id[i] == comp {
				nodes = append(nodes, i)
				floats.Add(surplus, b.RawRowView(i))
				volume += d[i]
			}
		}
		a, rhs := mat.NewDense(len(nodes), len(nodes), nil), mat.NewDense(len(nodes), classCount(y), nil)
		for k, i := range nodes {
			for l, j := range nodes {
				a.Set(k, l, -w.At(i, j))
			}
			a.Set(k, k, d[i]*(1+1/steps))
			rhs.SetRow(k, b.RawRowView(i))
			floats.AddScaled(rhs.RawRowView(k), -d[i]/volume, surplus)
		}
		var x mat.Dense
		require.NoError(t, x.Solve(a, rhs))
		for k, i := range nodes {
			u.SetRow(i, x.RawRowView(k))
		}
	}
	return u
}

// softMasses are those of the softmax of x, the unit being the mean of |of|.
func softMasses(x, of *mat.Dense) []float64 {
	n, c := x.Dims()
	unit, mass := 0.0, make([]float64, c)
	for i := range n {
		for k := range c {
			unit += math.Abs(of.At(i, k)) / float64(n*c)
		}
	}
	for i := range n {
		sum := 0.0
		for k := range c {
			sum += math.Exp(x.At(i, k) / unit)
		}
		for k := range c {
			mass[k] += math.Exp(x.At(i, k)/unit) / sum
		}
	}
	return mass
}

// TestBalancedPoissonIsItsFormula takes the shift off dense solutions, and weighs classes.
func TestBalancedPoissonIsItsFormula(t *testing.T) {
	t.Parallel()
	net := knn(t, load(t, "digits").thinned(6), 10, nil, kernel.SelfTuning{})
	_, count := net.g.Components()
	require.Equal(t, 1, count)
	for seed := range uint64(3) {
		y := drawn(net.truth, 2, seed)
		for _, m := range []labelprop.BalancedPoisson{{}, {Steps: 20}} {
			steps := m.Steps
			if steps == 0 {
				steps = 500
			}
			u := endedPoisson(t, net.g, y, steps)
			r := solveOK(t, net.g, classSeeds(y), m, labelprop.Auto)
			n, c := u.Dims()
			for k := range c {
				shift := r.Scores.At(0, k) - u.At(0, k)
				for i := range n {
					require.InDelta(t, shift, r.Scores.At(i, k)-u.At(i, k), 1e-4*mat.Max(absolute(u)), "%v", m)
				}
			}
			for k, mass := range softMasses(r.Scores, u) {
				assert.InDelta(t, float64(n)/float64(c), mass, 0.01*float64(n)/float64(c), "%v, class %d", m, k)
			}
		}
	}
}

// Classes as unequal as chance does not make them weigh as their labels do, nearly.
func TestBalancedPoissonBelievesManyLabels(t *testing.T) {
	net := knn(t, load(t, "digits").thinned(3), 10, nil, kernel.SelfTuning{})
	y := make([]int, len(net.truth))
	for i, k := range net.truth {
		y[i] = none
		if k < 2 && (k == 0 || i%10 == 0) {
			y[i] = k
		}
	}
	labels := sizesOf(y, 2)
	require.Greater(t, labels[0], 8*labels[1])
	u := endedPoisson(t, net.g, y, 500)
	mass := softMasses(solveOK(t, net.g, classSeeds(y), labelprop.BalancedPoisson{}, labelprop.Auto).Scores, u)
	mean := (labels[0] + labels[1]) / 2
	trust := 1 - (labels[0]+labels[1])/(2*(labels[0]-mean)*(labels[0]-mean))
	assert.InDelta(t, (mean+trust*(labels[0]-mean))/(2*mean), mass[0]/(mass[0]+mass[1]), 2e-3)
}

// In components a class weighs as its labels there do, and a class of elsewhere nothing.
func TestBalancedPoissonInComponents(t *testing.T) {
	net := coilLike(t, rand.New(rand.NewPCG(22, 1)))
	y := drawn(net.truth, 2, 1)
	id, _ := net.g.Components()
	r := solveOK(t, net.g, classSeeds(y), labelprop.BalancedPoisson{}, labelprop.Auto)
	assertClassesOfComponents(t, id, y, r.Labels)
	assertConsistent(t, r)
	poisson := solveOK(t, net.g, classSeeds(y), labelprop.Poisson{}, labelprop.Auto)
	assert.Greater(t, accuracy(r.Labels, net.truth, y), accuracy(poisson.Labels, net.truth, y)-0.03)
}

// Where few labels are a random sample it is better than Poisson and harmonic.
func TestBalancedPoissonOfRandomLabels(t *testing.T) {
	t.Parallel()
	skipIfSlow(t)
	net := knn(t, load(t, "digits"), 10, nil, kernel.SharedNeighbors{})
	methods := []labelprop.Method{labelprop.BalancedPoisson{}, labelprop.Poisson{}, labelprop.Harmonic{}}
	score, draws := make([]float64, len(methods)), measured(5, 10)
	for seed := range uint64(draws) {
		y := make([]int, len(net.truth))
		for at, i := range rand.New(rand.NewPCG(seed, 50)).Perm(len(y)) {
			if y[i] = none; at < 50 {
				y[i] = net.truth[i]
			}
		}
		for k, m := range methods {
			score[k] += accuracy(solveOK(t, net.g, classSeeds(y), m, labelprop.Auto).Labels, net.truth, y) / float64(draws)
		}
	}
	t.Logf("50 random labels: balanced %.4f, poisson %.4f, harmonic %.4f", score[0], score[1], score[2])
	assert.Greater(t, score[0], score[1])
	assert.Greater(t, score[0], score[2])
}

func TestBalancedPoissonErrors(t *testing.T) {
	g, y := path(t, 3), classSeeds([]int{0, none, 1})
	for name, err := range map[string]error{
		"values": second(labelprop.Solve(t.Context(), g, valueSeeds([]float64{1, 2, 3}), labelprop.BalancedPoisson{}, nil)),
		"steps":  second(labelprop.Solve(t.Context(), g, y, labelprop.BalancedPoisson{Steps: -1}, nil)),
		"NaN":    second(labelprop.Solve(t.Context(), g, y, labelprop.BalancedPoisson{Steps: math.NaN()}, nil)),
		"solver": second(labelprop.Solve(t.Context(), g, y, labelprop.BalancedPoisson{}, &labelprop.Options{Solver: labelprop.Elimination})),
	} {
		require.Error(t, err, name)
		assertOurs(t, err)
	}
}
