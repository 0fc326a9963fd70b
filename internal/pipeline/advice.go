package pipeline

import (
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

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
	t.observer.Stage(StageCompare)
	better, err := labelprop.Compare(t.ctx, one, other, t.seeds, t.config.SolveOptions(t.observer.Iteration))
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
