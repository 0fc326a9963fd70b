package cli

import (
	"github.com/spf13/pflag"
)

// Each flag has one text. The list of all flags prints the whole of it; the pages of the commands print its
// first clause, up to a semicolon or a colon.

func newFlagSet() *pflag.FlagSet {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	// Flags are listed in the order of their declaration, which is that of the work.
	f.SortFlags = false
	return f
}

func (v *tableFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.label, "label", "label", "`column` of the given labels; an empty cell means unlabelled")
	f.StringVar(&v.labels, "labels", "",
		"`file` with labels, joined by the names of --id; for arrays and graph files by row number, or by column "+
			"line, as suggest writes it")
	f.StringVar(&v.weight, "label-weight", "",
		"`column` with the certainty of each given label: from 0 (none) to 1 (certain); an empty cell means 1; "+
			"never a feature")
	declareUnlabeled(f, &v.unlabeled)
	declareIgnoreCase(f, &v.ignoreCase)
	f.StringSliceVar(&v.features, "features", nil,
		"`columns` to use as features; comma-separated (default: all numbers and categories that are nothing else)")
	f.StringSliceVar(&v.categorical, "categorical", nil,
		"`columns` to use as categories, whatever they hold; comma-separated")
	f.StringSliceVar(&v.words, "text", nil,
		"`columns` of texts whose words are compared, beside the other features in a pool of opinions, and in their "+
			"place by one method; comma-separated (default: texts to read in a pool, and where there is nothing else)")
	f.IntVar(&v.maxCategories, "max-categories", 50,
		"maximum number of distinct values in a column of --categorical, or of texts that --features names")
	f.StringSliceVar(&v.ignore, "ignore", nil, "`columns` that are not features; comma-separated")
	f.StringVar(&v.id, "id", "", "`column` that names the rows; never a feature")
	f.StringVar(&v.truth, "truth", "",
		"`column` of the true labels; used only to count how many predictions are right; never a feature")
	f.StringVar(&v.group, "group", "",
		"`column` of groups; rows of a group get one answer, that of most of them, and their share as confidence; "+
			"labels of a group are left out together")
	f.StringVar(&v.batch, "batch", "",
		"`column` of batches; the features of each batch are centred to mean 0, for batches that were measured apart")
	f.StringVar(&v.missing, "missing", missingAuto,
		"`what` to do for a missing value: auto (fill in the median of the column; a missing category is a value of "+
			"its own), mean or median (of the column), drop (the row), or error")
	f.StringVar(&v.scale, "scale", scaleAuto,
		"`how` to scale features: none, standard (mean 0, deviation 1), minmax (0 to 1), "+
			"robust (median 0, quartiles 1 apart), or auto (numbers alone: standard if the ranges of the columns "+
			"differ much; beside categories: each column by itself, without 1 % of its values at either end; none if "+
			"a number is given for --gamma or --radius)")
	f.BoolVar(&v.float32, "float32", false,
		"round features to float32, 7 digits, which take half the memory; without it only where that loses nothing")
	v.reading.declare(f)
	v.reading.declareMemory(f)
	return f
}

func declareUnlabeled(f *pflag.FlagSet, cells *[]string) {
	f.StringSliceVar(cells, "unlabeled", nil,
		"more `cells` that mean no label; besides NA, N/A, NaN, null, ? and the like, and sometimes -1 "+
			"(docs/command.md); --unlabeled= (nothing) leaves empty cells only")
}

func declareIgnoreCase(f *pflag.FlagSet, is *bool) {
	f.BoolVar(is, "ignore-case", false,
		"ignore case and blanks in labels; of Male and male, the more frequent spelling is used")
}

func (v *graphFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.edges, "edges", "",
		"`file` with the edges of the graph: an edge per line, \"from to [weight]\", with rows named as in --id; "+
			"as text, Parquet or Arrow; a Matrix Market file, or a full matrix (NumPy, CSV)")
	f.StringVar(&v.edgesAre, "edges-are", "weights",
		"`what` the numbers of --edges are: weights (the larger, the more alike), or distances, which become weights")
	f.StringVar(&v.repeated, "repeated-edges", "add",
		"`what` to do about an edge that is listed more than once: add (its weights), or error")
	f.StringVar(&v.stored, "neighbors-from", "", "neighbours `file` that propagate graph wrote for these rows")
	f.StringVar(&v.kind, "graph", "knn", "`kind` of graph: knn, complete or radius")
	// One number here; tune takes a list of them.
	f.VarP(wholes(&v.ks, 10), "neighbors", "k", "number of neighbours per row; for knn graphs")
	f.Float64Var(&v.radius, "radius", 0, "maximum `distance` of joined rows; for radius graphs")
	f.BoolVar(&v.mutual, "mutual", false, "join two rows only if each is a neighbour of the other; for knn graphs")
	f.Float64Var(&v.recall, "recall", 0.99,
		"`share` of the true neighbours to find (1: all); for knn graphs of 20,000 rows or more")
	f.BoolVar(&v.connect, "connect", false, "join components by the shortest edges between them")
	f.StringVar(&v.metric, "metric", "euclidean",
		"`distance` of two rows: euclidean, cosine or manhattan; a pool takes manhattan unless all columns have about "+
			"the same range")
	return f
}

