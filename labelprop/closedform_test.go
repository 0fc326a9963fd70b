package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// closedForms lists the graphs that the closed forms are solved on. The γ of the
// complete ones leave the dense oracle its digits; it checks its own row sums.
var closedForms = []struct {
	name  string
	heavy bool
	make  func(t testing.TB) network
}{
	{"digits kNN", true, func(t testing.TB) network { return knn(t, bigDigits(t), 10, nil, kernel.SelfTuning{}) }},
	{"digits complete", true, func(t testing.TB) network { return complete(t, bigDigits(t).thinned(3), kernel.RBF{Gamma: 0.005}) }},
	{"iris kNN", false, func(t testing.TB) network { return knn(t, load(t, "iris"), 7, nil, kernel.RBF{Gamma: 5}) }},
	{"iris complete", false, func(t testing.TB) network { return complete(t, load(t, "iris"), kernel.RBF{Gamma: 2}) }},
	{"wine kNN", false, func(t testing.TB) network { return knn(t, load(t, "wine"), 7, nil, kernel.SelfTuning{}) }},
	{"wine complete", false, func(t testing.TB) network {
		return complete(t, load(t, "wine").standardized(), kernel.RBF{Gamma: 0.2})
	}},
}

// bigDigits is all of digits where there is time for a dense solve of it, which is cubic.
func bigDigits(t testing.TB) dataset {
	if raced || testing.Short() {
		return load(t, "digits").thinned(4)
	}
	return load(t, "digits").thinned(measured(2, 1))
}

// Every method against a dense solve of its closed form: on half of digits, and on all of it when measuring.
func TestClosedForms(t *testing.T) {
	for _, n := range closedForms {
		t.Run(n.name, func(t *testing.T) {
			t.Parallel()
			net := n.make(t)
			y := drawn(net.truth, 5, 1)
			for _, m := range methods {
				if n.heavy && skipOnHeavy(m.method) {
					continue
				}
				want := m.oracle(t, net.g, y)
				r := solveOK(t, net.g, classSeeds(y), m.method, labelprop.Auto)
				gap := largestGap(want, r.Scores) / mat.Max(absolute(want))
				assert.LessOrEqual(t, gap, 1e-8, "%v", m.method)
			}
		})
	}
}

// skipOnHeavy leaves out what differs from another method in a parameter alone.
func skipOnHeavy(m labelprop.Method) bool {
	return m == labelprop.Method(labelprop.Propagation{}) || m == labelprop.Method(labelprop.Spreading{})
}

func TestClosedFormsOfSmallNetworks(t *testing.T) {
	for _, n := range networks {
		net := n.make(t)
		if net.g.N() > 100 {
			continue
		}
		t.Run(n.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(2) {
				y := drawn(net.truth, 2, seed)
				for _, m := range methods {
					assertOracle(t, net.g, y, m.method, m.oracle(t, net.g, y))
				}
			}
		})
	}
}

// assertOracle compares every solver, on nodes that have edges and are reachable.
func assertOracle(t *testing.T, g *graph.Graph, y []int, m labelprop.Method, want *mat.Dense) {
	_, signed := m.(labelprop.Poisson)
	size := max(mat.Max(absolute(want)), 1e-300)
	for _, solver := range solversOf(signed) {
		r := solveOK(t, g, classSeeds(y), m, solver)
		for i := range y {
			if ind, _, _ := csrtest.Row(g, i); len(ind) == 0 {
				continue
			}
			for k, f := range want.RawRowView(i) {
				require.InDelta(t, f/size, r.Scores.At(i, k)/size, 1e-8, "%v by %v: node %d, class %d", m, solver, i, k)
			}
		}
	}
}

// The report of 2002 describes an iteration, not a formula: clamp, average,
// repeat. Its limit must be the answer of both names.
func TestPropagationIsTheLimitOfItsIteration(t *testing.T) {
	skipIfSlow(t)
	net := knn(t, load(t, "iris"), 7, nil, kernel.SelfTuning{})
	y := drawn(net.truth, 5, 2)
	w := weights(net.g)
	cases := []struct {
		method labelprop.Method
		w      *mat.Dense
	}{
		{labelprop.Propagation{}, w},
		{labelprop.Harmonic{}, w},
		{labelprop.Propagation{Columns: true}, columnNormalized(w)},
	}
	for _, c := range cases {
		want := iterateByHand(c.w, y, 5000)
		r := solveOK(t, net.g, classSeeds(y), c.method, labelprop.Auto)
		reached := reachable(net.g, y)
		for i := range y {
			if reached[i] {
				assert.InDeltaSlice(t, want.RawRowView(i), r.Scores.RawRowView(i), 1e-8, "%v, node %d", c.method, i)
			}
		}
	}
}

// iterateByHand repeats F ← rownorm(W)F and clamps the labels.
func iterateByHand(w *mat.Dense, y []int, steps int) *mat.Dense {
	d, c := degrees(w), classCount(y)
	f, given := oneHot(y, c), oneHot(y, c)
	var next mat.Dense
	for range steps {
		next.Mul(w, f)
		for i, k := range y {
			row := next.RawRowView(i)
			for j := range row {
				row[j] /= d[i]
			}
			if k >= 0 {
				copy(row, given.RawRowView(i))
			}
		}
		f.Copy(&next)
	}
	return f
}
