package labelprop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// CrossSuspects ranks the given labels like [Suspects], for any method, and at a cost that does not
// grow with their number: the labels are dealt into folds, those of a class to all folds in turn, and
// each is judged by [Solve] without its fold. With as many folds as labels that is Suspects. Against
// is nil. A label is skipped if no label outside its fold lies in its component.
//
// Errors: as of Solve, fewer than two folds, and seeds of [MultiLabel] or [Values].
// Cost: that of folds runs of Solve.
func CrossSuspects(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, folds int,
	o *Options) (list []Suspect, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if seeds.group != nil {
		return groupSuspects(ctx, g, &seeds, m, o)
	}
	list, err = crossSuspects(ctx, g, &seeds, m, folds, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	slices.SortStableFunc(list, func(a, b Suspect) int { return cmp.Compare(a.Probability, b.Probability) })
	return list, nil
}

func crossSuspects(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, folds int,
	o *Options) ([]Suspect, error) {
	options, err := o.orDefault()
	if err == nil {
		err = seeds.check(g.N())
	}
	if err == nil {
		err = checkMethod(m, seeds)
	}
	switch {
	case err != nil:
		return nil, err
	case !seeds.exclusive():
		return nil, errors.New("labels of one class each are judged in folds: pass Classes or Soft")
	case folds < 2:
		return nil, fmt.Errorf("%d folds: labels are judged by those of the others, so 2 at least", folds)
	}
	parts, err := foldLabels(g, seeds, m)
	if err != nil {
		return nil, err
	}
	// Every label is judged once, by a solve without its fold.
	fold := parts.seeds.deal(folds)
	for l, first := range parts.alike {
		fold[l] = fold[first] // labels that are alike are judged alike
	}
	var list []Suspect
	for f := range min(folds, len(fold)) {
		some, err := judgeFold(ctx, parts.g, parts.seeds, parts.method(m), options, fold, f)
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	// In the order of the parts, which that of the rows does not change.
	slices.SortStableFunc(list, func(a, b Suspect) int { return cmp.Compare(a.Node, b.Node) })
	return parts.alikeSuspects(parts.unfoldSuspects(list)), nil
}

// deal returns the fold of each label: those of a class go to all folds in turn, and the next class goes
// on where it ended.
func (s *Seeds) deal(folds int) []int {
	class, order := make([]int, len(s.nodes)), numbersTo(len(s.nodes))
	for l := range class {
		class[l] = s.class(l)
	}
	// Class by class, so that every fold has its share of each.
	slices.SortStableFunc(order, func(k, l int) int { return cmp.Compare(class[k], class[l]) })
	return dealInOrder(order, folds)
}

// judgeFold judges the labels of fold f by the others, if there are any.
func judgeFold(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o network.Options,
	fold []int, f int) ([]Suspect, error) {
	rest := seeds.subset(func(l int) bool { return fold[l] != f })
	// Without any other label, or without a label in this fold, there is nothing to judge.
	if len(rest.nodes) == 0 || len(rest.nodes) == len(seeds.nodes) {
		return nil, nil
	}
	// The whole graph, without the labels of this fold.
	o.ScoresOnly = true
	r, err := solveChecked(ctx, g, rest, m, o)
	if err != nil {
		return nil, err
	}
	p := r.Probabilities()
	var list []Suspect
	for l, u := range seeds.nodes {
		// A label that no other reaches is not judged.
		given := simplex.Largest(seeds.row(l))
		if fold[l] == f && r.Status[u] != Unreachable && !math.IsNaN(p.At(u, given)) {
			likely := simplex.Largest(p.RawRowView(u))
			list = append(list, Suspect{Node: u, Given: given, Likely: likely, Probability: p.At(u, given)})
		}
	}
	return list, nil
}

// alikeSuspects gives rows that are alike the probability of the first.
func (f *folded) alikeSuspects(list []Suspect) []Suspect {
	if f.rows == nil {
		return list
	}
	at := map[int32]Suspect{}
	for i, s := range list {
		first, seen := at[f.rows.first[s.Node]]
		if !seen {
			at[f.rows.first[s.Node]] = s
			continue
		}
		list[i].Probability, list[i].Likely = first.Probability, first.Likely
	}
	return list
}
