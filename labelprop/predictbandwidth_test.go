package labelprop_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// extended returns the exact weighted means of exact scores for new rows, or their leading terms.
func (tr *trial) extended(t testing.TB, m bandwidthMethod, links *graph.Links, later *mat.Dense, gamma float64) *scoresAt {
	g, err := tr.near.Weigh(kernel.RBF{Gamma: gamma})
	require.NoError(t, err)
	at := []float64{gamma}
	if gamma > 100 {
		at = []float64{leading, 2 * leading}
	}
	var found []reals
	for w, o := range worldsAt(tr, g, gamma) {
		f := m.oracle(tr, o)
		out := newReals(links.Rows(), 3, o.prec)
		for i := range out {
			nodes, _ := links.Neighbors(i)
			total := o.of(0)
			for _, j := range nodes {
				d2 := distance2(later.RawRowView(i), tr.x.RawRowView(int(j)))
				weight := expReal(mulReal(o.of(-at[w]), o.of(d2)))
				total = addReal(total, weight)
				for k := range out[i] {
					out[i][k] = addReal(out[i][k], mulReal(weight, f[j][k]))
				}
			}
			for k := range out[i] {
				out[i][k] = quoReal(out[i][k], total)
			}
		}
		found = append(found, out)
	}
	if len(found) == 2 {
		return leadingTerms(t, found[0], found[1])
	}
	return &scoresAt{exact: found[0]}
}

// New rows at every bandwidth, among the rows, on them and far from them: the label is that of the exact weighted mean,
// none is falsely tied or proven. PROPAGATE_MEASURE=10 draws more
// problems.
func TestPredictionsAreRightAtEveryBandwidth(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	seeds, gammas := []uint64{2}, []float64{5e-324, 0.3, 20, 1e300}
	if often >= 10 {
		seeds, gammas = []uint64{0, 1, 2, 3, 4, 5, 6, 7}, everyGamma
	}
	methods := []bandwidthMethod{bandwidthMethods[0], bandwidthMethods[1], bandwidthMethods[3], bandwidthMethods[8]}
	for _, seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 7))
		later := mat.NewDense(8, 3, nil)
		later.Apply(func(i, _ int, _ float64) float64 { return float64(r.IntN(6 + 30*(i%2))) }, later)
		for _, tr := range trials(t, 8, seed)[:2] {
			later.SetRow(0, tr.x.RawRowView(3)) // a copy
			var all comparison
			for _, gamma := range gammas {
				links, err := tr.near.Link(t.Context(), later, kernel.RBF{Gamma: gamma})
				require.NoError(t, err)
				g, err := tr.near.Weigh(kernel.RBF{Gamma: gamma})
				require.NoError(t, err)
				for _, m := range methods {
					res, err := labelprop.Solve(t.Context(), g, m.seeds(tr), m.method, nil)
					require.NoError(t, err)
					p, err := res.Predict(links)
					require.NoError(t, err)
					var c comparison
					as := &labelprop.Result{Labels: p.Labels, Status: p.Status, Proven: p.Proven}
					what := c.compare(as, tr.extended(t, m, links, later, gamma), gamma, 3)
					assert.Zero(t, c.wrong+c.falseTied+c.falseProven, fmt.Sprintf("%s, seed %d, %s, γ = %g: %s", tr.name, seed, m.name, gamma, what))
					all.add(c)
				}
			}
			t.Logf("%s: %+v", tr.name, all)
		}
	}
}

// mirrored draws two rows, and one in the middle, whose distances are equal in float64, and different.
func mirrored(r *rand.Rand) *mat.Dense {
	for {
		a, b, c, d := r.Float64(), r.Float64(), r.Float64(), r.Float64()
		x := mat.NewDense(3, 2, []float64{a, b, c, d, (a + c) / 2, (b + d) / 2})
		exact := exactDistances(x, x)
		if distance2(x.RawRowView(0), x.RawRowView(2)) == distance2(x.RawRowView(1), x.RawRowView(2)) &&
			exact[0][2].Cmp(exact[1][2]) != 0 {
			return x
		}
	}
}

// Two labels at distances that are equal but for rounding: at a γ at which that decides, no tie is said to be, of a row of
// the table by any method, and of a new row.
func TestTiesAreNotThoseOfRounding(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 20 {
		x := mirrored(r)
		tr := &trial{y: []int{0, 1, none}, trust: []float64{1, 1, 0}, other: mat.NewDense(3, 3, nil)}
		tr.soft = oneHot(tr.y, 3)
		all, err := graph.Complete(t.Context(), x, nil)
		require.NoError(t, err)
		old, err := graph.Complete(t.Context(), x.Slice(0, 2, 0, 2), nil)
		require.NoError(t, err)
		for gamma, tied := range map[float64]bool{1: true, 1e30: false, 1e300: false} {
			for _, m := range bandwidthMethods {
				g, err := all.Weigh(kernel.RBF{Gamma: gamma})
				require.NoError(t, err)
				res, err := labelprop.Solve(t.Context(), g, m.seeds(tr), m.method, nil)
				require.NoError(t, err)
				if !m.dummy || !tied { // at γ = 1 the dummy leads
					assert.Equal(t, tied, res.Status[2] == labelprop.Tied, "%s, γ = %g", m.name, gamma)
				}
			}
			g, err := old.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			res, err := labelprop.Solve(t.Context(), g, classSeeds([]int{0, 1}), labelprop.Harmonic{}, nil)
			require.NoError(t, err)
			links, err := old.Link(t.Context(), x.Slice(2, 3, 0, 2), kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			p, err := res.Predict(links)
			require.NoError(t, err)
			assert.Equal(t, tied, p.Status[0] == labelprop.Tied, "γ = %g", gamma)
			assert.False(t, p.Proven[0], "γ = %g", gamma)
		}
	}
}
