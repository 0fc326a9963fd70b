package cli

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/spf13/pflag"
)

// declareSets declares the flags on prediction sets.
func (v *trustFlags) declareSets(f *pflag.FlagSet) {
	f.Float64Var(&v.coverage, "coverage", 0,
		"`share` of the rows whose true class is to be in their prediction set, such as 0.9; adds a column set of "+
			"the classes that conform with the given labels, separated by |, empty for none of them "+
			"(docs/trust.md)")
	f.BoolVar(&v.byClass, "coverage-by-class", false,
		"prediction sets that hold for every class by itself, with --coverage; also right where labels were chosen "+
			"class by class")
}

// declareShares declares the flag on the shares of the classes.
func (v *trustFlags) declareShares(f *pflag.FlagSet) {
	f.BoolVar(&v.shares, "shares", false,
		"estimate the share of every class among the rows, with an interval of 95 %; from 30 given labels on")
}

// values turns the flags into values.
func (v *trustFlags) values(set *pflag.FlagSet) (pipeline.Trust, error) {
	t := pipeline.Trust{Coverage: v.coverage, ByClass: v.byClass, Shares: v.shares}
	flag := set.Lookup("coverage")
	if flag == nil || !flag.Changed || v.coverage > 0 && v.coverage < 1 {
		return t, nil
	}
	hint := "such as --coverage 0.9"
	if v.coverage > 1 && v.coverage < 100 {
		hint = fmt.Sprintf("write a share: --coverage %g", v.coverage/100)
	}
	return t, usagef(hint, "--coverage %g: must be above 0 and below 1", v.coverage)
}

// readTrust reads the flags on how far the answer is to be trusted.
func (c *configurer) readTrust() (err error) {
	c.config.run.Trust, err = c.flags.answer.trust.values(c.set)
	return err
}

// setColumn names the column of prediction sets, if there will be one.
func setColumn(t pipeline.Trust) []string {
	if t.Coverage == 0 {
		return nil
	}
	return []string{dataset.NameSet}
}
