package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// trained is a solved graph that new rows can be linked to.
type trained struct {
	near *graph.Neighbors
	x    *mat.Dense
	r    *labelprop.Result
}

func train(t testing.TB, near *graph.Neighbors, x *mat.Dense, s labelprop.Seeds, k kernel.Kernel, m labelprop.Method) trained {
	t.Helper()
	g, err := near.Weigh(k)
	require.NoError(t, err)
	return trained{near, x, solveOK(t, g, s, m, labelprop.Auto)}
}

func (m trained) predict(t testing.TB, x mat.Matrix, k kernel.Kernel) *labelprop.Prediction {
	t.Helper()
	links, err := m.near.Link(t.Context(), x, k)
	require.NoError(t, err)
	p, err := m.r.Predict(links)
	require.NoError(t, err)
	return p
}

func completeOf(t testing.TB, x mat.Matrix) *graph.Neighbors {
	t.Helper()
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	return near
}

// byFormula is ΣwF/Σw over all rows, or the k nearest, of the model; for signed
// scores over those of the component with the largest Σw.
func (m trained) byFormula(row []float64, k int, weight func(d2 float64) float64, signed bool) []float64 {
	n, c := m.r.Scores.Dims()
	order, d2 := make([]int, n), make([]float64, n)
	for i := range order {
		order[i], d2[i] = i, distance2(row, m.x.RawRowView(i))
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(math.Copysign(1, d2[a]-d2[b])) })
	id, count := m.near.Components()
	if !signed {
		clear(id)
	}
	f, sum := mat.NewDense(count, c, nil), make([]float64, count)
	// The k nearest of different rows, and all that are as near.
	seen, limit := map[string]bool{}, 0.0
	for _, i := range order {
		if row := fmt.Sprint(m.x.RawRowView(i)); !seen[row] && len(seen) < k {
			seen[row] = true
			limit = d2[i]
		}
	}
	for _, i := range order {
		if d2[i] > limit {
			break
		}
		if m.r.Status[i] != labelprop.Unreachable {
			floats.AddScaled(f.RawRowView(id[i]), weight(d2[i]), m.r.Scores.RawRowView(i))
			sum[id[i]] += weight(d2[i])
		}
	}
	most := floats.MaxIdx(sum)
	for c, s := range sum {
		if c != most && s >= sum[most]*(1-1e-12) {
			return nil // two components have the same weight: the values of the rows decide
		}
	}
	floats.Scale(1/sum[most], f.RawRowView(most))
	return f.RawRowView(most)
}

func TestPredictIsTheWeightedMean(t *testing.T) {
	skipIfSlow(t)
	t.Parallel()
	d := load(t, "iris")
	fresh := gaussian(40, 4, rand.New(rand.NewPCG(41, 1)))
	fresh.Apply(func(_, j int, v float64) float64 { return v + []float64{5.8, 3, 3.7, 1.2}[j] }, fresh)
	knn10, err := graph.KNN(t.Context(), d.x, 10, nil)
	require.NoError(t, err)
	n := len(d.truth)
	cases := []struct {
		name   string
		near   *graph.Neighbors
		k      int
		kernel kernel.Kernel
		weight func(d2 float64) float64
	}{
		{"complete rbf", completeOf(t, d.x), n, kernel.RBF{Gamma: 0.7}, func(d2 float64) float64 { return math.Exp(-0.7 * d2) }},
		{"complete laplacian", completeOf(t, d.x), n, kernel.Laplacian{Gamma: 2}, func(d2 float64) float64 { return math.Exp(-2 * math.Sqrt(d2)) }},
		{"kNN rbf", knn10, 10, kernel.RBF{Gamma: 3}, func(d2 float64) float64 { return math.Exp(-3 * d2) }},
		{"kNN connectivity", knn10, 10, kernel.Unweighted{}, func(float64) float64 { return 1 }},
		{"kNN inverse distance", knn10, 10, kernel.InverseDistance{}, func(d2 float64) float64 { return 1 / math.Sqrt(d2) }},
	}
	y := d.draw(4, 1)
	for _, c := range cases {
		for _, m := range methods {
			model := train(t, c.near, d.x, classSeeds(y), c.kernel, m.method)
			p := model.predict(t, fresh, c.kernel)
			size := mat.Max(absolute(model.r.Scores))
			for i := range 40 {
				want := model.byFormula(fresh.RawRowView(i), c.k, c.weight, m.signed)
				got := p.Scores.RawRowView(i)
				if want == nil {
					continue
				}
				require.InDeltaSlice(t, want, got, 1e-10*size, "%s, %v, row %d", c.name, m.method, i)
				if !m.signed { // Poisson may score a class highest that the component does not hold
					require.InDelta(t, floats.Max(got), got[p.Labels[i]], 1e-11*size, "%s, %v, row %d", c.name, m.method, i)
				}
				if p.Status[i] == labelprop.Tied { // four of ten neighbours for each of two classes
					assertTied(t, got, 1e-11*size)
				} else {
					require.Equal(t, labelprop.Propagated, p.Status[i])
				}
				if p.LogScores != nil {
					for k, l := range p.LogScores.RawRowView(i) {
						require.InDelta(t, got[k], math.Exp(l), 1e-11*size)
					}
				}
			}
		}
	}
}

