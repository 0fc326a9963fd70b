package cli

import (
	"github.com/propagate-go/propagate/internal/charset"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// What flags that take a name may be. The methods have a file of their own.

// Names that texts and checks of flags use too.
const (
	kernelShared = "shared"
	gammaAuto    = "auto"
	scaleAuto    = "auto" // standardises all columns where some of them dwarf the others
	missingAuto  = "auto" // fills in
)

// namesByFlag are the names that flags may take.
func namesByFlag() map[string][]string {
	return map[string][]string{
		"method": namesOf(methods), "class-sizes": namesOf(sizeRules), "scale": namesOf(scales),
		"missing":   namesOf(missings),
		"delimiter": namesOf(delimiters), "decimal": namesOf(decimals), "format": namesOf(formats),
		"strategy": namesOf(strategies), "encoding": append(charset.Names(), autoEncoding),
		"graph": namesOf(graphKinds), "metric": namesOf(metrics), "kernel": namesOf(kernels),
		"gamma": namesOf(gammaRules), "edges-are": namesOf(edgesAre), "repeated-edges": namesOf(repeatedEdges),
	}
}

var graphKinds = []enum[pipeline.GraphKind]{{"knn", pipeline.KNN}, {"complete", pipeline.Complete},
	{"radius", pipeline.Radius}}

var metrics = []enum[kernel.Metric]{
	{"euclidean", kernel.Euclidean{}}, {"cosine", kernel.Cosine{}}, {"manhattan", kernel.Manhattan{}},
}

// metricTerms are other words for metrics, in other programs.
var metricTerms = map[string]string{
	"l2": "euclidean", "minkowski": "euclidean", "sqeuclidean": "euclidean", "l1": "manhattan",
	"cityblock": "manhattan", "taxicab": "manhattan", "angular": "cosine",
}

// Kernels by name. The default is not named so: it may be another one in graphs of other kinds.
var kernels = []enum[pipeline.Kernel]{
	{kernelShared, pipeline.Shared}, {"self-tuning", pipeline.SelfTuning}, {"rbf", pipeline.RBF},
	{"laplacian", pipeline.Laplacian}, {"inverse", pipeline.Inverse}, {"connectivity", pipeline.Connectivity},
	{"perplexity", pipeline.Perplexity},
}

var edgesAre = []enum[bool]{{"weights", false}, {"distances", true}}

var repeatedEdges = []enum[dataset.Repeated]{{"add", dataset.RepeatedAdd}, {"error", dataset.RepeatedError}}

var scales = []enum[dataset.Scale]{
	{scaleAuto, dataset.ScaleAuto}, {"none", dataset.ScaleNone}, {"standard", dataset.ScaleStandard},
	{"minmax", dataset.ScaleMinMax}, {"robust", dataset.ScaleRobust},
}

var missings = []enum[dataset.Missing]{
	{missingAuto, dataset.MissingAuto}, {"error", dataset.MissingError},
	{"mean", dataset.MissingMean}, {"median", dataset.MissingMedian}, {"drop", dataset.MissingDrop},
}

// gammaRules are the rules for γ by name.
var gammaRules = []enum[pipeline.GammaRule]{
	{gammaAuto, pipeline.GammaAuto}, {"mst", pipeline.GammaMST}, {"knn", pipeline.GammaKNN},
	{"entropy", pipeline.GammaEntropy},
}

var sizeRules = []enum[pipeline.SizeRule]{
	{"none", pipeline.SizesNone}, {"mass", pipeline.SizesMass}, {"projected", pipeline.SizesProjected},
}

var formats = []enum[table.Format]{
	{"same", table.Same}, {"csv", table.CSV}, {"tsv", table.TSV}, {"jsonl", table.JSONL},
	{"parquet", table.Parquet}, {"arrow", table.Arrow},
}

// delimiters by name; a character stands for itself.
var delimiters = []enum[byte]{{"auto", 0}, {"comma", ','}, {"tab", '\t'}, {"semicolon", ';'}, {"bar", '|'}}

var decimals = []enum[byte]{{"auto", 0}, {"point", '.'}, {"comma", ','}}

// strategies by name.
var strategies = []enum[labelprop.Strategy]{
	{"sigma", labelprop.Sigma}, {"variance", labelprop.Variance}, {"margin", labelprop.Margin},
	{"entropy", labelprop.Entropy}, {"density", labelprop.Density}, {"coverage", labelprop.Coverage},
}
