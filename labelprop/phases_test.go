package labelprop_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// phased is work that takes long on more rows, and the least number of reports that are wanted of each of its phases.
type phased struct {
	name   string
	near   func(t *testing.T, x *mat.Dense) *graph.Neighbors
	rows   int
	every  int // that many rows have one label
	gamma  float64
	do     func(context.Context, *graph.Graph, labelprop.Seeds, *labelprop.Options) error
	phases map[labelprop.Phase]int
}

// nearestOf and allOf are the graphs of the tests.
func nearestOf(k int) func(t *testing.T, x *mat.Dense) *graph.Neighbors {
	return func(t *testing.T, x *mat.Dense) *graph.Neighbors { return must(graph.KNN(t.Context(), x, k, nil)) }
}

func allOf(t *testing.T, x *mat.Dense) *graph.Neighbors {
	return must(graph.Complete(t.Context(), x, nil))
}

// solving solves by a method, and leavingOut leaves out the labels.
func solving(m labelprop.Method, s labelprop.Solver) func(
	context.Context, *graph.Graph, labelprop.Seeds, *labelprop.Options) error {
	return func(ctx context.Context, g *graph.Graph, y labelprop.Seeds, o *labelprop.Options) error {
		o.Solver = s
		_, err := labelprop.Solve(ctx, g, y, m, o)
		return err
	}
}

func leavingOut(m labelprop.Method) func(context.Context, *graph.Graph, labelprop.Seeds, *labelprop.Options) error {
	return func(ctx context.Context, g *graph.Graph, y labelprop.Seeds, o *labelprop.Options) error {
		_, err := labelprop.LeaveOneOut(ctx, g, y, m, o)
		return err
	}
}

// longWork lists it. Fewer rows are enough to see whether a phase is silent: what is told depends on the work alone.
var longWork = []phased{
	{"elimination of a complete graph", allOf, 250, 25, 1, solving(labelprop.Harmonic{}, labelprop.Auto),
		map[labelprop.Phase]int{labelprop.Eliminating: 2, labelprop.Answering: 20}},
	{"elimination of neighbours in pairs", nearestOf(10), 2000, 25, 300, solving(labelprop.Harmonic{}, labelprop.Elimination),
		map[labelprop.Phase]int{labelprop.Sorting: 2, labelprop.Eliminating: 2, labelprop.Answering: 4}},
	{"approximate elimination", nearestOf(10), 2500, 25, 300, solving(labelprop.Harmonic{}, labelprop.ApproximateElimination),
		map[labelprop.Phase]int{labelprop.Sorting: 2, labelprop.Eliminating: 10, labelprop.Multiplying: 50,
			labelprop.Iterating: 10}},
	{"a dense matrix, and the limit of equal weights", allOf, 2550, 25, 1e-300, solving(labelprop.Harmonic{}, labelprop.Auto),
		map[labelprop.Phase]int{labelprop.Weighing: 10, labelprop.Multiplying: 10, labelprop.Iterating: 2,
			labelprop.Bounding: 30}},
	{"sweeps in units of the answer", nearestOf(10), 2000, 25, 1000, solving(labelprop.Spreading{}, labelprop.Auto),
		map[labelprop.Phase]int{labelprop.Weighing: 50, labelprop.Multiplying: 20, labelprop.Iterating: 1}},
	{"elimination in blocks", allOf, 850, 25, 100, solving(labelprop.Harmonic{}, labelprop.Elimination),
		map[labelprop.Phase]int{labelprop.Sorting: 2, labelprop.Weighing: 2, labelprop.Eliminating: 2}},
	{"poisson and its bounds", nearestOf(10), 3000, 25, 1, solving(labelprop.Poisson{}, labelprop.Auto),
		map[labelprop.Phase]int{labelprop.Iterating: 10, labelprop.Bounding: 20}},
	{"rounds of poisson MBO", nearestOf(10), 3000, 25, 1, solving(labelprop.PoissonMBO{}, labelprop.Auto),
		map[labelprop.Phase]int{labelprop.Iterating: 10, labelprop.Multiplying: 10}},
	{"leaving out caught walks", nearestOf(10), 900, 90, 300, leavingOut(labelprop.Harmonic{}),
		map[labelprop.Phase]int{labelprop.Sorting: 2, labelprop.Multiplying: 50, labelprop.LeavingOut: 100}},
}

// problem draws the rows of work, in a few groups.
func (p phased) problem(t *testing.T) (*graph.Graph, labelprop.Seeds) {
	r := rand.New(rand.NewPCG(17, 17))
	x, y := mat.NewDense(p.rows, 3, nil), make([]int, p.rows)
	for i := range p.rows {
		for j := range 3 {
			x.Set(i, j, r.NormFloat64()+2*float64(i%3))
		}
		if y[i] = labelprop.Unlabeled; i%p.every == 0 {
			y[i] = i / p.every % 3
		}
	}
	g, err := p.near(t, x).Weigh(kernel.RBF{Gamma: p.gamma})
	require.NoError(t, err)
	return g, classSeeds(y)
}

// Whatever takes long tells how far it is, and ends when its context does: no phase is silent.
func TestNoPhaseIsSilent(t *testing.T) {
	t.Parallel()
	for i, p := range longWork {
		if testing.Short() && i%2 > 0 {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			g, y := p.problem(t)
			seen, shares := map[labelprop.Phase]int{}, map[labelprop.Phase]float64{}
			err := p.do(t.Context(), g, y, &labelprop.Options{Observe: func(at labelprop.Progress) error {
				seen[at.Phase]++
				shares[at.Phase] = max(shares[at.Phase], at.Share)
				assert.GreaterOrEqual(t, at.Share, 0.0)
				assert.LessOrEqual(t, at.Share, 1.0)
				return nil
			}})
			require.NoError(t, err)
			t.Log(seen, shares)
			for phase, least := range p.phases {
				assert.GreaterOrEqual(t, seen[phase], least, "%v", phase)
				p.endsIn(t, phase, g, y)
			}
		})
	}
}

// endsIn ends the work when it tells of a phase for the first time: nothing is told any more but what is under way.
func (p phased) endsIn(t *testing.T, phase labelprop.Phase, g *graph.Graph, y labelprop.Seeds) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	more := -1
	err := p.do(ctx, g, y, &labelprop.Options{Observe: func(at labelprop.Progress) error {
		if at.Phase == phase {
			cancel()
		}
		if ctx.Err() != nil {
			more++
		}
		return nil
	}})
	require.ErrorIs(t, err, context.Canceled, "%v", phase)
	assert.LessOrEqual(t, more, 1, "%v", phase)
}