// assertTied asks for two largest entries within tol.
func assertTied(t testing.TB, row []float64, tol float64) {
	t.Helper()
	sorted := slices.Sorted(slices.Values(row))
	assert.LessOrEqual(t, sorted[len(sorted)-1]-sorted[len(sorted)-2], tol)
}

// A new row that equals an old one has its answer, when only equal rows count.
func TestPredictOldRows(t *testing.T) {
	d := load(t, "wine").standardized()
	k := kernel.RBF{Gamma: 1e5}
	model := train(t, completeOf(t, d.x), d.x, classSeeds(d.draw(5, 1)), k, labelprop.Harmonic{})
	p := model.predict(t, d.x, k)
	assert.Equal(t, model.r.Labels, p.Labels)
	assert.LessOrEqual(t, largestGap(model.r.Scores, p.Scores), 1e-12)
}

// However far a row is, it gets its nearest neighbour's answer: no 0/0, no NaN, no
// class 0 by default.
func TestPredictFarRows(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{0, 0, 1, 0, 10, 0, 11, 0})
	y := []int{2, none, 1, none}
	far := mat.NewDense(5, 2, []float64{-1e6, 1, 1e7, -3, 3, 1e3, 8, -1e3, 1e150, 1e100})
	for _, gamma := range []float64{1, 20, 1e10, 1e300, math.Inf(1)} {
		k := kernel.RBF{Gamma: gamma}
		for _, m := range methods {
			model := train(t, completeOf(t, x), x, classSeeds(y), k, m.method)
			p := model.predict(t, far, k)
			assert.Equal(t, []int{2, 1, 2, 1}, p.Labels[:4], "γ = %g, %v", gamma, m.method)
			for i := range 5 {
				row := p.Scores.RawRowView(i)
				assert.False(t, floats.HasNaN(row), "γ = %g, %v, row %d", gamma, m.method, i)
				if i < 4 || !m.signed { // from the last row all are equally far in float64: signed scores cancel
					assert.NotZero(t, floats.Norm(row, 1), "γ = %g, %v, row %d", gamma, m.method, i)
				}
				if m.clamps {
					assert.InDelta(t, 1, floats.Sum(row), 1e-9, "γ = %g, %v, row %d", gamma, m.method, i)
				}
			}
		}
	}
}

func TestPredictUnreachableRows(t *testing.T) {
	x := mat.NewDense(4, 1, []float64{0, 1, 100, 101})
	near, err := graph.Radius(t.Context(), x, 2, nil)
	require.NoError(t, err)
	k := kernel.RBF{Gamma: 1}
	fresh := mat.NewDense(4, 1, []float64{0.5, 50, 100.5, -2})
	for _, m := range methods {
		model := train(t, near, x, classSeeds([]int{1, none, none, none}), k, m.method)
		p := model.predict(t, fresh, k)
		assert.Equal(t, []int{1, none, none, 1}, p.Labels, "%v", m.method)
		assert.Equal(t, []labelprop.Status{labelprop.Propagated, labelprop.Unreachable, labelprop.Unreachable, labelprop.Propagated},
			p.Status, "%v", m.method)
		assert.Equal(t, []float64{0, 0}, p.Scores.RawRowView(1))
		assert.Equal(t, []float64{0, 0}, p.Scores.RawRowView(2))
		assert.False(t, p.Proven[1] || p.Proven[2])
	}
}

func TestPredictTies(t *testing.T) {
	x := mat.NewDense(3, 1, []float64{-1, 1, 4})
	k := kernel.RBF{Gamma: 2}
	model := train(t, completeOf(t, x), x, classSeeds([]int{1, 0, 2}), k, labelprop.Harmonic{})
	p := model.predict(t, mat.NewDense(2, 1, []float64{0, 0.25}), k)
	assert.Equal(t, []int{0, 0}, p.Labels)
	assert.Equal(t, []labelprop.Status{labelprop.Tied, labelprop.Propagated}, p.Status)
	assert.Equal(t, []bool{false, true}, p.Proven)
}

