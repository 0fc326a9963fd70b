package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// everyGamma are the bandwidths of the tests, for rows of whole numbers whose
// squared distances are between 0 and some 75.
var everyGamma = []float64{5e-324, 1e-300, 1e-20, 1e-6, 1e-3, 0.03, 0.3, 1, 20, 1e3, 1e8, 1e300}

// leading is a bandwidth at which scores are their leading terms to 19 digits:
// whole squared distances make exponents differ by ½ at least.
const leading = 90

// scoresAt is what an oracle knows of the scores at one bandwidth.
type scoresAt struct {
	exact      reals       // at this bandwidth, or nil
	rate, coef [][]float64 // of a score exp(-γ·rate + coef); rate = +Inf: 0
}

// lead returns ln of the score of class a over that of class b.
func (s *scoresAt) lead(gamma float64, i, a, b int) float64 {
	if s.exact == nil {
		switch dt := s.rate[i][a] - s.rate[i][b]; {
		case s.rate[i][a] == s.rate[i][b]:
			return s.coef[i][a] - s.coef[i][b]
		default:
			return -gamma*dt + s.coef[i][a] - s.coef[i][b]
		}
	}
	x, y := s.exact[i][a], s.exact[i][b]
	switch {
	case x.Sign() <= 0 && y.Sign() <= 0:
		return 0
	case x.Sign() <= 0:
		return math.Inf(-1)
	case y.Sign() <= 0:
		return math.Inf(1)
	}
	if l := logReal(x) - logReal(y); math.Abs(l) > 0.1 {
		return l
	}
	diff, _ := quoReal(subReal(x, y), y).Float64()
	return math.Log1p(diff)
}

// leadingTerms finds rate and coefficient from the scores at two bandwidths.
func leadingTerms(t testing.TB, once, twice reals) *scoresAt {
	return leadingTermsAt(t, leading, once, twice)
}

// leadingTermsAt does so from those at gamma and 2·gamma.
func leadingTermsAt(t testing.TB, gamma float64, once, twice reals) *scoresAt {
	s := &scoresAt{}
	for i := range once {
		rate, coef := make([]float64, len(once[i])), make([]float64, len(once[i]))
		for k, x := range once[i] {
			if rate[k] = math.Inf(1); x.Sign() <= 0 {
				continue
			}
			y := twice[i][k]
			at := (logReal(x) - logReal(y)) / gamma
			rate[k] = math.Round(2*at) / 2
			a := logReal(mulReal(x, expReal(realOf(gamma*rate[k], x.Prec()))))
			b := logReal(mulReal(y, expReal(realOf(2*gamma*rate[k], x.Prec()))))
			require.InDelta(t, a, b, 1e-9, "row %d, class %d: no leading term: rate %g", i, k, at)
			coef[k] = b
		}
		s.rate, s.coef = append(s.rate, rate), append(s.coef, coef)
	}
	return s
}

// trial is a graph of rows of whole numbers with labels of three classes.
type trial struct {
	name  string
	x     *mat.Dense
	near  *graph.Neighbors
	y     []int
	soft  *mat.Dense // labels that are shared and not fully trusted
	trust []float64
	other *mat.Dense // probabilities of another classifier, some rows 0

	limits map[string]*scoresAt // by method: what the oracle knows beyond γ = 100
}

