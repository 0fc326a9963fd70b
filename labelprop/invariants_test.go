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
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// cloud is a random problem on points: normal ones, or on a grid of 2⁻⁶.
type cloud struct {
	x     *mat.Dense
	y     []int
	k     int // 0: complete
	gamma float64
}

func randomCloud(r *rand.Rand, grid bool) cloud {
	n, d := 12+r.IntN(20), 1+r.IntN(4)
	c := cloud{x: gaussian(n, d, r), y: make([]int, n), gamma: math.Pow(10, 5*r.Float64()-3)}
	if grid {
		c.x.Apply(func(_, _ int, v float64) float64 { return math.Round(64*v) / 64 }, c.x)
	}
	if r.IntN(2) == 0 {
		c.k = 2 + r.IntN(5)
	}
	for i := range c.y {
		c.y[i] = max(none, r.IntN(9)-6)
	}
	copy(c.y, []int{0, 1, 2})
	return c
}

func (c cloud) near(t testing.TB) *graph.Neighbors {
	t.Helper()
	near, err := graph.Complete(t.Context(), c.x, nil)
	if c.k > 0 {
		near, err = graph.KNN(t.Context(), c.x, c.k, nil)
	}
	require.NoError(t, err)
	return near
}

func (c cloud) solve(t testing.TB, m labelprop.Method, solver labelprop.Solver) *labelprop.Result {
	t.Helper()
	g, err := c.near(t).Weigh(kernel.RBF{Gamma: c.gamma})
	require.NoError(t, err)
	r, err := labelprop.Solve(t.Context(), g, classSeeds(c.y), m, &labelprop.Options{Solver: solver, MaxIter: 3000})
	require.NoError(t, err)
	return r
}

// eachCloud runs check over random clouds, methods and solvers.
func eachCloud(t *testing.T, seed uint64, grid bool, check func(t *testing.T, c cloud, m labelprop.Method, solver labelprop.Solver, r *rand.Rand)) {
	t.Parallel()
	r := rand.New(rand.NewPCG(seed, 8))
	count := 25
	if raced || testing.Short() {
		count = 5
	}
	for i := range count {
		c := randomCloud(r, grid)
		for _, m := range methods {
			for _, solver := range solversOf(m.signed) {
				if t.Run(fmt.Sprintf("%d/%v/%v", i, m.method, solver), func(t *testing.T) { check(t, c, m.method, solver, r) }); t.Failed() {
					return
				}
			}
		}
	}
}

// assertSameBits asks for two results that are equal to the last bit.
func assertSameBits(t *testing.T, a, b *labelprop.Result) {
	t.Helper()
	assertSameScores(t, a, b)
	require.Equal(t, a.Labels, b.Labels)
	require.Equal(t, a.Status, b.Status)
	require.Equal(t, a.Proven, b.Proven)
	require.Equal(t, a.ErrorBound, b.ErrorBound)
}

// assertSameScores does so for the scores alone: far from the origin the same
// distances are known less well, and less is proven.
func assertSameScores(t *testing.T, a, b *labelprop.Result) {
	t.Helper()
	require.True(t, mat.Equal(a.Scores, b.Scores), "scores differ by %g", largestGap(a.Scores, b.Scores))
	if a.LogScores != nil {
		require.Equal(t, a.LogScores.RawMatrix().Data, b.LogScores.RawMatrix().Data)
	}
}

func TestScalingByAPowerOfTwoChangesNoBit(t *testing.T) {
	eachCloud(t, 1, false, func(t *testing.T, c cloud, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		k := []int{-300, -20, -1, 1, 7, 300}[r.IntN(6)]
		other := c
		other.x = mat.DenseCopyOf(c.x)
		other.x.Apply(func(_, _ int, v float64) float64 { return math.Ldexp(v, k) }, other.x)
		other.gamma = math.Ldexp(c.gamma, -2*k)
		assertSameBits(t, c.solve(t, m, solver), other.solve(t, m, solver))
	})
}

