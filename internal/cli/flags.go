package cli

import (
	"github.com/spf13/pflag"
)

// flags are the values of the flags that the labelling commands share, as the user wrote them.
type flags struct {
	table   tableFlags
	graph   graphFlags
	weights weightFlags
	method  methodFlags
	run     runFlags
	answer  answerFlags
}

type tableFlags struct {
	label, truth, id, weight      string
	unlabeled                     []string
	features, ignore, categorical []string
	maxCategories                 int
	missing, scale                string
	reading                       readingFlags
}

type graphFlags struct {
	edges, reuse string
	kind         string
	ks           []int // one, but for propagate tune
	radius       float64
	mutual       bool
	connect      bool
	recall       float64
	metric       string
}

type weightFlags struct {
	kernel, gamma string
}

type methodFlags struct {
	method     string
	alphas     []float64 // one, but for propagate tune
	abstain    float64
	classSizes string
	counts     []string
	prefix     string
	eta        float64
	tol        float64
	maxIter    int
}

type runFlags struct {
	output  outputFlags
	seed    uint64
	threads int
	quiet   bool
	verbose bool
}

type outputFlags struct {
	path, format string
}

type answerFlags struct {
	proba     bool
	only      bool
	save      string
	json      string
	report    string
	calibrate bool
}

// stage is the flags of one stage of the work.
type stage struct {
	title string // in the list of all flags
	name  string // where the flags are only named
	flags *pflag.FlagSet
}

// stages declares the flags that all commands share which propagate labels.
func (f *flags) stages() []stage {
	return []stage{
		{"The table", "table", f.table.declare()},
		{"Who is near whom", "graph", f.graph.declare()},
		{"How much that counts", "weights", f.weights.declare()},
		{"How labels spread", "method", f.method.declare()},
		{"The run", "run", f.run.declare()},
	}
}

func newFlagSet() *pflag.FlagSet {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.SortFlags = false
	return f
}

func (v *tableFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.label, "label", "label", "`column` of the given labels; an empty cell means none")
	f.StringVar(&v.weight, "weight", "", "`column` of how sure each given label is, from 0 (none) to 1 (certain, as is an empty cell), never used as a feature")
	f.StringSliceVar(&v.unlabeled, "unlabeled", nil, "`cells` of the label column that mean none too (default: NA, NaN, null, or -1: see the manual)")
	f.StringSliceVar(&v.features, "features", nil, "feature `columns`, comma-separated (default: all numeric ones)")
	f.StringSliceVar(&v.categorical, "categorical", nil, "feature `columns` of texts, comma-separated: rows of different texts are 1 apart")
	f.IntVar(&v.maxCategories, "max-categories", 50, "most different texts of a categorical feature")
	f.StringSliceVar(&v.ignore, "ignore", nil, "`columns` that are no features, comma-separated")
	f.StringVar(&v.id, "id", "", "`column` that names the rows, never used as a feature")
	f.StringVar(&v.truth, "truth", "", "`column` of the true labels, never used as a feature: prints how many are right")
	f.StringVar(&v.missing, "missing", "error", "`what` to do about a missing value: error, mean or median of the column, or drop the row")
	f.StringVar(&v.scale, "scale", scaleAuto, "`how` to scale features: auto (standard if some columns dwarf the others, and no --gamma or --radius is given in their units), none, standard (mean 0, deviation 1), minmax (0 to 1), or robust (median 0, quartiles 1 apart)")
	v.reading.declare(f)
	return f
}

func (v *graphFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.edges, "edges", "", "`file` with a graph that is there already: two nodes and maybe a weight a line, named by --id, or Matrix Market")
	f.StringVar(&v.reuse, "reuse", "", "`file` with the neighbours of these rows, written by propagate graph")
	f.StringVar(&v.kind, "graph", "knn", "`kind` of graph: knn, complete or radius")
	f.VarP(wholes(&v.ks, 10), "neighbors", "k", "neighbours of each row (knn)")
	f.Float64Var(&v.radius, "radius", 0, "longest `distance` that joins two rows (radius)")
	f.BoolVar(&v.mutual, "mutual", false, "join two rows only if each is among the other's neighbours (knn)")
	f.Float64Var(&v.recall, "recall", 0.99, "`share` of the true neighbours to find, from 20,000 rows on; 1 for all (knn)")
	f.BoolVar(&v.connect, "connect", false, "join separate components by their shortest links")
	f.StringVar(&v.metric, "metric", "euclidean", "`distance`: euclidean, cosine or manhattan")
	return f
}