func trials(t testing.TB, n int, seed uint64) []*trial {
	r := rand.New(rand.NewPCG(seed, 5))
	x := mat.NewDense(n, 3, nil)
	x.Apply(func(_, _ int, _ float64) float64 { return float64(r.IntN(max(6, n/60))) }, x)
	all, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	knn, err := graph.KNN(t.Context(), x, 4, nil)
	require.NoError(t, err)
	mutual, err := graph.KNN(t.Context(), x, 3, &graph.SearchOptions{Mutual: true})
	require.NoError(t, err)
	out := []*trial{{name: "complete ", near: all}, {name: "kNN ", near: knn}, {name: "mutual kNN and a tree ", near: requireJoined(t, mutual)}}
	y := make([]int, n)
	for i := range y {
		y[i] = none
	}
	for l, i := range r.Perm(n)[:max(7, n/40)] {
		y[i] = l % 3
	}
	soft, trust, other := oneHot(y, 3), make([]float64, n), mat.NewDense(n, 3, nil)
	for i, k := range y {
		for c := range 3 {
			other.Set(i, c, r.Float64()*float64(i%4))
		}
		divideRow(other.RawRowView(i))
		if k < 0 {
			continue
		}
		trust[i] = []float64{1, 0.5, 1e-6, 0.9}[r.IntN(4)]
		if r.IntN(2) == 0 {
			soft.Set(i, k, 0.75)
			soft.Set(i, (k+1)%3, 0.25)
		}
	}
	for _, tr := range out {
		tr.x, tr.y, tr.soft, tr.trust, tr.other = x, y, soft, trust, other
	}
	return out
}

func divideRow(row []float64) {
	sum := 0.0
	for _, v := range row {
		sum += v
	}
	for k := range row {
		if sum > 0 {
			row[k] /= sum
		}
	}
}

// bandwidthMethod is a method with its oracle.
type bandwidthMethod struct {
	name   string
	method labelprop.Method
	seeds  func(*trial) labelprop.Seeds
	oracle func(*trial, *world) reals
	dummy  bool // the last column is a dummy class
}

var bandwidthMethods = []bandwidthMethod{
	{name: "harmonic", method: labelprop.Harmonic{}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals { return o.harmonic(oneHot(tr.y, 3), fullTrust(tr.y)) }},
	{name: "propagation, columns", method: labelprop.Propagation{Columns: true}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals { return o.columns().harmonic(oneHot(tr.y, 3), fullTrust(tr.y)) }},
	{name: "spreading 0.2", method: labelprop.Spreading{Alpha: 0.2}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals { return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), 0.2) }},
	{name: "spreading 0.95", method: labelprop.Spreading{}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals { return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), 0.95) }},
	{name: "spreading 0.999", method: labelprop.Spreading{Alpha: 0.999}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals { return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), 0.999) }},
	{name: "wnll", method: labelprop.WNLL{}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals {
			return o.boosted(tr.y, nonlocal).harmonic(oneHot(tr.y, 3), fullTrust(tr.y))
		}},
	{name: "properly weighted", method: labelprop.ProperlyWeighted{Most: 1000}, seeds: hardSeeds,
		oracle: func(tr *trial, o *world) reals {
			return o.boosted(tr.y, proper).harmonic(oneHot(tr.y, 3), fullTrust(tr.y))
		}},
	{name: "mad", method: labelprop.MAD{}, seeds: hardSeeds, dummy: true,
		oracle: func(tr *trial, o *world) reals { return o.adsorbed(tr.y, 3, [3]float64{1, 0.5, 1e-4}) }},
	{name: "soft labels, harmonic", method: labelprop.Harmonic{}, seeds: sharedSeeds,
		oracle: func(tr *trial, o *world) reals { return o.harmonic(tr.soft, tr.trust) }},
	{name: "soft labels, spreading", method: labelprop.Spreading{Alpha: 0.8}, seeds: sharedSeeds,
		oracle: func(tr *trial, o *world) reals { return o.spreading(tr.soft, tr.trust, 0.8) }},
	{name: "external priors", method: labelprop.Harmonic{}, seeds: externalSeeds,
		oracle: func(tr *trial, o *world) reals {
			y, trust := tr.external()
			return o.harmonic(y, trust)
		}},
	{name: "external priors, spreading", method: labelprop.Spreading{Alpha: 0.8}, seeds: externalSeeds,
		oracle: func(tr *trial, o *world) reals {
			y, trust := tr.external()
			return o.spreading(y, trust, 0.8)
		}},
}

func hardSeeds(tr *trial) labelprop.Seeds { return classSeeds(tr.y) }

func sharedSeeds(tr *trial) labelprop.Seeds { return softSeeds(tr.soft, tr.trust) }

func externalSeeds(tr *trial) labelprop.Seeds {
	return must(classSeeds(tr.y).WithPrior(tr.other, 0.01))
}

