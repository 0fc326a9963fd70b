package cli

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/spf13/pflag"
)

const longPredict = `propagate predict labels new rows with a model that --save wrote: by the
nearest rows of its graph, which is not solved again, and in a pool by its
forest and regressions too. The table needs the columns of the model.`

const examplesPredict = `  propagate --save rows.model rows.csv > labelled.csv
  propagate predict --model rows.model new.csv > predicted.csv
  propagate predict --model rows.model --truth kind -o predicted.csv new.csv`

// predictFlags are the flags of propagate predict.
type predictFlags struct {
	model, id, truth string
	reading          readingFlags
	output           outputFlags
	answer           answerFlags
	quiet            bool
	ignoreCase       bool
}

func (v *predictFlags) declareTable() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&v.model, "model", "", "`file` of the model; written by propagate --save")
	f.StringVar(&v.id, "id", "", "`column` that names the rows")
	f.StringVar(&v.truth, "truth", "", "`column` of the true labels; prints how many predictions are right")
	declareIgnoreCase(f, &v.ignoreCase)
	v.reading.declare(f)
	return f
}

func (v *predictFlags) declareAnswer() *pflag.FlagSet {
	f := newFlagSet()
	v.output.declare(f)
	v.answer.declareColumns(f)
	f.BoolVarP(&v.quiet, "quiet", "q", false, "print errors only")
	helpFlag(f)
	return f
}

// config checks the flags and turns them into values.
func (v *predictFlags) config(set *pflag.FlagSet, paths []string) (*config, error) {
	if v.model == "" {
		return nil, usagef("use --model FILE, a file that propagate --save FILE wrote", "--model names no file")
	}
	c := &config{quiet: v.quiet}
	c.input.paths = paths
	c.data.Columns = dataset.ColumnNames{Truth: v.truth, ID: v.id}
	c.data.IgnoreCase = v.ignoreCase
	// The columns to add must be free, as in a run.
	c.data.Adds = addsOf(&v.answer)
	var err error
	if c.run.Trust, err = v.answer.trust.values(set); err != nil {
		return nil, err
	}
	if c.run.Novel, err = v.answer.novelty(); err != nil {
		return nil, err
	}
	if c.run.MinConfidence, err = v.answer.leastConfidence(); err != nil {
		return nil, err
	}
	c.data.AddsMore = append(setColumn(c.run.Trust), novelColumn(c.run.Novel)...)
	c.output, err = newOutput(&v.output, &v.answer)
	return c, err
}
