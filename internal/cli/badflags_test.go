package cli_test

import "testing"

// badFlags are command lines that make no sense, whatever data.csv holds.
var badFlags = []failure{
	{name: "no file", args: "", says: "no file named", hint: "see propagate --help"},
	{name: "two files", args: "data.csv more.csv", says: `one file at a time, not 2: ["data.csv" "more.csv"]`, hint: "quote a name that holds spaces"},
	{name: "unknown flag", args: "--lable y data.csv", says: "unknown flag: --lable, did you mean --label?", hint: "see propagate --help"},
	{name: "unknown letter", args: "-Z data.csv", says: "unknown shorthand flag: 'Z' in -Z", hint: "see propagate --help"},
	{name: "one dash", args: "-label y data.csv", says: "unknown shorthand flag: 'l' in -label", hint: "two dashes: --label"},
	{name: "flag without its value", args: "data.csv --label", says: "flag needs an argument: --label", hint: "see propagate --help"},

	{name: "graph", args: "--graph tree data.csv", says: `--graph "tree": no such choice`, hint: "choose from knn, complete, radius"},
	{name: "metric", args: "--metric l2 data.csv", says: `--metric "l2": no such choice`, hint: "choose from euclidean, cosine, manhattan"},
	{name: "kernel", args: "--kernel RBF data.csv", says: `--kernel "RBF": no such choice, did you mean rbf?`, hint: "choose from shared, self-tuning, rbf, laplacian, inverse, connectivity"},
	{name: "method", args: "--method svm data.csv", says: `--method "svm": no such choice`, hint: "choose from auto, harmonic, propagation, spreading, poisson, balanced-poisson, poisson-mbo, wnll, properly-weighted, mad, correct-smooth"},
	{name: "scale", args: "--scale log data.csv", says: `--scale "log": no such choice`, hint: "choose from auto, none, standard, minmax, robust"},
	{name: "command misspelt", args: "sugest data.csv", says: `no such command: "sugest", did you mean "suggest"?`, hint: "the commands are run, "},
	{name: "choice misspelt", args: "--method possion data.csv", says: `--method "possion": no such choice, did you mean poisson?`, hint: "choose from"},
	{name: "missing", args: "--missing men data.csv", says: `--missing "men": no such choice, did you mean mean?`, hint: "choose from error, mean, median, drop"},
	{name: "format", args: "--format json data.csv", says: `--format "json": no such choice, did you mean jsonl?`, hint: "choose from same, csv, tsv, jsonl"},
	{name: "delimiter", args: "--delimiter spaces data.csv", says: `--delimiter "spaces": no such choice`, hint: "choose from auto, comma"},
	{name: "delimiter that is a quote", args: "--delimiter \" data.csv", says: `--delimiter "\"", --comment "": cannot be told apart from text`},
	{name: "comment", args: "--comment // data.csv", says: `--comment "//": one character, such as #`},
	{name: "categories", args: "--max-categories 0 data.csv", says: "--max-categories 0: must be at least 1"},
	{name: "label as a category", args: "--categorical label data.csv", says: `--categorical: "label" holds the labels`, hint: "leave it out"},
	{name: "summary over the table", args: "--json out2.csv -o out2.csv data.csv", says: `--json and -o are both "out2.csv"`, hint: "name two files"},
	{name: "summary and table", args: "--json - --output= data.csv", says: "--json -: standard output takes the table already", hint: "-o"},
	{name: "only, with probabilities", args: "--only --proba data.csv", says: "--only writes no probabilities, so --proba has nothing to do"},
	{name: "empty choice", args: "--method= data.csv", says: `--method "": no such choice`, hint: "choose from"},

	{name: "negative γ", args: "--gamma -1 data.csv", says: "--gamma -1: must not be negative", hint: "a larger γ favours the nearest"},
	{name: "γ of minus infinity", args: "--gamma=-inf data.csv", says: "--gamma -inf: must not be negative"},
	{name: "γ below all numbers", args: "--gamma=-1e999 data.csv", says: "--gamma -1e999: must not be negative"},
	{name: "γ NaN", args: "--gamma NaN data.csv", says: "--gamma NaN: not a number", hint: "a number such as 0.05, or inf, or auto"},
	{name: "γ in words", args: "--gamma large data.csv", says: "--gamma large: not a number", hint: "a number such as 0.05, or inf, or auto"},
	{name: "γ with a decimal comma", args: "--gamma 0,05 data.csv", says: "--gamma 0,05: not a number", hint: "a number such as 0.05, or inf, or auto"},
	{name: "γ with self-tuning", args: "--gamma 1 --kernel self-tuning data.csv", says: "--gamma does not go with the self-tuning kernel", hint: "say --kernel rbf"},
	{name: "γ with connectivity", args: "--gamma 1 --kernel connectivity data.csv", says: "--gamma does not go with the connectivity kernel", hint: "say --kernel rbf"},
	{name: "γ with inverse", args: "--gamma 1 --kernel inverse data.csv", says: "--gamma does not go with the inverse kernel", hint: "say --kernel rbf"},

	{name: "radius with knn", args: "--radius 1 data.csv", says: "--radius goes with the radius graph, not with knn", hint: "say --graph radius"},
	{name: "radius with complete", args: "--radius 1 --graph complete data.csv", says: "--radius goes with the radius graph, not with complete", hint: "say --graph radius"},
	{name: "no radius", args: "--graph radius data.csv", says: "the radius graph needs a positive --radius", hint: "say --radius DISTANCE"},
	{name: "negative radius", args: "--graph radius --radius -1 data.csv", says: "the radius graph needs a positive --radius", hint: "say --radius DISTANCE"},
	{name: "radius NaN", args: "--graph radius --radius NaN data.csv", says: "the radius graph needs a positive --radius", hint: "say --radius DISTANCE"},
	{name: "mutual without neighbours", args: "--mutual --graph complete data.csv", says: "--mutual goes with the knn graph, not with complete"},

	{name: "k of 0", args: "-k 0 data.csv", says: "-k 0: must be at least 1"},
	{name: "negative k", args: "-k -3 data.csv", says: "-k -3: must be at least 1"},
	{name: "k in words", args: "-k ten data.csv", says: `-k "ten": not a whole number`, hint: "see propagate --help"},
	{name: "k of a half", args: "-k 2.5 data.csv", says: `-k "2.5": not a whole number`, hint: "see propagate --help"},
	{name: "k beyond all integers", args: "-k 99999999999999999999 data.csv", says: `-k "99999999999999999999": out of range`},
	{name: "α of 0", args: "--alpha 0 data.csv", says: "--alpha 0: must be between 0 and 1"},
	{name: "α of 1", args: "--alpha 1 data.csv", says: "--alpha 1: must be between 0 and 1"},
	{name: "α NaN", args: "--alpha nan data.csv", says: "--alpha NaN: must be between 0 and 1"},
	{name: "tolerance 0", args: "--tol 0 data.csv", says: "--tol 0: must be between 0 and 1"},
	{name: "tolerance in words", args: "--tol small data.csv", says: `--tol "small": not a number`, hint: "see propagate --help"},
	{name: "class sizes", args: "--class-sizes mas data.csv", says: `--class-sizes "mas": no such choice, did you mean mass?`, hint: "choose from none, mass, projected"},
	{name: "class sizes of mbo", args: "--class-sizes mass --method poisson-mbo data.csv", says: "poisson-mbo takes --priors itself", hint: "leave --class-sizes out"},
	{name: "priors for nothing", args: "--class-sizes none --priors a=1,b=1 data.csv", says: "--priors does not go with --class-sizes none"},
	{name: "prior without a size", args: "--priors a,b data.csv", says: `--priors "a": no size`, hint: "CLASS=SIZE"},
	{name: "prior of no class", args: "--priors a=1,B=1 data.csv", says: `--priors "B": no label is of that class, did you mean "b"?`, hint: "the classes are a, b"},
	{name: "prior in words", args: "--priors a=1,b=many data.csv", says: `--priors "b": "many" is not a number from 0 on`},
	{name: "negative prior", args: "--priors a=1,b=-1 data.csv", says: `--priors "b": "-1" is not a number from 0 on`},
	{name: "a prior missing", args: "--priors a=1 data.csv", says: `--priors names no size of class "b"`, hint: "--priors a=70,b=30"},
	{name: "all priors 0", args: "--priors a=0,b=0 data.csv", says: "--priors: all sizes are 0"},
	{name: "calibrated poisson", args: "--calibrate --method poisson data.csv", says: "--calibrate needs labels left out, which poisson cannot with these flags"},
	{name: "calibrated sizes", args: "--calibrate --class-sizes mass data.csv", says: "--calibrate does not go with --class-sizes"},
	{name: "nothing to correct", args: "--method correct-smooth data.csv", says: "correct-smooth improves probabilities that are there: --base names none", hint: "--base proba_"},
	{name: "η of 1", args: "--eta 1 data.csv", says: "--eta 1: must be between 0 and 1"},
	{name: "no abstaining", args: "--abstain 0 data.csv", says: "--abstain 0: must be above 0"},
	{name: "recall of 0", args: "--recall 0 data.csv", says: "--recall 0: must be above 0 and at most 1", hint: "compares all rows"},
	{name: "recall above 1", args: "--recall 99 data.csv", says: "--recall 99: must be above 0 and at most 1"},
	{name: "negative iterations", args: "--max-iter -1 data.csv", says: "--max-iter -1: must not be negative"},
	{name: "negative threads", args: "--threads -1 data.csv", says: "--threads -1: must not be negative"},
	{name: "negative seed", args: "--seed -1 data.csv", says: `--seed "-1": not a whole number from 0 on`},
	{name: "neither true nor false", args: "--mutual=perhaps data.csv", says: `--mutual "perhaps": neither true nor false`},

	{name: "truth is the label", args: "--truth label data.csv", says: `--truth and --label are both "label"`, hint: "name two columns"},
	{name: "truth is the label given", args: "--label y --truth y data.csv", says: `--truth and --label are both "y"`, hint: "name two columns"},
	{name: "label as a feature", args: "--features x,label data.csv", says: `--features: "label" holds the labels`, hint: "leave it out of --features"},
	{name: "truth as a feature", args: "--features x,y --truth y data.csv", says: `--features: "y" holds the labels`, hint: "leave it out of --features"},
	{name: "id as a feature", args: "--features x,y --id y data.csv", says: `--features: "y" is no feature by another flag`, hint: "leave it out of"},
	{name: "no feature named", args: "--features= data.csv", says: "--features names no column", hint: "leave --features out"},
	{name: "flags before the file", args: "--method svm missing.csv", says: `--method "svm": no such choice`},
}

func TestBadFlags(t *testing.T) {
	for _, f := range badFlags {
		f.csv, f.code, f.must = good, 2, true
		t.Run(f.name, f.check)
	}
}