// external returns the labels and trusts that external priors amount to.
func (tr *trial) external() (y *mat.Dense, trust []float64) {
	y, trust = mat.DenseCopyOf(tr.other), make([]float64, len(tr.y))
	for i, k := range tr.y {
		switch {
		case k >= 0:
			y.SetRow(i, []float64{0, 0, 0})
			y.Set(i, k, 1)
			trust[i] = 1
		case mat.Sum(y.RowView(i)) > 0:
			trust[i] = 0.01
		}
	}
	return y, trust
}

// fullTrust is 1 at labels.
func fullTrust(y []int) []float64 {
	trust := make([]float64, len(y))
	for i, k := range y {
		if k >= 0 {
			trust[i] = 1
		}
	}
	return trust
}

// worldsAt returns the exact weights at γ, or at two bandwidths where nothing but
// leading terms is left.
func worldsAt(tr *trial, g *graph.Graph, gamma float64) []*world {
	if gamma > 100 {
		return []*world{newWorld(g, tr.x, leading, 400+120*leading), newWorld(g, tr.x, 2*leading, 400+240*leading)}
	}
	prec := uint(500 + 120*gamma)
	if gamma < 1 {
		prec += uint(-2.2 * math.Log2(gamma))
	}
	return []*world{newWorld(g, tr.x, gamma, prec)}
}

// withTruth keeps s under a name.
func withTruth(m map[string]*scoresAt, name string, s *scoresAt) map[string]*scoresAt {
	if m == nil {
		m = map[string]*scoresAt{}
	}
	m[name] = s
	return m
}

// truthAt returns what an oracle knows.
func (tr *trial) truthAt(t testing.TB, worlds []*world, oracle func(*trial, *world) reals) *scoresAt {
	if len(worlds) == 2 {
		return leadingTerms(t, oracle(tr, worlds[0]), oracle(tr, worlds[1]))
	}
	return &scoresAt{exact: oracle(tr, worlds[0])}
}

// comparison is what a comparison with the oracle has found.
type comparison struct{ rows, ties, wrong, falseTied, falseProven, proven int }

// compare counts the rows of r that are not as the oracle says.
func (c *comparison) compare(r *labelprop.Result, s *scoresAt, gamma float64, columns int) (first string) {
	for i, label := range r.Labels {
		if r.Status[i] == labelprop.Unreachable {
			continue
		}
		best, gap := 0, math.Inf(1)
		for k := 1; k < columns; k++ {
			if s.lead(gamma, i, k, best) > 0 {
				best = k
			}
		}
		for k := range columns {
			if k != best {
				gap = min(gap, s.lead(gamma, i, best, k))
			}
		}
		if label < 0 {
			label = columns - 1 // the dummy
		}
		c.rows++
		if r.Proven[i] {
			c.proven++
			for k := range columns {
				if k != label && !(s.lead(gamma, i, label, k) > 0) {
					c.falseProven++
					first = fmt.Sprintf("row %d, class %d: said to be proven, lead %g over class %d", i, label, s.lead(gamma, i, label, k), k)
				}
			}
		}
		if gap <= 1e-12 {
			c.ties++
			continue
		}
		if label != best {
			c.wrong++
			if first == "" {
				first = fmt.Sprintf("row %d: class %d for %d, which leads by %g (%v)", i, label, best, gap, r.Status[i])
			}
		}
		if r.Status[i] == labelprop.Tied {
			c.falseTied++
			first = fmt.Sprintf("row %d: class %d leads by %g and is said to be tied", i, best, gap)
		}
	}
	return first
}

func (c *comparison) add(o comparison) {
	c.rows, c.ties, c.wrong = c.rows+o.rows, c.ties+o.ties, c.wrong+o.wrong
	c.falseTied, c.falseProven, c.proven = c.falseTied+o.falseTied, c.falseProven+o.falseProven, c.proven+o.proven
}

// bandwidthSolvers are tried at each bandwidth. The first two must be right; the others
// must not be wrong without saying so.
var bandwidthSolvers = []labelprop.Solver{labelprop.Auto, labelprop.Elimination, labelprop.ConjugateGradients, labelprop.GaussSeidel}

