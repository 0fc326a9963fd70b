package cli

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/mat"
)

// plan is a run with all flags turned into values.
type plan struct {
	settings
	filling    filling
	scaling    func(*mat.Dense) []affine
	metric     kernel.Metric
	weigh      func(gamma float64) kernel.Kernel
	gammaBy    string    // the rule; "" for numbers
	gammas     []float64 // the numbers
	gamma      float64
	k          int // the largest of -k
	alpha      float64
	way        way
	method     labelprop.Method // nil for correct-smooth
	labels     labelprop.Seeds  // the given ones of the rows that take part
	sizesBy    sizing
	sizes      []float64 // of the classes; nil if none were given
	options    labelprop.Options
	as         table.Format
	fixedK     bool
	kernelAuto bool // the weights were not named
}

// Names of what the graph is made by.
var (
	graphKinds  = []string{"knn", "complete", "radius"}
	metricNames = []string{"euclidean", "cosine", "manhattan"}
	kernelNames = []string{"shared", "self-tuning", "rbf", "laplacian", "inverse", "connectivity", "perplexity"}
)

// plan checks the flags and turns their strings into values.
func (s *settings) plan(flags *pflag.FlagSet) (*plan, error) {
	p := &plan{settings: *s, fixedK: flags.Changed("neighbors"), k: slices.Max(s.ks), alpha: s.alphas[0]}
	p.options = labelprop.Options{Tol: s.tol, MaxIter: s.maxIter}
	if flags.Changed("features") && len(s.features) == 0 {
		return nil, usagef("name at least one column, or leave --features out", "--features names no column")
	}
	if err := p.checkEdges(flags); err != nil {
		return nil, err
	}
	if err := p.checkReuse(flags); err != nil {
		return nil, err
	}
	if err := p.chooseSizes(flags.Changed("class-sizes")); err != nil {
		return nil, err
	}
	if !flags.Changed("kernel") && (flags.Changed("gamma") || s.graph == "complete") {
		p.kernel = "rbf"
	}
	p.kernelAuto = !flags.Changed("kernel") && p.kernel == "shared"
	for _, step := range []func() error{p.checkNumbers, p.readGamma, p.chooseGraph, p.chooseMetric, p.chooseKernel, p.chooseMethod, p.chooseFeatures, p.chooseOutput} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *plan) checkNumbers() error {
	for _, alpha := range p.alphas {
		if !(alpha > 0 && alpha < 1) {
			return usagef("", "--alpha %g: must be between 0 and 1", alpha)
		}
	}
	switch {
	case slices.Min(p.ks) < 1:
		return usagef("", "-k %d: must be at least 1", slices.Min(p.ks))
	case !p.sweeps && len(p.ks)+len(p.alphas) > 2:
		return usagef("propagate tune tries lists of them", "one -k and one --alpha at a time")
	case len(p.ks) > 1 && p.graph != "knn":
		return usagef("", "-k goes with the knn graph, not with %s", p.graph)
	case !(p.tol > 0 && p.tol < 1):
		return usagef("", "--tol %g: must be between 0 and 1", p.tol)
	case !(p.abstain > 0 && p.abstain < math.Inf(1)):
		return usagef("the larger, the more rows get no label; 1e-4 is the default", "--abstain %g: must be above 0", p.abstain)
	case !(p.eta > 0 && p.eta < 1):
		return usagef("", "--eta %g: must be between 0 and 1", p.eta)
	case !(p.recall > 0 && p.recall <= 1):
		return usagef("1 compares all rows with all; 0.99 finds nearly all neighbours in far less time",
			"--recall %g: must be above 0 and at most 1", p.recall)
	case p.maxIter < 0:
		return usagef("", "--max-iter %d: must not be negative", p.maxIter)
	case p.threads < 0:
		return usagef("", "--threads %d: must not be negative", p.threads)
	case p.weight != "" && (same(p.weight, p.label) || same(p.weight, p.truth)):
		return usagef("name the column of numbers that says how sure each label is", "--weight %q: the column of labels", p.weight)
	case p.truth != "" && same(p.truth, p.label):
		return usagef("name two columns: the labels that are given, and the truth to compare with", "--truth and --label are both %q", p.truth)
	}
	return nil
}

func (p *plan) chooseGraph() error {
	switch p.graph {
	case "knn", "complete":
		if p.radius != 0 {
			return usagef("say --graph radius", "--radius goes with the radius graph, not with %s", p.graph)
		}
	case "radius":
		if !(p.radius > 0) {
			return usagef("say --radius DISTANCE, in the units of the scaled features", "the radius graph needs a positive --radius")
		}
	default:
		return unknown("--graph", p.graph, graphKinds...)
	}
	if p.mutual && p.graph != "knn" {
		return usagef("", "--mutual goes with the knn graph, not with %s", p.graph)
	}
	return nil
}

func (p *plan) chooseMetric() error {
	switch p.settings.metric {
	case "euclidean":
		p.metric = kernel.Euclidean{}
	case "cosine":
		p.metric = kernel.Cosine{}
	case "manhattan":
		p.metric = kernel.Manhattan{}
	default:
		return unknown("--metric", p.settings.metric, metricNames...)
	}
	return nil
}

func (p *plan) chooseKernel() error {
	switch p.kernel {
	case "shared":
		p.weigh = func(float64) kernel.Kernel { return kernel.SharedNeighbors{} }
	case "self-tuning":
		p.weigh = func(float64) kernel.Kernel { return kernel.SelfTuning{} }
	case "rbf":
		p.weigh = unweightedAtZero(func(gamma float64) kernel.Kernel { return kernel.RBF{Gamma: gamma} })
	case "laplacian":
		p.weigh = unweightedAtZero(func(gamma float64) kernel.Kernel { return kernel.Laplacian{Gamma: gamma} })
	case "inverse":
		p.weigh = func(float64) kernel.Kernel { return kernel.InverseDistance{} }
	case "connectivity":
		p.weigh = func(float64) kernel.Kernel { return kernel.Unweighted{} }
	case "perplexity":
		p.weigh = func(float64) kernel.Kernel { return kernel.Perplexity{} }
	case "knn":
		return usagef("--graph knn, the default, joins nearest neighbours; --kernel connectivity weighs them all alike", "--kernel knn: who is near is no kernel here")
	default:
		return unknown("--kernel", p.kernel, kernelNames...)
	}
	if !p.usesGamma() && p.gammaBy != gammaAuto {
		return usagef("say --kernel rbf or leave --kernel out", "--gamma does not go with the %s kernel", p.kernel)
	}
	return nil
}

// unweightedAtZero returns the kernel of a γ: at γ = 0, which --gamma accepts, the one
// that weighs all edges alike.
func unweightedAtZero(k func(gamma float64) kernel.Kernel) func(gamma float64) kernel.Kernel {
	return func(gamma float64) kernel.Kernel {
		if gamma == 0 {
			return kernel.Unweighted{}
		}
		return k(gamma)
	}
}

func (p *plan) usesGamma() bool { return p.kernel == "rbf" || p.kernel == "laplacian" }

// chooseFeatures reads the flags on what is done to features.
func (p *plan) chooseFeatures() error {
	if p.mostCategories < 1 {
		return usagef("", "--max-categories %d: must be at least 1", p.mostCategories)
	}
	var err error
	if p.scale == scaleAuto && (p.gammaBy == "" || p.radius != 0) {
		p.scale = "none"
	}
	if p.scaling, err = choose("--scale", p.scale, scalings); err != nil {
		return err
	}
	if p.filling, err = choose("--missing", p.missing, fillings); err != nil {
		return err
	}
	_, err = p.reading()
	return err
}