func TestDyadicTranslationChangesNoBit(t *testing.T) {
	eachCloud(t, 2, true, func(t *testing.T, c cloud, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		other := c
		by := math.Ldexp(1, r.IntN(40))
		other.x = mat.DenseCopyOf(c.x)
		other.x.Apply(func(_, j int, v float64) float64 { return v + by*float64(j+1) }, other.x)
		here, there := c.solve(t, m, solver), other.solve(t, m, solver)
		if solver == labelprop.ConjugateGradients { // less precise bounds may ask for more iterations
			assert.LessOrEqual(t, largestGap(here.Scores, there.Scores), 1e-9)
			return
		}
		assertSameScores(t, here, there)
	})
}

// assertEquivalent compares two answers to one question: the scores within both
// bounds where they have one, and otherwise where both converged; all labels that
// are proven.
func assertEquivalent(t *testing.T, a, b *labelprop.Result) {
	t.Helper()
	slack := a.ErrorBound + b.ErrorBound + 1e-14
	if a.LogScores == nil { // Poisson has no bound
		if !a.Converged || !b.Converged {
			return
		}
		slack = 1e-4 * mat.Max(absolute(a.Scores))
	}
	require.LessOrEqual(t, largestGap(a.Scores, b.Scores), slack)
	for i := range a.Labels {
		if a.Proven[i] && b.Proven[i] {
			require.Equal(t, a.Labels[i], b.Labels[i], "node %d", i)
		}
		require.Equal(t, a.Labels[i] == none, b.Labels[i] == none, "node %d", i)
	}
}

func TestOrderOfNodesDoesNotMatter(t *testing.T) {
	eachCloud(t, 3, false, func(t *testing.T, c cloud, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		order := r.Perm(len(c.y))
		other := c
		other.x, other.y = mat.DenseCopyOf(c.x), make([]int, len(c.y))
		for i, j := range order {
			other.x.SetRow(j, c.x.RawRowView(i))
			other.y[j] = c.y[i]
		}
		a, b := c.solve(t, m, solver), other.solve(t, m, solver)
		assertEquivalent(t, a, reordered(b, order))
	})
}

// reordered gives entry order[i] of r the place i.
func reordered(r *labelprop.Result, order []int) *labelprop.Result {
	out := *r
	n, cols := r.Scores.Dims()
	out.Labels, out.Proven, out.Status = make([]int, n), make([]bool, n), make([]labelprop.Status, n)
	out.Scores = mat.NewDense(n, cols, nil)
	for i, j := range order {
		out.Labels[i], out.Proven[i], out.Status[i] = r.Labels[j], r.Proven[j], r.Status[j]
		out.Scores.SetRow(i, r.Scores.RawRowView(j))
	}
	return &out
}

func TestNamesOfClassesDoNotMatter(t *testing.T) {
	eachCloud(t, 4, false, func(t *testing.T, c cloud, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		name := r.Perm(3)
		other := c
		other.y = slices.Clone(c.y)
		for i, k := range c.y {
			if k >= 0 {
				other.y[i] = name[k]
			}
		}
		a, b := c.solve(t, m, solver), other.solve(t, m, solver)
		back := *b
		back.Labels, back.Scores = slices.Clone(b.Labels), mat.DenseCopyOf(b.Scores)
		for i, k := range b.Labels {
			if k >= 0 {
				back.Labels[i] = slices.Index(name, k)
			}
			for j := range name {
				back.Scores.Set(i, j, b.Scores.At(i, name[j]))
			}
		}
		assertEquivalent(t, a, &back)
	})
}

