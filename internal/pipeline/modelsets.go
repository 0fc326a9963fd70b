package pipeline

import (
	"errors"
	"slices"

	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
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
	a.Trusted.Sets, err = labelprop.ConformalLeftOut(m.left.leftOut(len(m.Classes)), a.probsOfSets(), t.ByClass)
	return err
}

// probsOfSets returns the probabilities that prediction sets of new rows rest on: those from before rows were refused
// by their p-values, as in a run. A row that is nowhere near has none.
func (a *Answer) probsOfSets() *mat.Dense {
	if a.Novelty == nil || len(a.Novelty.refused) == 0 {
		return a.Probs
	}
	probs := mat.DenseCopyOf(a.Probs)
	for row, p := range a.Novelty.refused {
		probs.SetRow(row, p)
	}
	return probs
}

// keep keeps the probabilities of a row that is to be refused.
func (v *Novelty) keep(row int, probs []float64) {
	if v.refused == nil {
		v.refused = map[int][]float64{}
	}
	v.refused[row] = slices.Clone(probs)
}