func (v *weightFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.kernel, "kernel", "shared",
		"`weight` of a distance d: perplexity, shared (that times the share of common neighbours), self-tuning, rbf exp(-γd²), laplacian exp(-γd), inverse 1/d or connectivity 1; complete graphs and --gamma mean rbf, radius self-tuning")
	f.StringVar(&v.gamma, "gamma", gammaAuto, "γ of rbf and laplacian: a `number`, inf, or a rule: auto, knn, mst, entropy; of a list 0.1,0.3,1 or LO:HI:N the best")
	return f
}

func (v *methodFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.method, "method", methodAuto, "`how` they spread: auto, harmonic, propagation, spreading, poisson, balanced-poisson, poisson-mbo, wnll, properly-weighted, mad, correct-smooth")
	f.Var(reals(&v.alphas, 0.95), "alpha", "`share` taken from the neighbours (spreading)")
	f.Float64Var(&v.abstain, "abstain", 1e-4, "`weight` of having no label; the larger, the more rows get none (mad)")
	f.StringVar(&v.classSizes, "class-sizes", "none", "`how` to bring classes to their sizes: none, mass (class-mass normalisation) or projected (numbers of rows)")
	f.StringSliceVar(&v.counts, "priors", nil, "`sizes` of the classes, CLASS=SIZE,... in any unit, projected unless --class-sizes says otherwise (default: as the given labels)")
	f.StringVar(&v.prefix, "base", "", "`prefix` of columns PREFIXCLASS with the probabilities of another classifier, to be joined in")
	f.Float64Var(&v.eta, "eta", 0.1, "`weight` of those probabilities against the neighbours (not correct-smooth)")
	f.Float64Var(&v.tol, "tol", 1e-6, "`residual` at which an iterative solver stops, if no label is left to prove")
	f.IntVar(&v.maxIter, "max-iter", 0, "most `iterations` of an iterative solver (default: 10000)")
	return f
}

func (v *runFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	v.output.declare(f)
	f.Uint64Var(&v.seed, "seed", 1, "`seed` of random choices, which only the search with --recall below 1 makes")
	f.IntVar(&v.threads, "threads", 0, "processors to use; the answer does not depend on it (default: all)")
	f.BoolVarP(&v.quiet, "quiet", "q", false, "print errors only")
	f.BoolVarP(&v.verbose, "verbose", "v", false, "also print progress, and the time of each stage")
	helpFlag(f)
	return f
}

func (v *outputFlags) declare(f *pflag.FlagSet) {
	f.StringVarP(&v.path, "output", "o", "", "`file` to write, whole or not at all (default: standard output)")
	f.StringVar(&v.format, "format", "same", "`format` of what is written: csv, tsv, jsonl (an object a line), parquet, arrow (Feather), or same as the input")
	configFlag(f)
}

// declare declares the flags of the command that writes the table with its labels.
func (v *answerFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	v.declareColumns(f)
	f.StringVar(&v.save, "save", "", "`file` for the model, by which propagate predict labels new rows")
	f.StringVar(&v.json, "json", "", "`file` for a summary of the run in JSON; - for standard output, if -o takes the table")
	f.StringVar(&v.report, "report", "", "`file` for a report of the run to look at: one HTML page")
	f.BoolVar(&v.calibrate, "calibrate", false, "calibrate confidences by the labels left out (harmonic, propagation, spreading)")
	return f
}

// declareColumns declares the flags on which columns are written.
func (v *answerFlags) declareColumns(f *pflag.FlagSet) {
	f.BoolVar(&v.proba, "proba", false, "also write the probability of each class, in columns proba_CLASS")
	f.BoolVar(&v.only, "only", false, "write just the line (or with --id the id) and the label of each row")
}

func helpFlag(f *pflag.FlagSet) { f.BoolP("help", "h", false, "print this help") }
