package labelprop_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// cubeTrial is a graph of cubes, with what is given of each kind of rows.
type cubeTrial struct {
	*cubes
	near        *graph.Neighbors
	y           []int
	soft, other *mat.Dense // labels that are shared, and probabilities of another classifier, by kind
	trust       []float64
	worlds      map[float64]*kindWorld
}

// cubesOf are cubes at so many centres.
func cubesOf(centres, marked, free, k int) *cubes {
	c := &cubes{unit: 3, marked: marked, free: free, k: k}
	at := 0.0
	for b := range centres {
		c.centres = append(c.centres, at)
		at += []float64{1, 2, 1, 3, 2, 4}[b%6]
		class := none
		if b%4 == 0 {
			class = []int{0, 1, 2, 0, 2}[b/4%5]
		}
		c.class = append(c.class, class)
	}
	return c
}

func newCubeTrial(t testing.TB, c *cubes) *cubeTrial {
	tr := &cubeTrial{cubes: c, y: c.labels()}
	if c.k > 0 {
		_, most := c.reach()
		require.LessOrEqual(t, most, float64(4*c.k+16), "some ties are not taken in: the kinds are wrong")
		tr.near = must(graph.KNN(t.Context(), c.points(), c.k, nil))
	} else {
		tr.near = must(graph.Complete(t.Context(), c.points(), nil))
	}
	r := rand.New(rand.NewPCG(uint64(c.kinds()), 8))
	tr.soft, tr.other, tr.trust = oneHot(tr.y, 3), mat.NewDense(c.kinds(), 3, nil), make([]float64, c.kinds())
	for a, k := range tr.y {
		for class := range 3 {
			tr.other.Set(a, class, r.Float64()*float64(a%4))
		}
		divideRow(tr.other.RawRowView(a))
		if k >= 0 {
			tr.trust[a] = []float64{1, 0.5, 1e-6, 0.9}[a/3%4]
			if a%2 == 0 {
				tr.soft.Set(a, k, 0.75)
				tr.soft.Set(a, (k+1)%3, 0.25)
			}
		}
	}
	return tr
}

// ofRows gives each row what its kind has.
func (tr *cubeTrial) ofRows(kinds *mat.Dense) *mat.Dense {
	_, c := kinds.Dims()
	rows := mat.NewDense(tr.rows(), c, nil)
	for i := range tr.rows() {
		rows.SetRow(i, kinds.RawRowView(tr.kindOf(i)))
	}
	return rows
}

func (tr *cubeTrial) rowLabels() []int {
	y := make([]int, tr.rows())
	for i := range y {
		y[i] = tr.y[tr.kindOf(i)]
	}
	return y
}

func (tr *cubeTrial) rowTrust() []float64 {
	trust := make([]float64, tr.rows())
	for i := range trust {
		trust[i] = tr.trust[tr.kindOf(i)]
	}
	return trust
}

// external returns the labels and trusts that the other classifier's probabilities amount to.
func (tr *cubeTrial) external() (*mat.Dense, []float64) {
	return (&trial{y: tr.y, other: tr.other}).external()
}

