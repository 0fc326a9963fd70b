package pipeline

import (
	"errors"

	"github.com/propagate-go/propagate/labelprop"
)

// Trust adds prediction sets to the answer for new rows, by the scores of the labels left out of the model.
//
// Errors: a model that has none.
func (m *Model) Trust(a *Answer, t Trust) error {
	if t.Coverage == 0 {
		return nil
	}
	if m.left == nil {
		return errors.New("the model holds no scores of labels left out, which prediction sets need")
	}
	a.Trusted = &Trusted{Labels: len(m.left.Class), DealtOut: m.left.DealtOut, Coverage: t.Coverage}
	var err error
	a.Trusted.Sets, err = labelprop.ConformalLeftOut(m.left.leftOut(len(m.Classes)), a.Probs, t.ByClass)
	return err
}
