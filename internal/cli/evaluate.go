package cli

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
)

const longEvaluate = `propagate evaluate compares predicted labels with the true ones.

It reads a CSV file such as propagate writes, with a column of true labels, and
prints how good the answers are, to standard output. A row whose label was given
(its status says so, or its cell in the label column is filled) is never scored,
nor is one without a truth. A row without a predicted label counts as wrong.

Log loss and Brier score need the probability of each class: run propagate with
--proba. What the numbers mean: docs/evaluation.md.`

const examplesEvaluate = `  propagate --truth kind --proba rows.csv > labelled.csv
  propagate evaluate --truth kind labelled.csv            a report to read
  propagate evaluate --truth kind --json labelled.csv     for another program`

// evaluation are the flags of propagate evaluate.
type evaluation struct {
	source
	paths                   []string
	truth, label, predicted string
	fixedLabel              bool
	clip                    float64
	bins                    int
	json                    bool
	output                  string
}

func newEvaluate(std streams) *cobra.Command {
	var e evaluation
	cmd := &cobra.Command{
		Use:     "evaluate --truth COLUMN [flags] labelled.csv...",
		Short:   "compare predicted labels with the true ones",
		Long:    longEvaluate,
		Example: examplesEvaluate,
		Args:    someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			e.paths, e.fixedLabel = args, cmd.Flags().Changed("label")
			if err := e.check(); err != nil {
				return err
			}
			return e.run(std)
		},
	}
	addGroups(cmd, stage{"The table", "table", e.tableFlags()}, stage{"The report", "report", e.reportFlags()})
	return cmd
}

func (e *evaluation) tableFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&e.truth, "truth", "", "`column` of the true labels; an empty cell means not known")
	f.StringVar(&e.label, "label", "label", "`column` of the given labels, whose rows are not scored; empty: none was given")
	f.StringVar(&e.predicted, "predicted", namePredicted, "`column` of the predicted labels; an empty cell means none")
	e.source.register(f)
	return f
}

func (e *evaluation) reportFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.Float64Var(&e.clip, "clip", summary.DefaultClip, "least `probability` that the log loss takes for true; 0: none, and it may be infinite")
	f.IntVar(&e.bins, "bins", summary.DefaultBins, "bins of confidence for the calibration error")
	f.BoolVar(&e.json, "json", false, "print JSON, numbers with all digits")
	f.StringVarP(&e.output, "output", "o", "", "`file` to write, whole or not at all (default: standard output)")
	configFlag(f)
	f.BoolP("help", "h", false, "print this help")
	return f
}

func (e *evaluation) check() error {
	switch {
	case e.truth == "":
		return usagef("name the column of the true labels", "--truth names no column")
	case same(e.truth, e.label):
		return usagef("name two columns: the labels that were given, and the truth to compare with", "--truth and --label are both %q", e.truth)
	case same(e.truth, e.predicted):
		return usagef("name two columns: the labels that were predicted, and the truth to compare with", "--truth and --predicted are both %q", e.truth)
	case !(e.clip >= 0 && e.clip < 0.5):
		return usagef("", "--clip %g: must be from 0 to less than 0.5", e.clip)
	case e.bins < 1 || e.bins > 1000:
		return usagef("", "--bins %d: must be from 1 to 1000", e.bins)
	}
	return nil
}

// run goes from the table to the report, which is written only if all of it can be.
func (e *evaluation) run(std streams) error {
	t, err := e.open(e.paths, std.in, e.truth, e.predicted, e.label, nameStatus)
	if err != nil {
		return err
	}
	defer t.Close()
	s, err := e.readScored(t)
	if err != nil {
		return err
	}
	found, err := summary.Evaluate(s, e.clip, e.bins)
	if err != nil {
		return err
	}
	text, err := e.report(found)
	if err != nil {
		return err
	}
	return writeTo(e.output, std.out, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

func (e *evaluation) report(found *summary.Evaluation) ([]byte, error) {
	var b bytes.Buffer
	if e.json {
		err := found.WriteJSON(&b)
		return b.Bytes(), err
	}
	console.Evaluation(&b, found)
	return b.Bytes(), nil
}

// readScored reads the rows to score.
func (e *evaluation) readScored(t *table.Table) (*summary.Scored, error) {
	cols, err := e.findColumns(t)
	if err != nil {
		return nil, err
	}
	given, err := cols.given(t)
	if err != nil {
		return nil, err
	}
	truth, err := t.Strings(cols.truth)
	if err != nil {
		return nil, err
	}
	truth, _ = new(plan).blank(truth)
	s := &summary.Scored{}
	if s.Classes, err = cols.classes(t, truth); err != nil {
		return nil, err
	}
	if len(s.Classes) > summary.MostClasses {
		return nil, &table.Error{File: t.Name, Column: e.truth, Reason: "too many classes", Hint: "name a column of classes, not of numbers or names that differ in every row"}
	}
	rows := s.Choose(truth, func(i int) bool { return given[i] })
	if len(rows) == 0 {
		return nil, &table.Error{File: t.Name, Column: e.truth, Reason: "no row to score: the label was given, or the truth is not known, in each",
			Hint: "fill in the truth of rows whose label was not given"}
	}
	picked, err := t.Pick(rows)
	if err != nil {
		return nil, err
	}
	return s, cols.answers(picked, s)
}
