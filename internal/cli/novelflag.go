package cli

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/spf13/pflag"
)

func (v *answerFlags) declareNovel(f *pflag.FlagSet) {
	f.Var(&v.novel, "novel",
		"refuse rows unlike all labelled ones, at this `rate` of false refusals; such as 0.05: the share of "+
			"rows like the labelled ones that are refused by chance; the status is novel, and a column novelty has "+
			"the p-values; predict refuses rows far from all others without this flag, too, and none with 0")
	f.Float64Var(&v.certain, "min-confidence", 0,
		"least `confidence` of a label; rows below it get no label but the status uncertain; the run estimates by "+
			"leave-one-out how many rows keep a label, and how many of these are right")
}

// leastConfidence is the least confidence of a label.
func (v *answerFlags) leastConfidence() (float64, error) {
	if !(v.certain >= 0 && v.certain <= 1) {
		return 0, usagef("a confidence is a probability, such as 0.9", "--min-confidence %g: must be from 0 to 1",
			v.certain)
	}
	return v.certain, nil
}

// novelty is what was asked for.
func (v *answerFlags) novelty() (pipeline.Novel, error) {
	if r := v.novel.value; !(r >= 0 && r < 1) {
		return pipeline.Novel{}, usagef("a rate is a share, such as 0.05", "--novel %g: must be from 0 to below 1", r)
	}
	return pipeline.Novel{Asked: v.novel.given, Rate: v.novel.value}, nil
}

// readNovel reads which rows are refused a label.
func (c *configurer) readNovel() (err error) {
	if c.config.run.MinConfidence, err = c.flags.answer.leastConfidence(); err != nil {
		return err
	}
	c.config.run.Novel, err = c.flags.answer.novelty()
	return err
}

// novelColumn names the column that is added, if one is.
func novelColumn(o pipeline.Novel) []string {
	if o.Rate == 0 {
		return nil
	}
	return []string{dataset.NameNovelty}
}
