package summary

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
)

// Drift compares new rows with those of a model.
type Drift struct {
	Out      string   // how many are farther out than most of the model's, in words
	Expected float64  // how many of them are to be expected, in per cent
	Moved    []string // classes whose shares have changed, in words
}

// driftOf describes the comparison; nil where there is none.
func driftOf(d *dataset.Data, a *pipeline.Answer) *Drift {
	if a.Novelty == nil || a.Novelty.Drift == nil {
		return nil
	}
	// Only classes that have moved are worth a word.
	out := &Drift{Out: percent(a.Novelty.Drift.Out), Expected: 100 * a.Novelty.Drift.Expected}
	for k, c := range a.Novelty.Drift.Classes {
		if c.Moved {
			out.Moved = append(out.Moved, fmt.Sprintf("%s %s, in the model %.1f %%", d.Classes[k], percent(c.New),
				100*c.Before.Share()))
		}
	}
	return out
}

// percent writes a proportion with its interval.
func percent(p pipeline.Proportion) string {
	low, high := p.Interval()
	return fmt.Sprintf("%.1f %% (%.1f to %.1f %%)", 100*p.Share(), 100*low, 100*high)
}

func (d *Drift) String() string {
	shares := "the shares of the classes differ from those of the model by no more than chance"
	if len(d.Moved) > 0 {
		shares = dataset.Listed(d.Moved)
	}
	return fmt.Sprintf("%s of the new rows are farther out than %.3g %% of the rows of the model, where %.2g %% "+
		"are to be expected; %s", d.Out, 100-d.Expected, d.Expected, shares)
}

// driftWarnings tells of new rows that are not like those of the model.
func driftWarnings(d *dataset.Data, a *pipeline.Answer) []Warning {
	if a.Novelty == nil || a.Novelty.Drift == nil {
		return nil
	}
	drift := driftOf(d, a)
	var all []Warning
	// The labels of such rows are less certain than their confidence says.
	if a.Novelty.Drift.Farther {
		all = append(all, Warning{
			Text: fmt.Sprintf("the new rows are not like those of the model: %s of them are farther out than %.3g %% "+
				"of these", drift.Out, 100-drift.Expected),
			Hint: "check the units of their values | refuse rows unlike the labelled ones (--novel 0.05) | " +
				"make a new model with some of them",
		})
	}
	// A table may be a sample of some classes only: the answer need not be wrong.
	if len(drift.Moved) > 0 {
		all = append(all, Warning{
			Text: "the shares of the classes are not those of the model: " + strings.Join(drift.Moved, "; "),
			Hint: "if that is not so, check the units of the values, or make a new model with some of the new rows",
		})
	}
	return all
}
