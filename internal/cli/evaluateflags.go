package cli

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/spf13/pflag"
)

const longEvaluate = `propagate evaluate compares predicted labels with the true ones.

It reads the table that propagate wrote, in any format, with a column of true
labels (name it in the run too, or it may be a feature there) or a file of them.
Rows with a given label (status given, or a filled cell in the label column) or
without a true one are not evaluated. A row without a predicted label counts as
wrong. Log loss and Brier score need the probability of each class: run
propagate with --proba. What the numbers mean: docs/evaluation.md.`

const examplesEvaluate = `  propagate --truth kind --proba rows.csv > labelled.csv
  propagate evaluate --truth kind labelled.csv            text to read
  propagate evaluate --truth kind --json labelled.csv     for another program`

// evaluateFlags are the flags of propagate evaluate.
type evaluateFlags struct {
	truth, label, predicted string
	truths, id              string // a file of the truth, and the column that joins it
	fixedLabel              bool   // --label was given
	unlabeled               []string
	ignoreCase              bool
	reading                 readingFlags
	clip                    float64
	bins                    int
	json                    bool
	output                  string
}

func (v *evaluateFlags) declareTable() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.truth, "truth", "", "`column` of the true labels; an empty cell means unknown")
	f.StringVar(&v.truths, "truth-file", "",
		"`file` of the true labels, joined by --id")
	f.StringVar(&v.id, "id", "", "`column` of ids in both files")
	f.StringVar(&v.label, "label", "label",
		"`column` of the given labels; their rows are not evaluated; empty if none was given")
	f.StringVar(&v.predicted, "predicted", dataset.NamePredicted,
		"`column` of the predicted labels; an empty cell means none")
	declareUnlabeled(f, &v.unlabeled)
	declareIgnoreCase(f, &v.ignoreCase)
	v.reading.declare(f)
	return f
}

func (v *evaluateFlags) declareReport() *pflag.FlagSet {
	f := newFlagSet()
	f.Float64Var(&v.clip, "clip", summary.DefaultClip,
		"minimum `probability` in the log loss; 0: none, so that it may be infinite")
	f.IntVar(&v.bins, "bins", summary.DefaultBins, "number of confidence bins of the calibration error")
	f.BoolVar(&v.json, "json", false, "print JSON; numbers with all digits")
	f.StringVarP(&v.output, "output", "o", "", "output `file`; written whole or not at all (default: standard output)")
	configFlag(f)
	helpFlag(f)
	return f
}

func (v *evaluateFlags) check() error {
	// Three names must be three columns, and numbers in their ranges.
	switch {
	case v.truth == "":
		return usagef("name the column of the true labels: --truth COLUMN", "--truth names no column")
	case same(v.truth, v.label) && v.truths == "":
		return usagef("name two columns: the labels that were given, and the truth to compare with",
			"--truth and --label are both %q", v.truth)
	case same(v.truth, v.predicted) && v.truths == "":
		return usagef("name two columns: the labels that were predicted, and the truth to compare with",
			"--truth and --predicted are both %q", v.truth)
	case v.truths != "" && v.id == "":
		return usagef("name the column of ids that the table and the file both have", "--truth-file needs --id")
	case v.id != "" && v.truths == "":
		return usagef("leave --id out",
			"--id has no effect without --truth-file")
	case !(v.clip >= 0 && v.clip < 0.5):
		return usagef("", "--clip %g: must be from 0 to less than 0.5", v.clip)
	case v.bins < 1 || v.bins > 1000:
		return usagef("", "--bins %d: must be from 1 to 1000", v.bins)
	}
	return nil
}
