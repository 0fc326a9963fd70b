package cli

import (
	"github.com/spf13/pflag"
)

// settings are the flags as the user wrote them.
type settings struct {
	command    string
	paths      []string
	line       string // the command line, that does it again
	adds       bool   // the answers, as columns of the table
	asksShares bool   // of the given labels in an answer
	tolerant   bool   // of a table without a label or a feature
	sweeps     bool   // over lists of values

	before func(*job) error // what can fail before the graph is built; may be nil

	source
	label, truth, id, weight      string
	unlabeled                     []string
	features, ignore, categorical []string
	mostCategories                int
	missing, scale                string

	edges   string
	reuse   string
	graph   string
	ks      []int // one, but for propagate tune
	radius  float64
	mutual  bool
	connect bool
	recall  float64
	metric  string

	kernel string
	gamma  string

	method     string
	alphas     []float64 // one, but for propagate tune
	abstain    float64
	classSizes string
	priors     []string
	base       string
	eta        float64
	tol        float64
	maxIter    int

	output    string
	format    string
	proba     bool
	calibrate bool
	only      bool
	json      string
	saveTo    string
	reportTo  string
	seed      uint64
	threads   int
	quiet     bool
	verbose   bool
}

// stage is the flags of one stage of the work.
type stage struct {
	title string // in the list of all flags
	name  string // where the flags are only named
	flags *pflag.FlagSet
}

// stages declares the flags that all commands share which spread labels.
func (s *settings) stages() []stage {
	return []stage{
		{"The table", "table", s.tableFlags()},
		{"Who is near whom", "graph", s.graphFlags()},
		{"How much that counts", "weights", s.kernelFlags()},
		{"How labels spread", "method", s.methodFlags()},
		{"The run", "run", s.runFlags()},
	}
}

func newFlagSet() *pflag.FlagSet {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.SortFlags = false
	return f
}

func (s *settings) tableFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.label, "label", "label", "`column` of the given labels; an empty cell means none")
	f.StringVar(&s.weight, "weight", "", "`column` of how sure each given label is, from 0 (none) to 1 (certain, as is an empty cell), never used as a feature")
	f.StringSliceVar(&s.unlabeled, "unlabeled", nil, "`cells` of the label column that mean none too (default: NA, NaN, null, or -1: see the manual)")
	f.StringSliceVar(&s.features, "features", nil, "feature `columns`, comma-separated (default: all numeric ones)")
	f.StringSliceVar(&s.categorical, "categorical", nil, "feature `columns` of texts, comma-separated: rows of different texts are 1 apart")
	f.IntVar(&s.mostCategories, "max-categories", 50, "most different texts of a categorical feature")
	f.StringSliceVar(&s.ignore, "ignore", nil, "`columns` that are no features, comma-separated")
	f.StringVar(&s.id, "id", "", "`column` that names the rows, never used as a feature")
	f.StringVar(&s.truth, "truth", "", "`column` of the true labels, never used as a feature: prints how many are right")
	f.StringVar(&s.missing, "missing", "error", "`what` to do about a missing value: error, mean or median of the column, or drop the row")
	f.StringVar(&s.scale, "scale", scaleAuto, "`how` to scale features: auto (standard if some columns dwarf the others, and no --gamma or --radius is given in their units), none, standard (mean 0, deviation 1), minmax (0 to 1), or robust (median 0, quartiles 1 apart)")
	s.source.register(f)
	return f
}

func (s *settings) graphFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.edges, "edges", "", "`file` with a graph that is there already: two nodes and maybe a weight a line, named by --id, or Matrix Market")
	f.StringVar(&s.reuse, "reuse", "", "`file` with the neighbours of these rows, written by propagate graph")
	f.StringVar(&s.graph, "graph", "knn", "`kind` of graph: knn, complete or radius")
	f.VarP(wholes(&s.ks, 10), "neighbors", "k", "neighbours of each row (knn)")
	f.Float64Var(&s.radius, "radius", 0, "longest `distance` that joins two rows (radius)")
	f.BoolVar(&s.mutual, "mutual", false, "join two rows only if each is among the other's neighbours (knn)")
	f.Float64Var(&s.recall, "recall", 0.99, "`share` of the true neighbours to find, from 20,000 rows on; 1 for all (knn)")
	f.BoolVar(&s.connect, "connect", false, "join separate components by their shortest links")
	f.StringVar(&s.metric, "metric", "euclidean", "`distance`: euclidean, cosine or manhattan")
	return f
}

