package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/atlas"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

const (
	mostListed   = 20 // suspects, and rows to label next
	mostAgainst  = 3  // labels that contradict a suspect
	suspectFolds = 10 // parts that the labels are left out in where one by one takes long
)

// suspects lists given labels that may be wrong.
func (v *reviewer) suspects(drawn *atlas.Map) (*Suspects, error) {
	all, by, err := v.leaveOut(drawn)
	if err != nil {
		return nil, err
	}
	// Suspects are sorted by the probability of the given label, the lowest first. Those predicted as given are no
	// suspects.
	some := slices.DeleteFunc(slices.Clone(all), func(one labelprop.Suspect) bool { return one.Likely == one.Given })
	list := &Suspects{By: by, Given: len(all), Found: len(some)}
	for _, one := range some[:min(len(some), mostListed)] {
		list.Rows = append(list.Rows, Suspect{
			Node: one.Node, Row: v.title(one.Node),
			Given: v.data.Classes.Name(one.Given), Likely: v.data.Classes.Name(one.Likely),
			Probability: summary.Number(one.Probability),
			Against:     v.against(one.Against[:min(len(one.Against), mostAgainst)]),
		})
	}
	return list, nil
}

// leaveOut predicts each given label without it, and tells how: one label at a time where that is cheap and the
// method can do it exactly, else a tenth of the labels at a time.
func (v *reviewer) leaveOut(drawn *atlas.Map) (all []labelprop.Suspect, by string, err error) {
	if p := v.answer.Pooled; p != nil && p.LeftOut != nil {
		return p.Suspects(), "Each given label was judged without itself.", nil
	}
	// If the scores are sums over the given labels, each label can be held out without solving again. That takes one
	// column for each label.
	if v.data.Prior == nil && pipeline.IsLinear(v.answer.Method.Value) && v.cheap(dataset.CountLabels(v.data.Given)) {
		seeds, err := v.data.Seeds()
		if err != nil {
			return nil, "", err
		}
		all, err = labelprop.Suspects(v.ctx, v.built.Graph, seeds, v.answer.Method.Value, v.solve)
		return all, "Each given label was held out in turn and predicted from the others.", err
	}
	by = "The given labels were held out in ten groups, and each group was predicted from the others"
	if !v.foldsAreCheap() {
		by += ", in the graph of the rows on the map"
	}
	if method, stands := v.foldMethod(); stands {
		by += fmt.Sprintf(", by %v in place of the method of the run, which cannot be split into groups", method)
	}
	by += ". The command propagate suspects holds out each label alone, which is more exact and takes longer."
	all, err = v.leaveOutFolds(drawn)
	return all, by, err
}

// foldsAreCheap reports whether to label all rows once for each fold takes about a second at most.
func (v *reviewer) foldsAreCheap() bool { return v.cheap(suspectFolds * len(v.data.Classes)) }

// foldMethod is the method that predicts folds, and whether it stands in for that of the run: correct-and-smooth needs
// another classifier, PoissonMBO the class sizes, and both would have to be split into folds.
func (v *reviewer) foldMethod() (m labelprop.Method, standsIn bool) {
	switch m := v.answer.Method.Value.(type) {
	case nil, labelprop.PoissonMBO:
		return labelprop.Poisson{}, true
	default:
		return m, false
	}
}

// leaveOutFolds predicts the labels of each fold from those of the others: in the graph itself where that is
// cheap, else in that of the map.
func (v *reviewer) leaveOutFolds(drawn *atlas.Map) ([]labelprop.Suspect, error) {
	method, _ := v.foldMethod()
	// A fold takes one column for each class.
	if v.foldsAreCheap() {
		seeds, err := v.data.Seeds()
		if err != nil {
			return nil, err
		}
		return labelprop.CrossSuspects(v.ctx, v.built.Graph, seeds, method, suspectFolds, v.solve)
	}
	// The graph of the map has fewer nodes: its labels are those of the rows drawn, and the nodes found are
	// numbered anew.
	seeds, err := v.data.SeedsAt(drawn.Nodes)
	if err != nil {
		return nil, err
	}
	all, err := labelprop.CrossSuspects(v.ctx, drawn.Graph(), seeds, method, suspectFolds, v.solve)
	for i := range all {
		all[i].Node = drawn.Nodes[all[i].Node]
	}
	return all, err
}

// against lists the labels that contradict another, such as: 17 (b 0.51); 4 (c 0.2).
func (v *reviewer) against(all []labelprop.Contribution) string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = fmt.Sprintf("%s (%s %.3g)", v.data.RowName(one.Node), v.data.Classes.Name(one.Class), one.Share)
	}
	return strings.Join(words, "; ")
}