func TestRowSumsAndMaximumPrinciple(t *testing.T) {
	eachCloud(t, 5, false, func(t *testing.T, c cloud, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		res := c.solve(t, m, solver)
		if res.LogScores == nil {
			return
		}
		g, err := c.near(t).Weigh(kernel.RBF{Gamma: c.gamma})
		require.NoError(t, err)
		held := componentClasses(g, c.y)
		for i := range c.y {
			row := res.Scores.RawRowView(i)
			for k, f := range row {
				require.False(t, math.IsNaN(f))
				require.LessOrEqual(t, f, 1+res.ErrorBound+1e-14, "node %d, class %d", i, k)
				require.GreaterOrEqual(t, f, -res.ErrorBound-1e-14, "node %d, class %d", i, k)
				if !held[i][k] {
					require.Zero(t, f, "node %d: class %d is not in its component", i, k)
				}
			}
			if clamped(m) && res.Status[i] != labelprop.Unreachable {
				require.InDelta(t, 1, floats.Sum(row), 3*res.ErrorBound+1e-14, "node %d", i)
			}
		}
	})
}

func clamped(m labelprop.Method) bool {
	_, spreading := m.(labelprop.Spreading)
	return !spreading
}

// componentClasses tells, for each node, which of 3 classes its component holds.
func componentClasses(g *graph.Graph, y []int) [][3]bool {
	id, count := g.Components()
	there := make([][3]bool, count)
	for i, k := range y {
		if k >= 0 {
			there[id[i]][k] = true
		}
	}
	out := make([][3]bool, len(y))
	for i := range y {
		out[i] = there[id[i]]
	}
	return out
}

// web is a random problem on edges.
type web struct {
	n     int
	edges []graph.Edge
	y     []int
}

func (w web) solve(t testing.TB, m labelprop.Method, solver labelprop.Solver) *labelprop.Result {
	t.Helper()
	r, err := labelprop.Solve(t.Context(), fromEdges(t, w.n, w.edges), classSeeds(w.y), m,
		&labelprop.Options{Solver: solver, Tol: 1e-9, MaxIter: 20_000})
	require.NoError(t, err)
	return r
}

func randomWeb(r *rand.Rand) web {
	n := 8 + r.IntN(15)
	w := web{n: n, edges: randomEdges(n, 2*n, 3*r.Float64(), r), y: make([]int, n)}
	for i := range w.y {
		w.y[i] = max(none, r.IntN(9)-6)
	}
	copy(w.y, []int{0, 1, 2})
	return w
}

// eachWeb runs check over random webs, certified methods and solvers.
func eachWeb(t *testing.T, seed uint64, only func(labelprop.Method) bool, check func(t *testing.T, w web, m labelprop.Method, solver labelprop.Solver, r *rand.Rand)) {
	t.Parallel()
	r := rand.New(rand.NewPCG(seed, 9))
	count := 25
	if raced || testing.Short() {
		count = 5
	}
	for i := range count {
		w := randomWeb(r)
		for _, m := range methods {
			if m.signed || !only(m.method) {
				continue
			}
			for _, solver := range solversOf(false) {
				if t.Run(fmt.Sprintf("%d/%v/%v", i, m.method, solver), func(t *testing.T) { check(t, w, m.method, solver, r) }); t.Failed() {
					return
				}
			}
		}
	}
}

func anyMethod(labelprop.Method) bool { return true }

// ofWeights are the methods that depend on W alone, not on the degrees of
// labelled nodes.
func ofWeights(m labelprop.Method) bool {
	return m == labelprop.Method(labelprop.Harmonic{}) || m == labelprop.Method(labelprop.Propagation{})
}

func TestSelfLoopsChangeNothing(t *testing.T) {
	eachWeb(t, 1, anyMethod, func(t *testing.T, w web, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		looped := w
		looped.edges = slices.Clone(w.edges)
		for i := range w.n {
			looped.edges = append(looped.edges, graph.Edge{From: i, To: i, Weight: math.Exp(20 * r.NormFloat64())})
		}
		assertSameBits(t, w.solve(t, m, solver), looped.solve(t, m, solver))
	})
}

