package pipeline

import (
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Advice recommends a candidate. With few labels the best of many may be so by chance, so the default is left
// only for a candidate that is clearly better.
type Advice struct {
	Verdict Verdict
	Take    labelprop.Tuned  // the best or the default
	Default labelprop.Tuned  // Index -1 if it was not tried
	Method  labelprop.Method // of the default
	Rank    int              // of the default, from 1 on
	ZScore  float64          // by how many standard errors the best is ahead of the default

	// ByAccuracy says that the best is ahead in accuracy, of which ZScore is then, and not in log loss.
	ByAccuracy bool
	Pool       bool // whether the default is a pool
}

// Verdict is a comparison of the best candidate with the default.
type Verdict int

// Values of Verdict.
const (
	NoVerdict    Verdict = iota // they were not compared: take the best
	NotJudged                   // to judge the default would take too long: keep it
	FewLabels                   // labels are too few to judge the default by those left out: keep it
	DefaultBest                 // the default is the best
	DefaultAsBad                // at the best temperature of each, the best is no better
	TooClose                    // the best is ahead by less than Evidence standard errors
	TakeBest                    // the best is ahead by Evidence standard errors or more
)

// Evidence is by how many standard errors the best must be better than the default, in log loss or in accuracy:
// docs/methods.md has the evidence.
const Evidence = 2.5

// mostRefits bounds the labels times the rows for which the default is tried by solving without each label:
// some minutes.
const mostRefits = 10_000_000

// addDefault takes what Label does with the zero configuration among the candidates, unless it is there or
// would take too long.
func (t *tuner) addDefault() error {
	// With enough labels the default is harmonic, which the combinations hold already.
	usual, err := defaultMethod(t.data)
	if err != nil || !t.how.Default {
		return err
	}
	_, there := usual.(labelprop.Harmonic)
	// The default needs nearest neighbours, and no other classifier; several k are candidates of another kind.
	// Nor where the default is a view.
	if there || t.viewIsDefault() || t.near.K() == 0 || t.data.Prior != nil || len(t.ks) > 1 {
		return nil
	}
	// A method without exact leave-one-out is solved anew without each label: labels times rows is what that
	// costs.
	t.unjudged = t.how.HoldOut == nil && dataset.CountLabels(t.data.Given)*len(t.data.Given) > mostRefits
	if !t.unjudged {
		t.usual = usual
	}
	return nil
}

// viewIsDefault reports whether the default is one of the views.
func (t *tuner) viewIsDefault() bool {
	return slices.ContainsFunc(t.how.Views, func(v View) bool { return v.Default })
}

// yieldDefault yields the default. Neighbours that cannot be weighed were a fault of the first candidate
// already.
func (t *tuner) yieldDefault(yield func(labelprop.Candidate) bool) {
	var g *graph.Graph
	if g, t.fault = t.near.Weigh(Shared.With(0)); t.fault == nil {
		t.yield(Candidate{Kernel: Shared, Method: t.usual, Default: true}, g, yield)
	}
}

// advise compares the best candidate with the default.
func (t *tuner) advise(ranked []labelprop.Tuned) (Advice, error) {
	a := Advice{Take: ranked[0], Default: labelprop.Tuned{Index: -1}, Pool: t.viewIsDefault()}
	var err error
	if a.Method, err = defaultMethod(t.data); err != nil {
		return a, err
	}
	// Find the default among the candidates.
	at := slices.IndexFunc(ranked, func(one labelprop.Tuned) bool { return t.isDefault(one, a.Method) })
	switch {
	case at < 0 && t.few:
		a.Verdict = FewLabels
		return a, nil
	case at < 0 && t.unjudged:
		a.Verdict = NotJudged
		return a, nil
	case at < 0:
		return a, nil
	}
	// It was tried. Leave-one-out compares it with the best; labels held out give no paired losses.
	a.Default, a.Rank = ranked[at], at+1
	switch {
	case at == 0:
		a.Verdict = DefaultBest
		return a, nil
	case t.how.HoldOut != nil:
		return a, nil
	}
	return a, t.compare(&a, ranked[0])
}

// isDefault reports whether a candidate is the default: it was added as that, or is one of the combinations.
func (t *tuner) isDefault(one labelprop.Tuned, m labelprop.Method) bool {
	c := t.tried[one.Index]
	if t.viewIsDefault() || c.Flags != "" {
		return c.Default
	}
	// One method that was named is not varied, and an automatic one may be any.
	named := t.how.Methods[c.At] != nil && (t.how.Default || len(t.how.Methods) > 1)
	return c.Default || named && c.K == 0 && c.Kernel == Shared && c.Method == m
}

// compare judges by the paired losses of the labels left out, each candidate at its best temperature.
func (t *tuner) compare(a *Advice, best labelprop.Tuned) error {
	// The graphs of both are made again: only one at a time was in memory.
	one, err := t.again(best.Index)
	if err != nil {
		return err
	}
	other, err := t.again(a.Default.Index)
	if err != nil {
		return err
	}
	// Each candidate is compared at its best temperature, so that overconfidence alone decides nothing.
	better, err := labelprop.Compare(t.ctx, one, other, t.seeds, t.config.SolveOptions(nil))
	if err != nil {
		return err
	}
	// The gain in units of its standard error tells chance from evidence.
	a.ZScore = better.ZScore()
	switch {
	// More labels named right are a gain, too, even without better probabilities.
	case a.ZScore < Evidence && better.AccuracyZScore() >= Evidence:
		a.Verdict, a.ZScore, a.ByAccuracy = TakeBest, better.AccuracyZScore(), true
	case better.Gain <= 0:
		a.Verdict, a.Take = DefaultAsBad, a.Default
	case a.ZScore < Evidence:
		a.Verdict, a.Take = TooClose, a.Default
	default:
		a.Verdict = TakeBest
	}
	return nil
}