// cubeMethods is the list of methods, each with its oracle.
var cubeMethods = []struct {
	name   string
	method labelprop.Method
	seeds  func(*cubeTrial) labelprop.Seeds
	oracle func(*cubeTrial, *kindWorld) reals
	dummy  bool // the last column is a dummy class
}{
	{name: "harmonic", method: labelprop.Harmonic{}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.harmonic(oneHot(tr.y, 3), fullTrust(tr.y)) }},
	{name: "spreading 0.2", method: labelprop.Spreading{Alpha: 0.2}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), 0.2) }},
	{name: "spreading 0.95", method: labelprop.Spreading{}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), 0.95) }},
	{name: "spreading 0.999", method: labelprop.Spreading{Alpha: 0.999}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.spreading(oneHot(tr.y, 3), fullTrust(tr.y), 0.999) }},
	{name: "propagation, columns", method: labelprop.Propagation{Columns: true}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals {
			return o.columns().harmonic(oneHot(tr.y, 3), fullTrust(tr.y))
		}},
	{name: "wnll", method: labelprop.WNLL{}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals {
			return o.boosted(o.nonlocal()).harmonic(oneHot(tr.y, 3), fullTrust(tr.y))
		}},
	{name: "properly weighted", method: labelprop.ProperlyWeighted{Most: 1000}, seeds: hardCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals {
			return o.boosted(o.proper()).harmonic(oneHot(tr.y, 3), fullTrust(tr.y))
		}},
	{name: "mad", method: labelprop.MAD{}, seeds: hardCubes, dummy: true,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.adsorbed([3]float64{1, 0.5, 1e-4}) }},
	{name: "soft labels, harmonic", method: labelprop.Harmonic{}, seeds: sharedCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.harmonic(tr.soft, tr.trust) }},
	{name: "soft labels, spreading", method: labelprop.Spreading{Alpha: 0.8}, seeds: sharedCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals { return o.spreading(tr.soft, tr.trust, 0.8) }},
	{name: "external priors", method: labelprop.Harmonic{}, seeds: externalCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals {
			y, trust := tr.external()
			return o.harmonic(y, trust)
		}},
	{name: "external priors, spreading", method: labelprop.Spreading{Alpha: 0.8}, seeds: externalCubes,
		oracle: func(tr *cubeTrial, o *kindWorld) reals {
			y, trust := tr.external()
			return o.spreading(y, trust, 0.8)
		}},
}

func hardCubes(tr *cubeTrial) labelprop.Seeds { return classSeeds(tr.rowLabels()) }

func sharedCubes(tr *cubeTrial) labelprop.Seeds { return softSeeds(tr.ofRows(tr.soft), tr.rowTrust()) }

func externalCubes(tr *cubeTrial) labelprop.Seeds {
	return must(classSeeds(tr.rowLabels()).WithPrior(tr.ofRows(tr.other), 0.01))
}

// farApart is a bandwidth at which scores of cubes are their leading terms to hundreds of digits.
const farApart = 2000

// truth returns what the oracle knows at a bandwidth.
func (tr *cubeTrial) truth(t testing.TB, gamma float64, oracle func(*cubeTrial, *kindWorld) reals) *scoresAt {
	if gamma < 500 {
		return &scoresAt{exact: oracle(tr, tr.at(gamma))}
	}
	return leadingTermsAt(t, farApart, oracle(tr, tr.at(farApart)), oracle(tr, tr.at(2*farApart)))
}

// at returns the world at a bandwidth, and keeps it.
func (tr *cubeTrial) at(gamma float64) *kindWorld {
	if tr.worlds == nil {
		tr.worlds = map[float64]*kindWorld{}
	}
	if tr.worlds[gamma] == nil {
		tr.worlds[gamma] = tr.world(gamma)
	}
	return tr.worlds[gamma]
}

// leads are the logs of the quotients of the scores of a kind, class by class.
func (s *scoresAt) leads(gamma float64, kind, columns int) [][]float64 {
	l := make([][]float64, columns)
	for a := range columns {
		for b := range columns {
			l[a] = append(l[a], s.lead(gamma, kind, a, b))
		}
	}
	return l
}

// compareCubes counts the rows that are not as the oracle says, and tells of the last one.
func (tr *cubeTrial) compareCubes(r *labelprop.Result, s *scoresAt, gamma float64, columns int) (c comparison, what string) {
	kinds := make([][][]float64, tr.kinds())
	for a := range kinds {
		kinds[a] = s.leads(gamma, a, columns)
	}
	for i, label := range r.Labels {
		if r.Status[i] == labelprop.Unreachable {
			continue
		}
		l, best, gap := kinds[tr.kindOf(i)], 0, math.Inf(1)
		for k := range l {
			if l[k][best] > 0 {
				best = k
			}
		}
		for k := range l {
			if k != best {
				gap = min(gap, l[best][k])
			}
		}
		if c.rows++; label < 0 {
			label = columns - 1 // the dummy
		}
		row := fmt.Sprintf("row %d of kind %d: class %d for %d, which leads by %g (%v)", i, tr.kindOf(i), label, best, gap, r.Status[i])
		if r.Proven[i] {
			c.proven++
			for k := range l {
				if k != label && !(l[label][k] > 0) {
					c.falseProven++
					what = row + ", said to be proven"
				}
			}
		}
		switch {
		case gap <= 1e-12:
			c.ties++
		case r.Status[i] == labelprop.Tied:
			c.falseTied++
			what = row
		case label != best:
			c.wrong++
			what = row
		}
	}
	return c, what
}