// Every method on three graphs at twelve bandwidths, by every solver, against the oracle:
// no label is wrong where it is not a tie, no tie is false, and no proof is. The numbers of the oracle have up to
// 22,000 bits: the graphs are smaller where nothing is measured.
func TestEveryMethodIsRightAtEveryBandwidth(t *testing.T) {
	n, seeds := 10, uint64(1)
	if measuring {
		n, seeds = 16, 2
	}
	for seed := range seeds {
		for _, tr := range trials(t, n, seed) {
			t.Run(fmt.Sprint(tr.name, seed), func(t *testing.T) {
				t.Parallel()
				found := map[labelprop.Solver]*comparison{}
				for _, gamma := range everyGamma {
					tr.compareAt(t, gamma, bandwidthSolvers, found)
				}
				for solver, c := range found {
					t.Logf("%v: %+v", solver, *c)
					assert.Zero(t, c.falseTied+c.falseProven)
				}
				for _, solver := range bandwidthSolvers[:2] {
					assert.Zero(t, found[solver].wrong)
					assert.Greater(t, found[solver].proven, 8*(found[solver].rows-found[solver].ties)/10, "hardly anything is proven by %v", solver)
				}
			})
		}
	}
}

// compareAt compares all methods and solvers with the oracle at one bandwidth.
func (tr *trial) compareAt(t *testing.T, gamma float64, solvers []labelprop.Solver, found map[labelprop.Solver]*comparison) {
	g, err := tr.near.Weigh(kernel.RBF{Gamma: gamma})
	require.NoError(t, err)
	var worlds []*world
	if gamma < 100 || tr.limits == nil {
		worlds = worldsAt(tr, g, gamma)
	}
	for _, m := range bandwidthMethods {
		s, columns := tr.limits[m.name], 3
		if worlds != nil {
			s = tr.truthAt(t, worlds, m.oracle)
		}
		if gamma > 100 {
			tr.limits = withTruth(tr.limits, m.name, s)
		}
		if m.dummy {
			columns = 4
		}
		for _, solver := range solvers {
			if m.dummy && (solver == labelprop.Elimination || solver == labelprop.GaussSeidel) {
				continue
			}
			r, err := labelprop.Solve(t.Context(), g, m.seeds(tr), m.method, &labelprop.Options{Solver: solver})
			require.NoError(t, err)
			var c comparison
			what := c.compare(r, s, gamma, columns)
			if c.wrong > 0 && (!r.Converged || warned(r, "undecided")) {
				c.wrong = 0 // and said so
			}
			assert.Zero(t, c.wrong+c.falseTied+c.falseProven, "%s at γ = %g by %v: %s", m.name, gamma, solver, what)
			if found[solver] == nil {
				found[solver] = &comparison{}
			}
			if !m.dummy { // whose labels are never proven
				found[solver].add(c)
			}
		}
	}
}

// warned tells whether a warning has the text.
func warned(r *labelprop.Result, text string) bool {
	for _, w := range r.Warnings {
		if strings.Contains(w.Error(), text) {
			return true
		}
	}
	return false
}

// Graphs that are too large to be eliminated at once.
func TestLargeGraphsAreRightAtEveryBandwidth(t *testing.T) {
	measurement(t) // the oracle takes half a minute
	t.Parallel()
	for _, tr := range trials(t, 900, 1)[1:] { // not the complete graph, too slow for the oracle
		found := map[labelprop.Solver]*comparison{}
		for _, gamma := range []float64{1e-300, 0.3, 30} {
			tr.compareAt(t, gamma, bandwidthSolvers[:1], found)
		}
		c := found[labelprop.Auto]
		t.Logf("%s: %+v", tr.name, *c)
		assert.Zero(t, c.wrong+c.falseTied+c.falseProven, tr.name)
		assert.Greater(t, c.proven, 99*(c.rows-c.ties)/100, tr.name)
	}
}

