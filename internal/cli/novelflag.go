package cli

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/spf13/pflag"
)

func (v *answerFlags) declareNovel(f *pflag.FlagSet) {
	f.Var(&v.novel, "novel",
		"`rate`, such as 0.05: rows that are unlike all labelled ones get no label but the status novel; of rows like "+
			"the labelled ones at most that share is refused by chance; adds a column novelty, a p-value; with 0 no "+
			"new row is refused, not even one that is nowhere near")
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
