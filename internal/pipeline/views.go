package pipeline

import (
	"context"

	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// makeViews answers by each view. A pool of too few labels to be left out cannot be judged.
func (t *tuner) makeViews() error {
	for _, v := range t.how.Views {
		b, err := Build(t.ctx, v.Data, v.Config, t.observer)
		if err != nil {
			return err
		}
		one := labelprop.Candidate{Name: v.Flags, Graph: b.Graph, Method: labelprop.Harmonic{}}
		if v.Config.Method.Pool {
			judged, err := t.poolView(v, b, &one)
			if err != nil {
				return err
			}
			if !judged {
				t.few = t.few || v.Default
				continue
			}
		}
		// Kept, as to compare two candidates makes the list anew.
		t.views = append(t.views, one)
		t.viewed = append(t.viewed, Candidate{Flags: v.Flags, Default: v.Default, Method: one.Method})
	}
	return nil
}

// poolView makes a pool a candidate, and reports whether it can be judged.
func (t *tuner) poolView(v View, b *Built, one *labelprop.Candidate) (bool, error) {
	one.Method = nil
	// Labels held out need an answer by the others alone, for each draw.
	one.Answer = func(ctx context.Context, seeds labelprop.Seeds) (*mat.Dense, error) {
		a, err := labelBy(ctx, &Problem{v.Data, b, v.Config}, seeds, nil)
		if err != nil {
			return nil, err
		}
		return a.Probs, nil
	}
	if t.how.HoldOut != nil {
		return true, nil
	}
	a, err := Label(t.ctx, v.Data, b, v.Config, t.observer)
	if err != nil {
		return false, err
	}
	// The opinions judge labels that they have not seen.
	one.LeftOut = a.Pooled.LeftOut
	return !a.Pooled.Few, nil
}