func TestPredictValuesAndSets(t *testing.T) {
	x := mat.NewDense(3, 1, []float64{0, 1, 2})
	k := kernel.RBF{Gamma: 1}
	e := math.Exp(-0.25)
	half, fresh := math.Exp(-2.25), mat.NewDense(1, 1, []float64{0.5})
	values := train(t, completeOf(t, x), x, valueSeeds([]float64{-4, 2, 10}), k, labelprop.Harmonic{}).predict(t, fresh, k)
	assert.Nil(t, values.Labels)
	assert.InDelta(t, (-4*e+2*e+10*half)/(2*e+half), values.Scores.At(0, 0), 1e-12)
	sets := multiSeeds(mat.NewDense(3, 2, []float64{1, 1, 0, 1, 0, 0}), []bool{true, true, true})
	multi := train(t, completeOf(t, x), x, sets, k, labelprop.Harmonic{}).predict(t, fresh, k)
	assert.Nil(t, multi.Labels)
	assert.InDeltaSlice(t, []float64{e / (2*e + half), 2 * e / (2*e + half)}, multi.Scores.RawRowView(0), 1e-12)
}

// A prediction must not name a class that the component of the row does not hold.
func TestPredictPoissonKeepsToTheComponent(t *testing.T) {
	x := mat.NewDense(6, 1, []float64{0, 1, 2, 100, 101, 102})
	near, err := graph.Radius(t.Context(), x, 3, nil)
	require.NoError(t, err)
	y := []int{0, none, none, 1, none, 2}
	for _, gamma := range []float64{0.1, 1, 5} {
		k := kernel.RBF{Gamma: gamma}
		model := train(t, near, x, classSeeds(y), k, labelprop.Poisson{})
		p := model.predict(t, mat.NewDense(2, 1, []float64{1.5, 100.9}), k)
		assert.Equal(t, 0, p.Labels[0], "γ = %g", gamma)
		assert.Contains(t, []int{1, 2}, p.Labels[1], "γ = %g", gamma)
	}
}

func TestPredictedProofsAreSound(t *testing.T) {
	t.Parallel()
	count := measured(300, 600)
	if raced || testing.Short() {
		count = 60
	}
	var all tally
	for seed := range uint64(count) {
		r := rand.New(rand.NewPCG(seed, 78))
		p, m := pointPuzzle(t, r), randomMethod(r)
		exact := p.answer(m)
		fresh := freshRows(p, r)
		links, err := p.near.Link(t.Context(), fresh, p.kernel)
		require.NoError(t, err)
		want := exactExtension(p, exact, fresh, links)
		for _, o := range stops(r) {
			res, err := labelprop.Solve(t.Context(), p.g, p.seeds(), m, o)
			require.NoError(t, err)
			pred, err := res.Predict(links)
			require.NoError(t, err)
			as := &labelprop.Result{Labels: pred.Labels, Scores: pred.Scores, Status: pred.Status, Proven: pred.Proven,
				ErrorBound: math.Inf(1), Converged: true}
			require.NoError(t, all.check(as, want), "problem %d, %v, %v", seed, m, describe(o))
		}
	}
	t.Logf("%d problems: %d predicted labels, %d proven", count, all.labels, all.proven)
	assert.Greater(t, all.proven, all.labels/3, "hardly anything was proven")
}

// freshRows draws new rows near the old ones, on the same lattice or off it, and
// in the middle between two, where ties are.
func freshRows(p puzzle, r *rand.Rand) *mat.Dense {
	n, d := p.x.Dims()
	fresh := gaussian(4, d, r)
	floats.AddScaled(fresh.RawRowView(1), 3, p.x.RawRowView(r.IntN(n)))
	fresh.SetRow(2, p.x.RawRowView(r.IntN(n)))
	floats.AddTo(fresh.RawRowView(3), p.x.RawRowView(r.IntN(n)), p.x.RawRowView(r.IntN(n)))
	floats.Scale(0.5, fresh.RawRowView(3))
	return fresh
}

// exactExtension returns ΣwF/Σw over the nodes that links joins each row to and
// that a label reaches.
func exactExtension(p puzzle, exact table, fresh *mat.Dense, links *graph.Links) table {
	m, _ := fresh.Dims()
	d2, reached := exactDistances(fresh, p.x), p.reached()
	out := newTable(m, len(exact[0]))
	for i := range m {
		sum := exactly(0)
		ind, _, _ := csrtest.Row(links, i)
		for _, j := range ind {
			if !reached[j] {
				continue
			}
			w := exponential(times(exactly(-p.kernel.Gamma), d2[i][j]))
			sum = plus(sum, w)
			for k, f := range exact[j] {
				out[i][k] = plus(out[i][k], times(w, f))
			}
		}
		for k := range out[i] {
			if sum.Sign() > 0 {
				out[i][k] = over(out[i][k], sum)
			}
		}
	}
	return out
}
