package cli

import (
	"slices"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// mostRefits bounds the labels times the rows for which the default is tried by solving
// without each label: some minutes.
const mostRefits = 10_000_000

// defaultName is a run without flags, with the flags that say so.
func defaultName(m labelprop.Method) string {
	if _, ok := m.(labelprop.BalancedPoisson); ok {
		return "--kernel shared --method balanced-poisson"
	}
	return "--kernel shared --method harmonic"
}

// addDefault takes what a run does without flags among the candidates, unless it is there or
// would take too long.
func (by *tuning) addDefault(c *candidates) {
	j := c.job
	m := labelprop.DefaultMethod(j.plan.labels)
	_, there := m.(labelprop.Harmonic)
	if by.names != nil || there || j.near.K() == 0 || j.in.base != nil || len(j.ks) > 1 {
		return
	}
	if c.unjudged = by.holdout == "" && j.given()*len(j.in.given) > mostRefits; c.unjudged {
		return
	}
	g, err := j.near.Weigh(kernel.SharedNeighbors{})
	if err != nil {
		return // the first candidate says so
	}
	c.usual = &labelprop.Candidate{Name: defaultName(m), Graph: g, Method: m}
}

// given counts the rows with a label.
func (j *job) given() int {
	n := 0
	for _, class := range j.in.given {
		if class != labelprop.Unlabeled {
			n++
		}
	}
	return n
}

// leave is by how many standard errors the best must be better than the default: docs/methods.md
// has the evidence.
const leave = 2.5

// advised returns the candidate to take, the best or the default, and says why.
func (by *tuning) advised(c *candidates, all []labelprop.Tuned) (labelprop.Tuned, error) {
	best, say := all[0], c.job.say
	name := defaultName(labelprop.DefaultMethod(c.job.plan.labels))
	at := slices.IndexFunc(all, func(t labelprop.Tuned) bool { return t.Name == name })
	switch {
	case at < 0 && c.unjudged:
		say.Line("advice", "keep the default, %s: with few labels it is hard to beat, and it would take too long to leave them out one by one (--holdout judges it)", name)
		return labelprop.Tuned{Name: name}, nil
	case at < 0:
		return best, nil
	}
	if at == 0 {
		say.Line("advice", "keep the default: nothing is better")
		return best, nil
	}
	usual := all[at]
	say.Line("default", "rank %d, names %.4f of them, log loss %.4f: %s", at+1, usual.Accuracy, usual.LogLoss, usual.Name)
	if by.holdout != "" {
		return best, nil
	}
	better, err := c.compare(best, usual)
	if err != nil {
		return best, err
	}
	switch e := better.ZScore(); {
	case better.Gain <= 0:
		say.Line("advice", "keep the default: at its best temperature it is no worse than the best")
		return usual, nil
	case e < leave:
		say.Line("advice", "keep the default: at its best temperature the best is ahead by %.2g standard errors, where %g would be evidence", e, leave)
		return usual, nil
	}
	say.Line("advice", "take the best: it is ahead of the default by %.2g standard errors", better.ZScore())
	return best, nil
}

func (c *candidates) compare(a, b labelprop.Tuned) (*labelprop.Comparison, error) {
	one, err := c.at(a.Index)
	if err != nil {
		return nil, err
	}
	other, err := c.at(b.Index)
	if err != nil {
		return nil, err
	}
	return labelprop.Compare(c.job.ctx, one, other, c.job.seeds, c.options())
}
