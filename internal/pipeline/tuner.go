package pipeline

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// tuner tries candidates on the neighbours of one search.
type tuner struct {
	ctx      context.Context
	data     *dataset.Data
	config   Config
	how      TuneConfig
	near     *graph.Neighbors // nil: the graph was read
	graph    *graph.Graph     // as built
	seeds    labelprop.Seeds
	observer Observer

	ks       []int // of the neighbours; empty: all
	weights  []Candidate
	gammas   []float64 // of weights, or nil if that is not all there is to them
	methods  []labelprop.Method
	views    []labelprop.Candidate // one for each of how.Views that can be judged
	viewed   []Candidate           // the same, as they are named
	usual    labelprop.Method      // of the default, where that is no combination; nil: it is, or is not tried
	unjudged bool                  // the default would take too long to judge
	few      bool                  // labels are too few to judge the default by those left out

	effort *effort
	tried  []Candidate
	fault  error // why neighbours or weights could not be had
}

// name is what a candidate is called.
func (t *tuner) name(c Candidate) string {
	if t.how.Name != nil {
		return t.how.Name(c)
	}
	return c.String()
}

// first returns the error that came first: a fault ends the candidates early, of which Tune knows nothing.
func (t *tuner) first(err error) error {
	if t.fault != nil {
		return t.fault
	}
	return err
}

// varyGamma makes the γ of one kernel candidates.
func (t *tuner) varyGamma(k Kernel, gammas []float64) {
	t.gammas = gammas
	// The index of a γ is that of its weights, by which results find their names.
	for _, gamma := range gammas {
		t.weights = append(t.weights, Candidate{Kernel: k, Gamma: gamma, HasGamma: true})
	}
}

// nearest are the k nearest neighbours of those at hand.
func (t *tuner) nearest(k int) (*graph.Neighbors, error) {
	near, err := t.near.Truncate(k)
	if err == nil && t.config.Graph.Connect {
		return near.Connect(t.ctx)
	}
	return near, err
}

// viewIsDefault reports whether the default is one of the views.
func (t *tuner) viewIsDefault() bool {
	return slices.ContainsFunc(t.how.Views, func(v View) bool { return v.Default })
}
