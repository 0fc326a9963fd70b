package cli

import (
	"slices"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
)

// conditional is a flag that has an effect only in some runs.
type conditional struct {
	name string
	acts func(c *configurer) bool
	hint string // when it has an effect
}

// conditionals are the flags on which a note is better than an error: a file of defaults may hold them for
// other runs.
var conditionals = []conditional{
	{"alpha", tries(spreading), "only --method spreading uses it"},
	{"abstain", tries("mad"), "only --method mad uses it"},
	{"classifier-weight", func(c *configurer) bool {
		return c.flags.method.prefix != "" && !c.config.run.Method.CorrectSmooth
	}, "it needs --classifier-columns and another method than correct-smooth"},
	{"tol", iterates, "correct-smooth always takes 50 steps"},
	{"max-iter", iterates, "correct-smooth always takes 50 steps"},
	{"neighbors", searches, "it is for --graph knn"},
	{"recall", searches, "it is for --graph knn"},
	{"connect", func(c *configurer) bool { return c.config.run.Graph.Kind != pipeline.Complete },
		"a complete graph is one component"},
	{"group", func(c *configurer) bool { return c.purpose.command != "suggest" && c.purpose.command != "explain" },
		"this command looks at single rows"},
	{"ignore", func(c *configurer) bool { return len(c.flags.table.features) == 0 }, "the features are named already"},
	{"coverage-by-class", func(c *configurer) bool { return c.config.run.Trust.Coverage != 0 },
		"it needs the share of rows too: --coverage 0.9"},
	{"novel", func(c *configurer) bool { return c.config.run.Novel.Rate > 0 }, "with 0 only predict refuses less"},
	{"safe-csv", func(c *configurer) bool { return c.config.output.format <= table.TSV }, "it is for csv and tsv"},
	{"confidence", func(c *configurer) bool { return c.flags.answer.labelsOnly }, "it is for --labels-only"},
	{"float32", func(c *configurer) bool { return c.flags.graph.edges == "" }, "a graph that is read has no features"},
	{"edges-are", readsEdges, "it is for --edges"},
	{"repeated-edges", readsEdges, "it is for --edges"},
	{"max-categories", func(c *configurer) bool {
		return c.given("categorical") || c.given("features")
	}, "it needs --categorical or --features"},
	{"calibrate", func(c *configurer) bool { return !c.config.run.Method.Pool && !c.config.run.Method.MayPool },
		"a pool is calibrated by the labels left out already"},
}

// tries reports whether a method is used in a run, or by propagate tune among others.
func tries(method string) func(*configurer) bool {
	return func(c *configurer) bool {
		f := &c.flags.method
		// Without a name, tune tries spreading, and a run none of the methods with a parameter.
		byDefault := c.purpose.tunes && f.tried == nil && method == spreading
		return byDefault || f.method == method || slices.Contains(f.tried, method)
	}
}

// iterates reports whether the solver stops by tolerance and number of iterations.
func iterates(c *configurer) bool { return !c.config.run.Method.CorrectSmooth }

// readsEdges reports whether the graph comes from a file of edges.
func readsEdges(c *configurer) bool { return c.flags.graph.edges != "" }

// searches reports whether each row gets a number of neighbours.
func searches(c *configurer) bool { return c.config.run.Graph.Kind == pipeline.KNN }

// findUnused notes the flags that were given and have no effect with the others.
func (c *configurer) findUnused() error {
	for _, f := range conditionals {
		// Some commands have only some of the flags.
		if flag := c.set.Lookup(f.name); flag != nil && flag.Changed && !f.acts(c) {
			c.config.unused = append(c.config.unused,
				summary.Note{Kind: summary.FlagsWithoutEffect, Names: []string{written(flag)}, Hint: f.hint})
		}
	}
	return nil
}