func TestUnitOfWeightsDoesNotMatter(t *testing.T) {
	eachWeb(t, 2, anyMethod, func(t *testing.T, w web, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		other := w
		other.edges = slices.Clone(w.edges)
		unit := math.Ldexp(1, r.IntN(600)-300)
		for e := range other.edges {
			other.edges[e].Weight *= unit
		}
		assertEquivalent(t, w.solve(t, m, solver), other.solve(t, m, solver))
	})
}

func TestMergingLabelledNodesOfAClassChangesNothing(t *testing.T) {
	eachWeb(t, 3, ofWeights, func(t *testing.T, w web, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		merged := web{n: w.n, y: w.y, edges: mergeLabelled(w)}
		a, b := w.solve(t, m, solver), merged.solve(t, m, solver)
		for i, k := range w.y {
			if k < 0 {
				require.Equal(t, a.Status[i] == labelprop.Unreachable, b.Status[i] == labelprop.Unreachable)
				require.InDeltaSlice(t, a.Scores.RawRowView(i), b.Scores.RawRowView(i), a.ErrorBound+b.ErrorBound+1e-14, "node %d", i)
			}
		}
	})
}

// mergeLabelled moves the edges of all labelled nodes to the first of their class
// and adds up those that meet.
func mergeLabelled(w web) []graph.Edge {
	sum := map[[2]int]float64{}
	for _, e := range w.edges {
		i, j := e.From, e.To
		if w.y[i] >= 0 {
			i = slices.Index(w.y, w.y[i])
		}
		if w.y[j] >= 0 {
			j = slices.Index(w.y, w.y[j])
		}
		if i != j {
			sum[[2]int{min(i, j), max(i, j)}] += e.Weight
		}
	}
	var edges []graph.Edge
	for ends, weight := range sum {
		edges = append(edges, graph.Edge{From: ends[0], To: ends[1], Weight: weight})
	}
	return edges
}

func TestComponentsAreSolvedApart(t *testing.T) {
	eachWeb(t, 4, anyMethod, func(t *testing.T, w web, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
		other := randomWeb(r)
		both := web{n: w.n + other.n, edges: slices.Clone(w.edges), y: slices.Concat(w.y, other.y)}
		for _, e := range other.edges {
			both.edges = append(both.edges, graph.Edge{From: e.From + w.n, To: e.To + w.n, Weight: e.Weight})
		}
		a, b, c := w.solve(t, m, solver), other.solve(t, m, solver), both.solve(t, m, solver)
		var apart mat.Dense
		apart.Stack(a.Scores, b.Scores)
		require.LessOrEqual(t, largestGap(&apart, c.Scores), max(a.ErrorBound, b.ErrorBound)+c.ErrorBound+1e-14)
		require.Equal(t, slices.Concat(a.Labels, b.Labels), c.Labels)
	})
}

// Rayleigh: a stronger edge to a label of class c lets no score of c fall.
func TestStrongerEdgeToALabelNeverLowersItsScore(t *testing.T) {
	rose := 0
	t.Run("", func(t *testing.T) {
		eachWeb(t, 5, ofWeights, func(t *testing.T, w web, m labelprop.Method, solver labelprop.Solver, r *rand.Rand) {
			at := slices.IndexFunc(w.edges, func(e graph.Edge) bool { return (w.y[e.From] >= 0) != (w.y[e.To] >= 0) })
			if at < 0 {
				return
			}
			stronger := w
			stronger.edges = slices.Clone(w.edges)
			e := &stronger.edges[at]
			e.Weight *= 1 + math.Exp(3*r.NormFloat64())
			k := max(w.y[e.From], w.y[e.To])
			a, b := w.solve(t, m, solver), stronger.solve(t, m, solver)
			for i := range w.y {
				slack := a.ErrorBound + b.ErrorBound + 1e-14
				require.GreaterOrEqual(t, b.Scores.At(i, k), a.Scores.At(i, k)-slack, "node %d", i)
				if b.Scores.At(i, k) > a.Scores.At(i, k)+slack {
					rose++
				}
			}
		})
	})
	t.Cleanup(func() { assert.Positive(t, rose, "nothing ever rose") })
}
