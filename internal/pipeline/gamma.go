package pipeline

import (
	"errors"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// gammaSpec is a rule for γ by name and as a function of the neighbours.
type gammaSpec struct {
	name string
	rule func(b *builder, near *graph.Neighbors, k Kernel) (float64, error)
}

var gammaRules = map[GammaRule]gammaSpec{
	GammaAuto: {"auto", func(_ *builder, near *graph.Neighbors, k Kernel) (float64, error) {
		return near.Gamma(k.With(1)), nil
	}},
	GammaMST: {"mst", (*builder).treeGamma},
	GammaKNN: {"knn", func(b *builder, near *graph.Neighbors, k Kernel) (float64, error) {
		return near.NeighborGamma(k.With(1), b.config.Graph.k())
	}},
	GammaEntropy: {"entropy", (*builder).entropyGamma},
}

func (r GammaRule) String() string { return gammaRules[r].name }

// chooseGamma finds γ for the kernel that was chosen, if it has one.
func (b *builder) chooseGamma(built *Built) (err error) {
	// A kernel without a width needs no γ, and one number no search.
	values, kind := b.config.Gamma.Values, built.Kernel.Value
	switch {
	case !kind.UsesGamma():
		return nil
	case len(values) == 1:
		built.Gamma = dataset.Chosen[float64]{Value: values[0], By: dataset.ByUser}
		return nil
	case len(values) > 1:
		// The best of a list is the one whose leave-one-out probabilities have the least log loss.
		built.Widths, err = b.rankGammas(built.Near, kind)
		if err == nil {
			best := built.Widths.Ranked[0].Index
			built.Gamma = dataset.Chosen[float64]{Value: values[best], By: ByLeaveOneOut}
		}
		return err
	}
	// By rule: a function of the distances, of labels, or of the answer.
	spec := gammaRules[b.config.Gamma.Rule]
	gamma, err := spec.rule(b, built.Near, kind)
	built.Gamma = dataset.Chosen[float64]{Value: gamma, By: spec.name}
	return err
}

// treeGamma goes by the shortest edge between two classes in the minimum spanning tree.
func (b *builder) treeGamma(near *graph.Neighbors, k Kernel) (float64, error) {
	// Edges of the minimum spanning tree between two classes tell at what distance classes meet.
	gamma, err := near.TreeGamma(k.With(1), b.data.Given)
	if errors.Is(err, graph.ErrOneClass) {
		if b.config.Graph.Connect || b.config.Graph.Kind == Complete {
			// There is no second part, or none that can be joined: rows of two classes are all copies of each other.
			return 0, dataset.Optionf("Gamma.Rule = GammaKNN needs no labels",
				"Gamma.Rule = GammaMST: no edge of a length above 0 joins labels of two classes")
		}
		return 0, dataset.Optionf("Graph.Connect joins the parts of the graph; Gamma.Rule = GammaKNN needs no labels",
			"Gamma.Rule = GammaMST: no part of the graph holds labels of two classes")
	}
	return gamma, err
}

// entropyGamma minimises the entropy of the answer, from the γ of GammaAuto on.
func (b *builder) entropyGamma(near *graph.Neighbors, k Kernel) (float64, error) {
	// Weighing anew for each γ needs no search.
	weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(k.With(gamma)) }
	// The labels alone: the probabilities of another classifier have no part in the entropy.
	seeds, err := b.data.Seeds()
	if err != nil {
		return 0, err
	}
	options := b.config.SolveOptions(b.observer.Iteration)
	gamma, _, err := labelprop.MinimizeEntropy(b.ctx, weigh, near.Gamma(k.With(1)), seeds, 0, options)
	return gamma, err
}

// rankGammas ranks the γ of a list by the log loss of the labels left out. A method that cannot leave labels
// out exactly is stood in for by Harmonic, which it has its γ in common with.
func (b *builder) rankGammas(near *graph.Neighbors, kind Kernel) (*Widths, error) {
	method, err := ChooseMethod(b.data, b.config)
	if err != nil {
		return nil, err
	}
	// Leave-one-out is exact and fast for methods that are linear in the labels.
	by := method.Value
	if !IsLinear(by) {
		by = labelprop.Harmonic{}
	}
	seeds, err := Seeds(b.data, b.config)
	if err != nil {
		return nil, err
	}
	// One method and many γ: the same search as that of Tune.
	t := &tuner{ctx: b.ctx, data: b.data, config: b.config, near: near, seeds: seeds, observer: b.observer,
		methods: []labelprop.Method{by}}
	t.varyGamma(kind, b.config.Gamma.Values)
	t.plan()
	ranked, err := t.rankWidths()
	return &Widths{
		Gammas: b.config.Gamma.Values, Ranked: ranked, Method: by, StandsIn: !IsLinear(method.Value),
	}, err
}