// Spreading on digits, as scikit-learn's LabelSpreading does it: scores far below the
// range of float64, all of them proven, and none a tie.
func TestSpreadingOnDigitsAtEveryBandwidth(t *testing.T) {
	if raced || testing.Short() {
		t.Skip("takes seconds")
	}
	t.Parallel()
	d := load(t, "digits").thinned(measured(2, 1))
	y := d.draw(10, 1)
	all, err := graph.Complete(t.Context(), d.x, nil)
	require.NoError(t, err)
	near, err := graph.KNN(t.Context(), d.x, 10, nil)
	require.NoError(t, err)
	for name, n := range map[string]*graph.Neighbors{"complete": all, "kNN": near} {
		for _, gamma := range []float64{1, 20, 1e8, 1e300} {
			g, err := n.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			for _, alpha := range []float64{0.2, 0.95} {
				r := solveOK(t, g, classSeeds(y), labelprop.Spreading{Alpha: alpha}, labelprop.Auto)
				assert.Equal(t, len(y), r.CountProven(), "%s, α = %g, γ = %g", name, alpha, gamma)
				assert.Zero(t, r.Count(labelprop.Tied), "%s, α = %g, γ = %g", name, alpha, gamma)
				assert.Empty(t, r.Warnings, "%s, α = %g, γ = %g", name, alpha, gamma)
				assert.Greater(t, accuracy(r.Labels, d.truth, y), 0.9, "%s, α = %g, γ = %g", name, alpha, gamma)
			}
		}
	}
}

// Correct and smooth takes a fixed number of steps: the oracle takes the same.
func TestCorrectSmoothIsRightAtEveryBandwidth(t *testing.T) {
	t.Parallel()
	for _, tr := range trials(t, measured(10, 14), 3) {
		var atLimit *scoresAt
		for _, gamma := range everyGamma {
			g, err := tr.near.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			s := atLimit
			if s == nil {
				s = tr.truthAt(t, worldsAt(tr, g, min(gamma, 99)), func(tr *trial, o *world) reals { return o.correctSmooth(tr.y, tr.other) })
			}
			if gamma > 100 {
				atLimit = s
			}
			got, err := labelprop.CorrectSmooth{}.Improve(t.Context(), g, classSeeds(tr.y), tr.other)
			require.NoError(t, err)
			for i := range tr.y {
				row := got.RawRowView(i)
				if mat.Sum(got.RowView(i)) == 0 && mat.Sum(tr.other.RowView(i)) == 0 {
					continue // no answer: the classifier has none, and that of the labels underflows
				}
				best, gap := 0, math.Inf(1)
				for k := 1; k < 3; k++ {
					if s.lead(gamma, i, k, best) > 0 {
						best = k
					}
				}
				for k := range 3 {
					if k != best {
						gap = min(gap, s.lead(gamma, i, best, k))
					}
				}
				if gap < 1e-9 {
					continue
				}
				for k := range 3 {
					if k != best {
						assert.Greater(t, row[best], row[k], "%s, γ = %g, row %d: class %d leads by %g", tr.name, gamma, i, best, gap)
					}
				}
			}
		}
	}
}

// Poisson learning where no link is weak: labels that lead by more than the residual.
func TestPoissonIsRightAtModerateBandwidths(t *testing.T) {
	t.Parallel()
	for _, tr := range trials(t, 20, 4) {
		for _, gamma := range []float64{5e-324, 1e-300, 1e-20, 1e-6, 1e-3, 0.03} {
			g, err := tr.near.Weigh(kernel.RBF{Gamma: gamma})
			require.NoError(t, err)
			exact := worldsAt(tr, g, gamma)[0].poisson(tr.y, 3)
			r, err := labelprop.Solve(t.Context(), g, classSeeds(tr.y), labelprop.Poisson{}, nil)
			require.NoError(t, err)
			most := 0.0
			for i := range exact {
				for k := range 3 {
					v, _ := exact[i][k].Float64()
					most = max(most, math.Abs(v))
				}
			}
			for i := range exact {
				for k := range 3 {
					v, _ := exact[i][k].Float64()
					assert.InDelta(t, v, r.Scores.At(i, k), 1e-5*most, "%s, γ = %g, row %d, class %d", tr.name, gamma, i, k)
				}
			}
		}
	}
}
