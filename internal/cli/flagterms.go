package cli

import "strings"

// otherTerms are what other programs of the field call a flag, by our name of it.
var otherTerms = map[string][]string{
	"label":              {"target", "y", "class", "label-column", "labels-column"},
	"label-weight":       {"weight", "weights", "sample-weight", "certainty"},
	"unlabeled":          {"unlabelled"},
	"features":           {"columns", "x", "use-columns", "usecols"},
	"categorical":        {"categories", "cat-features", "categorical-features", "nominal"},
	"text":               {"texts", "words", "text-column", "text-columns"},
	"ignore":             {"drop", "exclude", "ignore-columns", "skip-columns"},
	"id":                 {"index", "index-col", "key", "name"},
	"truth":              {"true-labels", "ground-truth", "gold", "y-true"},
	"group":              {"cluster", "groups", "over-clustering"},
	"missing":            {"impute", "imputer", "fill"},
	"missing-values":     {"na-values", "na", "sentinel"},
	"scale":              {"standardize", "standardise", "normalize", "normalise", "scaler"},
	"delimiter":          {"sep", "separator"},
	"memory":             {"max-memory", "mem"},
	"float32":            {"single", "single-precision", "dtype", "f32"},
	"edges":              {"adjacency", "affinity", "edge-list", "edgelist"},
	"neighbors":          {"n-neighbors", "neighbours", "n-neighbours", "knn"},
	"radius":             {"epsilon", "eps"},
	"metric":             {"distance"},
	"gamma":              {"sigma", "bandwidth", "length-scale"},
	"class-counts":       {"priors", "prior", "class-priors", "class-weight"},
	"classifier-columns": {"base", "base-prefix", "prior-columns", "soft-labels"},
	"classifier-weight":  {"eta", "base-weight"},
	"tol":                {"tolerance", "residual"},
	"max-iter":           {"iterations", "n-iter", "max-iterations", "t"},
	"seed":               {"random-state", "random-seed"},
	"threads":            {"n-jobs", "jobs", "workers", "cpus", "procs"},
	"output":             {"out", "outfile", "output-file"},
	"proba":              {"probabilities", "predict-proba", "scores"},
	"save":               {"model", "save-model"},
	"report":             {"html", "plot"},
	"min-confidence":     {"threshold", "min-probability", "min-proba", "confidence-threshold"},
	"calibrate":          {"calibration"},
	"coverage":           {"conformal", "prediction-sets"},
	"noise":              {"label-noise", "clean"},
	"novel":              {"outliers", "novelty", "one-class", "unknown"},
}

// flagOf returns the flag that other programs call by a name, and whether there is one.
func flagOf(name string) (string, bool) {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	for flag, terms := range otherTerms {
		for _, term := range terms {
			if term == name {
				return flag, true
			}
		}
	}
	return "", false
}
