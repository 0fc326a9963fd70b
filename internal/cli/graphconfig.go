package cli

import (
	"math"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/pipeline"
)

// searchFlags do not go with a graph that is there already, storedFlags are settled by stored neighbours.
var (
	searchFlags = []string{"features", "categorical", "text", "batch", "missing", "scale", "graph", "neighbors",
		"radius", "mutual", "recall", "connect", "metric", "kernel", "gamma"}
	storedFlags = []string{"edges", "graph", "neighbors", "radius", "mutual", "recall", "metric"}
)

// checkEdges checks that no flag is about a graph to be built if one is brought.
func (c *configurer) checkEdges() error {
	if c.flags.graph.edges == "" {
		return nil
	}
	// A flag that would be ignored is an error: the user expects it to act.
	for _, name := range searchFlags {
		if c.given(name) {
			return usagef("leave one of the two out", "--edges gives the graph, so %s has no effect",
				written(c.set.Lookup(name)))
		}
	}
	c.config.input.edges = c.flags.graph.edges
	var err error
	c.config.input.distances, err = choose("--edges-are", c.flags.graph.edgesAre, edgesAre)
	return err
}

func (c *configurer) checkNeighbors() error {
	if c.flags.graph.stored == "" {
		return nil
	}
	// The same for what the search has settled. The kernel may still change.
	for _, name := range storedFlags {
		if c.given(name) {
			return usagef("give it to propagate graph",
				"--neighbors-from gives the neighbours, so %s has no effect", written(c.set.Lookup(name)))
		}
	}
	c.config.input.neighbors = c.flags.graph.stored
	return nil
}

// checkNumbers checks the ranges of numbers.
func (c *configurer) checkNumbers() error {
	if err := c.checkLists(); err != nil {
		return err
	}
	f := c.flags
	switch m := f.method; {
	case !(m.tol > 0 && m.tol < 1):
		return usagef("", "--tol %g: must be between 0 and 1", m.tol)
	case !(m.abstain > 0 && m.abstain < math.Inf(1)):
		return usagef("the larger, the more rows get no label; 1e-4 is the default", "--abstain %g: must be above 0",
			m.abstain)
	case !(m.weight > 0 && m.weight < 1):
		return usagef("", "--classifier-weight %g: must be between 0 and 1", m.weight)
	case !(f.graph.recall > 0 && f.graph.recall <= 1):
		return usagef("1 compares all rows with all; 0.99 finds nearly all neighbours in far less time",
			"--recall %g: must be above 0 and at most 1", f.graph.recall)
	case m.maxIter < 0:
		return usagef("", "--max-iter %d: must not be negative", m.maxIter)
	case f.run.threads < 0:
		return usagef("", "--threads %d: must not be negative", f.run.threads)
	}
	return f.table.checkLabels()
}

// checkLists checks the flags that may be lists.
func (c *configurer) checkLists() error {
	// Lists are for tune alone; each has one number by default.
	ks, alphas := c.flags.graph.ks, c.flags.method.alphas
	for _, alpha := range alphas {
		if !(alpha > 0 && alpha < 1) {
			return usagef("", "--alpha %g: must be between 0 and 1", alpha)
		}
	}
	switch {
	case slices.Min(ks) < 1:
		return usagef("", "-k %d: must be at least 1", slices.Min(ks))
	case !c.purpose.tunes && len(ks)+len(alphas) > 2:
		return usagef("propagate tune tries lists of them", "one -k and one --alpha at a time")
	case len(ks) > 1 && c.flags.graph.kind != graphKinds[0].name:
		return usagef("", "-k goes with the knn graph, not with %s", c.flags.graph.kind)
	}
	return nil
}

func (c *configurer) readGraph() error {
	f, g := &c.flags.graph, &c.config.run.Graph
	// Each kind of graph has its own flags.
	kind, err := choose("--graph", f.kind, graphKinds)
	switch {
	case err != nil:
		return err
	case kind == pipeline.Radius && !(f.radius > 0):
		return usagef("use --radius DISTANCE, in the units of the scaled features",
			"the radius graph needs a positive --radius")
	case kind != pipeline.Radius && f.radius != 0:
		return usagef("use --graph radius", "--radius goes with the radius graph, not with %s", f.kind)
	case kind != pipeline.KNN && f.mutual:
		return usagef("", "--mutual goes with the knn graph, not with %s", f.kind)
	}
	*g = pipeline.Graph{Kind: kind, Radius: f.radius, Mutual: f.mutual, Connect: f.connect, Recall: f.recall}
	// The default k may be more than there are rows; one that was given may not. Of a list the largest is
	// searched.
	if c.given("neighbors") {
		g.K = slices.Max(f.ks)
	}
	c.config.run.Seed = c.flags.run.seed
	if c.purpose.tunes {
		c.config.tune.ks = f.ks
	}
	return nil
}

// readMetric reads the metric. Where none was named, the data choose it.
func (c *configurer) readMetric() error {
	name := c.flags.graph.metric
	if name == "precomputed" {
		return usagef("write the matrix of distances alone to a file, and give it as --edges FILE --edges-are "+
			"distances beside a table of labels", "--metric precomputed: distances that are known are edges")
	}
	if ours := metricTerms[name]; ours != "" {
		return usagef("choose from "+strings.Join(namesOf(metrics), ", "),
			"--metric %q: unknown value, did you mean %s?", name, ours)
	}
	m, err := choose("--metric", name, metrics)
	if c.given("metric") {
		c.config.run.Graph.Metric = m
	}
	return err
}

func (c *configurer) readKernel() error {
	f, run := &c.flags.weights, &c.config.run
	kind, err := choose("--kernel", f.kernel, kernels)
	switch {
	case f.kernel == graphKinds[0].name:
		return usagef("--graph knn, the default, joins nearest neighbours; --kernel connectivity weighs them all "+
			"alike", "--kernel knn: knn is a graph, not a kernel")
	case err != nil:
		return err
	// --gamma alone means rbf, which has a γ; with neither flag the kernel depends on the graph.
	case c.given("kernel"):
		run.Kernel = kind
	case c.given("gamma"):
		run.Kernel = pipeline.RBF
	}
	// A γ for a kernel without one would be ignored.
	hasGamma := run.Kernel.UsesGamma() || run.Kernel == pipeline.KernelAuto && run.Graph.Kind == pipeline.Complete
	if !hasGamma && (len(run.Gamma.Values) > 0 || run.Gamma.Rule != pipeline.GammaAuto) {
		return usagef("use --kernel rbf or leave --kernel out", "--gamma does not go with the %s kernel", f.kernel)
	}
	return nil
}
