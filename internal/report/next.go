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
	for _, one := range list {
		row := NextRow{Row: v.title(one.Row), Label: v.data.Classes.Name(v.answer.Labels[one.Row]), Opens: one.Opens}
		if class := v.answer.Labels[one.Row]; class >= 0 {
			row.Confidence = summary.Number(v.answer.Probs.At(one.Row, class))
		}
		n.Rows = append(n.Rows, row)
	}
	return n, nil
}

// suggestColumns is about how many columns labelprop.Suggest solves for.
const suggestColumns = 256

// suggest chooses rows by how much their labels would tell about all others, where that is cheap, else by their
// uncertainty and the number of their neighbours.
func (v *reviewer) suggest() (list []labelprop.Suggestion, by string, err error) {
	seeds, err := v.data.Seeds()
	if err != nil {
		return nil, "", err
	}
	if v.cheap(suggestColumns) {
		list, err = labelprop.Suggest(v.ctx, v.built.Graph, seeds, labelprop.Harmonic{}, mostListed, labelprop.Sigma, v.solve)
		return list, "The rows whose labels would tell most of all others, the best first, each as if those before it had been labelled already.", err
	}
	list, err = labelprop.SuggestFrom(v.built.Graph, seeds, v.answer.Probs, mostListed, labelprop.Density)
	return list, "Doubtful rows with many others near, the best first, no two of them neighbours; propagate suggest asks which labels would tell most of all others, which takes longer.", err
}