func (v *weightFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.kernel, "kernel", kernelShared,
		"`kernel`, the weight of an edge by its distance d: perplexity (Gaussian weights by which "+
			"about 5 neighbours of each row count), shared (perplexity, times the share of neighbours in common), "+
			"self-tuning (the default of radius graphs), rbf exp(-γd²) (the default of complete graphs and with "+
			"--gamma), laplacian exp(-γd), inverse 1/d or connectivity 1")
	f.StringVar(&v.gamma, "gamma", gammaAuto,
		"γ, the bandwidth of rbf and laplacian: a `number` or inf; a list (0.1,0.3,1) or range (LO:HI:N), of which "+
			"the best by leave-one-out is used; or a rule (docs/methods.md): auto, knn, mst or entropy")
	return f
}

func (v *methodFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.method, "method", methodAuto,
		"propagation `method`: auto, harmonic, propagation, spreading, poisson, "+
			"balanced-poisson, poisson-mbo, wnll, properly-weighted, mad, correct-smooth, pool; auto pools a random "+
			"forest, two regressions and a graph, weighted by leave-one-out, or takes one method where a "+
			"flag or the data need one")
	f.Var(reals(&v.alphas, 0.95), "alpha", "`share` that a row takes from its neighbours; for spreading")
	f.Float64Var(&v.abstain, "abstain", 1e-4,
		"`weight` of the dummy label \"none of the classes\"; the larger, the more rows get no label; for mad")
	f.StringVar(&v.classSizes, "class-sizes", "none",
		"`how` to reach known class sizes: none, mass (total probability) or projected (number of rows)")
	f.StringSliceVar(&v.counts, "class-counts", nil, "`sizes` of the classes: CLASS=SIZE,... in any unit; "+
		"implies --class-sizes projected, except for poisson-mbo and the pool, which use them themselves "+
		"(default: by the given labels)")
	f.StringVar(&v.prefix, "classifier-columns", "",
		"`prefix` of columns with another classifier's probabilities; they are named PREFIXCLASS, and used in "+
			"addition to the given labels")
	f.Float64Var(&v.weight, "classifier-weight", 0.1,
		"`weight` of these probabilities; the neighbours have the rest; not for correct-smooth")
	f.Float64Var(&v.tol, "tol", 1e-6,
		"relative `residual` at which iteration may stop; it goes on while it can prove more labels")
	f.IntVar(&v.maxIter, "max-iter", 0, "maximum number of `iterations` (default: 10000)")
	return f
}

func (v *runFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	v.output.declare(f)
	f.Uint64Var(&v.seed, "seed", 1,
		"random `seed`; used only in searches with --recall < 1, by tune --holdout and by pools")
	f.IntVar(&v.threads, "threads", 0, "number of processors to use; the result does not depend on it (default: all)")
	f.BoolVarP(&v.quiet, "quiet", "q", false, "print errors only")
	f.BoolVarP(&v.verbose, "verbose", "v", false, "also print progress, and the time of each stage")
	helpFlag(f)
	return f
}

func (v *outputFlags) declare(f *pflag.FlagSet) {
	f.StringVarP(&v.path, "output", "o", "", "output `file`; written whole or not at all (default: standard output)")
	f.StringVar(&v.format, "format", "same",
		"output `format`: csv, tsv, jsonl (an object per line), parquet, arrow (Feather), or same (as the input)")
	f.BoolVar(&v.safe, "safe-csv", false,
		"put an apostrophe before formulas: before cells and names that a spreadsheet would compute; csv and tsv")
	configFlag(f)
}

// declare declares the flags of the command that writes the table with its labels.
func (v *answerFlags) declare() *pflag.FlagSet {
	f := newFlagSet()
	v.declareColumns(f)
	f.StringVar(&v.save, "save", "", "`file` to save the model in; propagate predict labels new rows with it")
	f.StringVar(&v.json, "json", "",
		"`file` for a summary of the run in JSON; - for standard output, if -o takes the table")
	f.StringVar(&v.report, "report", "", "`file` for a report with a map of the rows; one HTML page")
	v.declareNoise(f)
	f.BoolVar(&v.calibrate, "calibrate", false,
		"calibrate confidences by leaving out each given label; from 50 given labels on; for harmonic, propagation "+
			"and spreading")
	v.trust.declareShares(f)
	return f
}

// declareColumns declares the flags on which columns are written.
func (v *answerFlags) declareColumns(f *pflag.FlagSet) {
	f.BoolVar(&v.proba, "proba", false, "also write the probability of each class; in columns proba_CLASS")
	f.BoolVar(&v.labelsOnly, "labels-only", false,
		"write only the line number and the label of each row; with --id, the id too")
	v.declareNovel(f)
	f.BoolVar(&v.confidence, "confidence", false, "with --labels-only, the confidence, too")
	v.trust.declareSets(f)
}

func helpFlag(f *pflag.FlagSet) { f.BoolP("help", "h", false, "print this help") }

// stages declares the flags that all commands share which propagate labels.
func (f *labellingFlags) stages() []stage {
	return []stage{
		{titleTable, "table", f.table.declare()},
		{titleGraph, "graph", f.graph.declare()},
		{titleWeights, "weights", f.weights.declare()},
		{titleMethod, "method", f.method.declare()},
		{titleRun, "run", f.run.declare()},
	}
}