// check compares all methods with the oracle at one bandwidth, and counts what those say whose labels can be proven.
func (tr *cubeTrial) check(t *testing.T, gamma float64) (all comparison) {
	g := must(tr.near.Weigh(kernel.RBF{Gamma: gamma}))
	for _, m := range cubeMethods {
		t.Run(m.name, func(t *testing.T) {
			start := time.Now()
			r, err := labelprop.Solve(t.Context(), g, m.seeds(tr), m.method, nil)
			if tr.k == 0 && tr.rows() > 10_000 && err != nil {
				// There is no room for the edges one by one.
				require.ErrorContains(t, err, "use k nearest neighbours")
				t.Log(err)
				return
			}
			require.NoError(t, err)
			took := time.Since(start)
			columns := 3
			if m.dummy {
				columns = 4
			}
			c, what := tr.compareCubes(r, tr.truth(t, gamma, m.oracle), gamma, columns)
			if measuring {
				t.Logf("%d proven of %d, %d ties, by %v in %.1f s: %v", c.proven, c.rows, c.ties, r.Solver, took.Seconds(), r.Warnings)
			}
			if c.wrong > 0 && (!r.Converged || warned(r, "undecided")) {
				t.Logf("%d are wrong, and the run says so: %v", c.wrong, r.Warnings)
				c.wrong = 0
			}
			assert.Zero(t, c.wrong+c.falseTied+c.falseProven, "%+v: %s", c, what)
			if !m.dummy {
				all.add(c)
			}
		})
	}
	return all
}

// Every method on cubes of 500 to 20,000 rows, kNN graphs and complete ones; a few of them where nothing is measured.
//
//	PROPAGATE_MEASURE=10 go test -count=1 -v -timeout 9h -run OnCubes ./labelprop
//
// takes the largest, for an hour.
func TestEveryMethodIsRightOnCubes(t *testing.T) {
	t.Parallel()
	sizes, gammas := []*cubes{cubesOf(16, 1, 6, 8), cubesOf(10, 1, 2, 0)}, []float64{5e-324, 1, 1e300}
	switch {
	case often > 1:
		sizes = []*cubes{cubesOf(16, 2, 3, 8), cubesOf(16, 2, 5, 8), cubesOf(20, 3, 7, 8), cubesOf(16, 2, 3, 0),
			cubesOf(16, 2, 5, 0), cubesOf(20, 3, 7, 0)}
		gammas = everyGamma
	case measuring:
		sizes, gammas = []*cubes{cubesOf(16, 2, 3, 8)}, everyGamma
	case raced || testing.Short():
		sizes = sizes[1:]
	}
	for _, c := range sizes {
		t.Run(fmt.Sprintf("%d rows, k = %d", c.rows(), c.k), func(t *testing.T) {
			tr := newCubeTrial(t, c)
			for _, gamma := range gammas {
				t.Run(fmt.Sprintf("γ = %g", gamma), func(t *testing.T) {
					all := tr.check(t, gamma)
					t.Logf("%+v", all)
					// In large graphs at wide weights fewer are proven; what is said of them is right all the same.
					if c.rows() < 10_000 {
						assert.GreaterOrEqual(t, all.proven, 9*(all.rows-all.ties)/10, "hardly anything is proven")
					}
				})
			}
		})
	}
}

