package report

import (
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

// next lists rows to label next.
func (v *reviewer) next() (*Next, error) {
	list, by, err := v.suggest()
	if err != nil {
		return nil, err
	}
	n := &Next{By: by}
	// A row without a label has no confidence.
	for _, one := range list {
		row := NextRow{Node: one.Row, Row: v.title(one.Row), Opens: one.Opens,
			Label: v.data.Classes.Name(v.answer.Labels[one.Row])}
		if class := v.answer.Labels[one.Row]; class >= 0 {
			row.Confidence = summary.Number(v.answer.Probs.At(one.Row, class))
		}
		n.Rows = append(n.Rows, row)
	}
	return n, nil
}

// suggestColumns is about how many columns labelprop.Suggest solves for.
const suggestColumns = 256

// How the rows were chosen.
const (
	byVariance = "Rows whose labels would reduce the uncertainty of the other rows most, the best first. " +
		"Each row is chosen as if the rows before it were labelled already."
	byDensity = "Uncertain rows with many near neighbours, the best first; no two of them are neighbours. " +
		"The command propagate suggest finds the rows whose labels would reduce the uncertainty of the others most, " +
		"which takes longer."
)

// suggest chooses rows by how much their labels would tell about all others, where that is cheap, else by their
// uncertainty and the number of their neighbours.
func (v *reviewer) suggest() (list []labelprop.Suggestion, by string, err error) {
	seeds, err := v.data.Seeds()
	if err != nil {
		return nil, "", err
	}
	// Sigma chooses one row after the other, each time that which leaves the least Σᵢⱼ Cᵢⱼ, the sum of the
	// covariances of all rows in the Gaussian field.
	if v.answer.Pooled == nil && v.cheap(suggestColumns) {
		list, err = labelprop.Suggest(v.ctx, v.built.Graph, seeds, labelprop.Harmonic{},
			&labelprop.SuggestOptions{Rows: mostListed, By: labelprop.Sigma, Solve: v.solve})
		return list, byVariance, err
	}
	list, err = labelprop.SuggestFrom(v.built.Graph, seeds, v.answer.Probs,
		&labelprop.SuggestOptions{Rows: mostListed, By: labelprop.Density})
	return list, byDensity, err
}
