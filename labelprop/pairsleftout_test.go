package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The covariance is that of solving without each label, and without each two of them.
func TestLeavePairsOutIsRefitting(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		g, y := randomProblem(t, seed)
		for _, m := range influenced {
			t.Run(fmt.Sprintf("%d/%v", seed, m), func(t *testing.T) {
				o := &labelprop.Options{Solver: labelprop.Elimination}
				got, err := labelprop.LeavePairsOut(t.Context(), g, classSeeds(y), m, o)
				require.NoError(t, err)
				assert.InDeltaSlice(t, refitPairs(t, g, y, m, o), append(got.Classes, got.Hits), 1e-10)
			})
		}
	}
}

// TestLeavePairsOutToTwoDigits checks that the covariance from answers to two digits is that of exact ones, but for
// little beside the variance of the mean of the errors, and for one pair of which a label is nearly tied.
func TestLeavePairsOutToTwoDigits(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	for _, name := range []string{"digits", "wine"} {
		net := knn(t, load(t, name), 8, nil, kernel.SelfTuning{})
		for _, m := range []labelprop.Method{labelprop.Harmonic{}, labelprop.Spreading{Alpha: 0.8}} {
			y := slices.Repeat([]int{none}, len(net.truth))
			for _, u := range rand.New(rand.NewPCG(5, 1)).Perm(len(y))[:min(150, len(y)/3)] {
				y[u] = net.truth[u]
			}
			seeds, exact := classSeeds(y), &labelprop.Options{Solver: labelprop.Elimination}
			got := must(labelprop.LeavePairsOut(t.Context(), net.g, seeds, m, nil))
			want := must(labelprop.LeavePairsOut(t.Context(), net.g, seeds, m, exact))
			left := must(labelprop.LeaveOut(t.Context(), net.g, seeds, m, exact))
			l := float64(len(left.Y))
			for k, c := range want.Classes {
				variance := 0.0
				for i, class := range left.Y {
					off := float64(b2i(class == k)) - left.P.At(i, k)
					variance += off * off / l / l
				}
				assert.InDelta(t, c, got.Classes[k], 0.03*math.Abs(c)+0.015*variance, "%s, %v, class %d", name, m, k)
			}
			assert.InDelta(t, want.Hits, got.Hits, 2.001/l/(l-1), "%s, %v", name, m)
		}
	}
}

// refitPairs leaves out each two labels.
func refitPairs(t *testing.T, g *graph.Graph, y []int, m labelprop.Method, o *labelprop.Options) []float64 {
	t.Helper()
	c := classCount(y)
	leftOut := func(y []int) *labelprop.LOO {
		r, err := labelprop.LeaveOneOut(t.Context(), g, must(labelprop.Classes(y, c)), m, o)
		require.NoError(t, err)
		return r
	}
	alone := leftOut(y)
	// By how much the answer at each label changes without each other one, and in the last place whether it is right.
	l := len(alone.Nodes)
	change := make([][][]float64, l)
	for i := range change {
		change[i] = make([][]float64, l)
	}
	for j, u := range alone.Nodes {
		without := slices.Clone(y)
		without[u] = none
		pair := leftOut(without)
		for at, v := range pair.Nodes {
			i := slices.Index(alone.Nodes, v)
			for k := range c {
				change[i][j] = append(change[i][j], pair.Probabilities.At(at, k)-alone.Probabilities.At(i, k))
			}
			change[i][j] = append(change[i][j], right(pair, at)-right(alone, i))
		}
	}
	mean := make([]float64, c+1)
	for i := range l {
		for j := range l {
			for k := range change[i][j] {
				mean[k] += change[i][j][k] * change[j][i][k] / float64(l*(l-1))
			}
		}
	}
	return mean
}

func right(r *labelprop.LOO, i int) float64 {
	if r.Labels[i] == r.Given[i] {
		return 1
	}
	return 0
}

// Where nodes of one class lie in components of their own, an estimate of the share that is not reached is that of
// Good and Turing, whose variance counts the components with two labels twice.
func TestLeavePairsOutCountsPairs(t *testing.T) {
	var edges []graph.Edge
	y := slices.Repeat([]int{none}, 40)
	for at, labels := range []int{1, 2, 2, 3, 2, 0, 1, 4} {
		for k := range 4 {
			edges = append(edges, graph.Edge{From: 5 * at, To: 5*at + k + 1, Weight: 1})
		}
		for k := range labels {
			y[5*at+k+1] = at % 2
		}
	}
	g, err := graph.FromEdges(40, edges)
	require.NoError(t, err)
	got, err := labelprop.LeavePairsOut(t.Context(), g, classSeeds(y), labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	assert.InDeltaSlice(t, []float64{2. * 2 / (15 * 14), 2. * 1 / (15 * 14)}, got.Classes, 1e-9)
	assert.InDelta(t, 2.*3/(15*14), got.Hits, 1e-9)
}

// Rows in small groups of one class each, which nothing links: without the covariance the intervals of the shares hold
// far too seldom, and with it as often as they say; the standard errors are those of the draws.
func TestClassSharesOfSmallGroups(t *testing.T) {
	t.Parallel()
	const labels = 60
	measurement(t)
	const draws = 400
	r := rand.New(rand.NewPCG(3, 5))
	var edges []graph.Edge
	var truth []int
	for range 60 {
		class, first := r.IntN(3)/2, len(truth)
		for k := range 1 + int(12*r.ExpFloat64()) {
			if truth = append(truth, class); k > 0 {
				edges = append(edges, graph.Edge{From: first, To: first + k, Weight: 1})
			}
		}
	}
	n, share := len(truth), 0.
	for _, class := range truth {
		share += float64(class) / float64(n)
	}
	g := must(graph.FromEdges(n, edges))
	held, square, variance := [2]float64{}, 0., [2]float64{}
	for range draws {
		y := slices.Repeat([]int{none}, n)
		for _, u := range r.Perm(n)[:labels] {
			y[u] = truth[u]
		}
		seeds := must(labelprop.Classes(y, 2))
		res := must(labelprop.Solve(t.Context(), g, seeds, labelprop.Harmonic{}, nil))
		left := must(labelprop.LeaveOut(t.Context(), g, seeds, labelprop.Harmonic{}, nil))
		for k, c := range []*labelprop.MissCovariance{
			{Classes: make([]float64, 2)}, must(labelprop.LeavePairsOut(t.Context(), g, seeds, labelprop.Harmonic{}, nil)),
		} {
			left.Covariance = c
			e := must(left.ClassShares(res.Probabilities()))[1]
			// Student's t with 59 degrees of freedom is 2.001.
			se := (e.High - e.Value) / 2.001
			variance[k] += se * se / draws
			if e.Low <= share && share <= e.High {
				held[k] += 1. / draws
			}
			if k == 0 {
				square += (e.Value - share) * (e.Value - share) / draws
			}
		}
	}
	t.Logf("%d rows: standard error by that of %d draws %.3f, held %.3f; with the covariance %.3f, %.3f", n, draws,
		math.Sqrt(variance[0]/square), held[0], math.Sqrt(variance[1]/square), held[1])
	assert.Less(t, held[0], 0.9)
	assert.InDelta(t, 0.95, held[1], 0.04)
	assert.InDelta(t, 1, math.Sqrt(variance[1]/square), 0.15)
}