// Correct and smooth takes a fixed number of steps, and the oracle the same. Beyond γ = 400 they change no more.
func TestCorrectSmoothIsRightOnCubes(t *testing.T) {
	t.Parallel()
	sizes := []*cubes{cubesOf(16, 2, 1, 0), cubesOf(16, 2, 3, 8)}
	gammas := []float64{1, 1e300}
	switch {
	case often > 1:
		sizes = []*cubes{cubesOf(16, 2, 5, 8), cubesOf(20, 3, 7, 8), cubesOf(16, 2, 5, 0)}
		gammas = everyGamma
	case measuring:
		gammas = everyGamma
	}
	for _, c := range sizes {
		t.Run(fmt.Sprintf("%d rows, k = %d", c.rows(), c.k), func(t *testing.T) {
			tr := newCubeTrial(t, c)
			for _, gamma := range gammas {
				g := must(tr.near.Weigh(kernel.RBF{Gamma: gamma}))
				got, err := labelprop.CorrectSmooth{}.Improve(t.Context(), g, classSeeds(tr.rowLabels()), tr.ofRows(tr.other))
				require.NoError(t, err)
				s := &scoresAt{exact: tr.at(min(gamma, 400)).correctSmooth(tr.other)}
				rows, silent := tr.compareScores(t, got, s, gamma)
				t.Logf("γ = %g: %d rows are right, %d have no answer", gamma, rows, silent)
			}
		})
	}
}

// compareScores holds the best class of each row against the oracle, where it leads by more than rounding. Rows of which
// the classifier says nothing, and what is spread to them underflows, have no answer.
func (tr *cubeTrial) compareScores(t *testing.T, got *mat.Dense, s *scoresAt, gamma float64) (rows, silent int) {
	kinds := make([][][]float64, tr.kinds())
	for a := range kinds {
		kinds[a] = s.leads(gamma, a, 3)
	}
	for i := range tr.rows() {
		kind := tr.kindOf(i)
		if mat.Sum(got.RowView(i)) == 0 && mat.Sum(tr.other.RowView(kind)) == 0 {
			silent++
			continue
		}
		for a := range 3 {
			// What underflows may be less than the best alone.
			if slices.Min(kinds[kind][a]) < 0 {
				continue
			}
			for b := range 3 {
				if l := kinds[kind][a][b]; l > 1e-9 {
					require.Greater(t, got.At(i, a), got.At(i, b), "k = %d, γ = %g, row %d of kind %d: class %d leads %d by %g",
						tr.k, gamma, i, kind, a, b, l)
				}
			}
		}
		rows++
	}
	return rows, silent
}

// The oracle of the kinds against that of the rows, which solves for all of them with subtractions.
func TestKindsOfCubesHaveTheScoresOfTheirRows(t *testing.T) {
	t.Parallel()
	for _, k := range []int{0, 4} {
		c := cubesOf(5, 1, 2, k)
		tr := newCubeTrial(t, c)
		for _, gamma := range []float64{0.03, 1} {
			g := must(tr.near.Weigh(kernel.RBF{Gamma: gamma}))
			rows := &trial{x: c.points(), y: tr.rowLabels(), soft: tr.ofRows(tr.soft), trust: tr.rowTrust(), other: tr.ofRows(tr.other)}
			whole := newWorld(g, rows.x, gamma, 700)
			for _, one := range cubeMethods {
				same := slices.IndexFunc(bandwidthMethods, func(m bandwidthMethod) bool { return m.name == one.name })
				want, got := bandwidthMethods[same].oracle(rows, whole), one.oracle(tr, tr.at(gamma))
				for i := range want {
					for class := range want[i] {
						a, _ := want[i][class].Float64()
						b, _ := got[c.kindOf(i)][class].Float64()
						require.InEpsilon(t, a+1e-300, b+1e-300, 1e-9, "k = %d, γ = %g, %s, row %d", k, gamma, one.name, i)
					}
				}
			}
		}
	}
}
