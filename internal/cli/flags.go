package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// settings are the flags as the user wrote them.
type settings struct {
	path string

	label, truth string
	features     []string
	scale        string

	graph   string
	k       int
	radius  float64
	mutual  bool
	connect bool
	recall  float64
	metric  string

	kernel string
	gamma  string

	method  string
	alpha   float64
	tol     float64
	maxIter int

	output  string
	proba   bool
	seed    uint64
	threads int
	quiet   bool
	verbose bool
}

// register declares the flags, grouped by the stage of the work they belong to.
func (s *settings) register(cmd *cobra.Command) {
	groups := []*pflag.FlagSet{s.tableFlags(), s.graphFlags(), s.kernelFlags(), s.methodFlags(), s.runFlags()}
	titles := []string{"The table", "Who is near whom", "How much that counts", "How labels spread", "The run"}
	addGroups(cmd, titles, groups)
}

// addGroups adds flags to a command, whose help lists them by group.
func addGroups(cmd *cobra.Command, titles []string, groups []*pflag.FlagSet) {
	var help strings.Builder
	for i, group := range groups {
		cmd.Flags().AddFlagSet(group)
		fmt.Fprintf(&help, "\n%s:\n%s", titles[i], group.FlagUsagesWrapped(100))
	}
	cmd.Flags().SortFlags = false
	cmd.SetUsageFunc(func(c *cobra.Command) error {
		path := strings.TrimSuffix(c.CommandPath(), c.Name()) // of the parents
		_, err := fmt.Fprintf(c.OutOrStderr(), "Usage:\n  %s%s\n\nExamples:\n%s\n%s", path, c.Use, c.Example, help.String())
		return err
	})
}

func newFlagSet() *pflag.FlagSet {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.SortFlags = false
	return f
}

func (s *settings) tableFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.label, "label", "label", "`column` of the given labels; an empty cell means none")
	f.StringSliceVar(&s.features, "features", nil, "feature `columns`, comma-separated (default: all numeric ones)")
	f.StringVar(&s.truth, "truth", "", "`column` of the true labels, never used as a feature: prints how many are right")
	f.StringVar(&s.scale, "scale", "none", "`how` to scale features: none, standard (mean 0, deviation 1) or minmax (0 to 1)")
	return f
}

func (s *settings) graphFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.graph, "graph", "knn", "`kind` of graph: knn, complete or radius")
	f.IntVarP(&s.k, "neighbors", "k", 10, "neighbours of each row (knn)")
	f.Float64Var(&s.radius, "radius", 0, "longest `distance` that joins two rows (radius)")
	f.BoolVar(&s.mutual, "mutual", false, "join two rows only if each is among the other's neighbours (knn)")
	f.Float64Var(&s.recall, "recall", 0.99, "`share` of the true neighbours to find, from 20,000 rows on; 1 for all (knn)")
	f.BoolVar(&s.connect, "connect", false, "join separate components by their shortest links")
	f.StringVar(&s.metric, "metric", "euclidean", "`distance`: euclidean, cosine or manhattan")
	return f
}

func (s *settings) kernelFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.kernel, "kernel", "self-tuning",
		"`weight` of a distance d: self-tuning, rbf exp(-γd²), laplacian exp(-γd), inverse 1/d or connectivity 1; complete graphs and --gamma mean rbf")
	f.StringVar(&s.gamma, "gamma", "auto", "γ of rbf and laplacian: a `number`, inf, or auto (from the distance of near neighbours)")
	return f
}

func (s *settings) methodFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.method, "method", "harmonic", "`how` labels spread: harmonic, propagation, spreading or poisson")
	f.Float64Var(&s.alpha, "alpha", 0.95, "`share` taken from the neighbours (spreading)")
	f.Float64Var(&s.tol, "tol", 1e-6, "`residual` at which an iterative solver stops, if no label is left to prove")
	f.IntVar(&s.maxIter, "max-iter", 0, "most `iterations` of an iterative solver (default: 10000)")
	return f
}

func (s *settings) runFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVarP(&s.output, "output", "o", "", "`file` to write, whole or not at all (default: standard output)")
	f.BoolVar(&s.proba, "proba", false, "also write the probability of each class, in columns proba_CLASS")
	f.Uint64Var(&s.seed, "seed", 1, "`seed` of random choices, which only the search with --recall below 1 makes")
	f.IntVar(&s.threads, "threads", 0, "processors to use; the answer does not depend on it (default: all)")
	f.BoolVarP(&s.quiet, "quiet", "q", false, "print errors only")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "also print progress, and the time of each stage")
	f.BoolP("help", "h", false, "print this help")
	f.Bool("version", false, "print the version")
	return f
}
