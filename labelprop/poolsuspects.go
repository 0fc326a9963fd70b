package labelprop

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// Suspects ranks the given labels, the least likely first, by the probability in LeftOut. It
// is [Suspects] without the labels that contradict them: opinions of the features have
// none. nil where Few.
func (r *Pooled) Suspects() []Suspect {
	if r.LeftOut == nil {
		return nil
	}
	all := make([]Suspect, len(r.nodes))
	for l, node := range r.nodes {
		row := r.LeftOut.RawRowView(l)
		all[l] = Suspect{Node: node, Given: r.y[l], Likely: simplex.Largest(row), Probability: row[r.y[l]]}
	}
	slices.SortStableFunc(all, func(a, b Suspect) int { return cmp.Compare(a.Probability, b.Probability) })
	return all
}