func (s *settings) kernelFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.kernel, "kernel", "shared",
		"`weight` of a distance d: perplexity, shared (that times the share of common neighbours), self-tuning, rbf exp(-γd²), laplacian exp(-γd), inverse 1/d or connectivity 1; complete graphs and --gamma mean rbf, radius self-tuning")
	f.StringVar(&s.gamma, "gamma", "auto", "γ of rbf and laplacian: a `number`, inf, or a rule: auto, knn, mst, entropy; of a list 0.1,0.3,1 or LO:HI:N the best")
	return f
}

func (s *settings) methodFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&s.method, "method", methodAuto, "`how` they spread: auto, harmonic, propagation, spreading, poisson, balanced-poisson, poisson-mbo, wnll, properly-weighted, mad, correct-smooth")
	f.Var(reals(&s.alphas, 0.95), "alpha", "`share` taken from the neighbours (spreading)")
	f.Float64Var(&s.abstain, "abstain", 1e-4, "`weight` of having no label; the larger, the more rows get none (mad)")
	f.StringVar(&s.classSizes, "class-sizes", "none", "`how` to bring classes to their sizes: none, mass (class-mass normalisation) or projected (numbers of rows)")
	f.StringSliceVar(&s.priors, "priors", nil, "`sizes` of the classes, CLASS=SIZE,... in any unit, projected unless --class-sizes says otherwise (default: as the given labels)")
	f.StringVar(&s.base, "base", "", "`prefix` of columns PREFIXCLASS with the probabilities of another classifier, to be joined in")
	f.Float64Var(&s.eta, "eta", 0.1, "`weight` of those probabilities against the neighbours (not correct-smooth)")
	f.Float64Var(&s.tol, "tol", 1e-6, "`residual` at which an iterative solver stops, if no label is left to prove")
	f.IntVar(&s.maxIter, "max-iter", 0, "most `iterations` of an iterative solver (default: 10000)")
	return f
}

func (s *settings) runFlags() *pflag.FlagSet {
	f := newFlagSet()
	s.outputFlags(f)
	f.Uint64Var(&s.seed, "seed", 1, "`seed` of random choices, which only the search with --recall below 1 makes")
	f.IntVar(&s.threads, "threads", 0, "processors to use; the answer does not depend on it (default: all)")
	f.BoolVarP(&s.quiet, "quiet", "q", false, "print errors only")
	f.BoolVarP(&s.verbose, "verbose", "v", false, "also print progress, and the time of each stage")
	f.BoolP("help", "h", false, "print this help")
	return f
}

func (s *settings) outputFlags(f *pflag.FlagSet) {
	f.StringVarP(&s.output, "output", "o", "", "`file` to write, whole or not at all (default: standard output)")
	f.StringVar(&s.format, "format", "same", "`format` of what is written: csv, tsv, jsonl (an object a line), parquet, arrow (Feather), or same as the input")
	configFlag(f)
}

// answerFlags are those of the command that writes the table with its labels.
func (s *settings) answerFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.BoolVar(&s.proba, "proba", false, "also write the probability of each class, in columns proba_CLASS")
	f.BoolVar(&s.only, "only", false, "write just the line (or with --id the id) and the label of each row")
	f.StringVar(&s.saveTo, "save", "", "`file` for the model, by which propagate predict labels new rows")
	f.StringVar(&s.json, "json", "", "`file` for a summary of the run in JSON; - for standard output, if -o takes the table")
	f.StringVar(&s.reportTo, "report", "", "`file` for a report of the run to look at: one HTML page")
	f.BoolVar(&s.calibrate, "calibrate", false, "calibrate confidences by the labels left out (harmonic, propagation, spreading)")
	return f
}
