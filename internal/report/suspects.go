package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/atlas"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
)

const (
	mostListed   = 20 // suspects, and rows to label next
	mostAgainst  = 3  // labels that contradict a suspect
	suspectFolds = 10 // parts that the labels are left out in where one by one takes long
)

// suspects lists given labels that may be wrong.
func (s *Source) suspects(ctx context.Context, drawn *atlas.Map) (*Suspects, error) {
	all, by, err := s.leaveOut(ctx, drawn)
	if err != nil {
		return nil, err
	}
	some := slices.DeleteFunc(slices.Clone(all), func(one labelprop.Suspect) bool { return one.Likely == one.Given })
	list := &Suspects{By: by, Given: len(all), Found: len(some)}
	for _, one := range some[:min(len(some), mostListed)] {
		list.Rows = append(list.Rows, Suspect{
			Row: s.title(one.Node), Given: s.className(one.Given), Likely: s.className(one.Likely),
			Probability: summary.Number(one.Probability), Against: s.against(one.Against[:min(len(one.Against), mostAgainst)]),
		})
	}
	return list, nil
}

// leaveOut predicts each given label without it, and tells how: one label at a time where that is cheap and the method
// can do it exactly, else a tenth of the labels at a time.
func (s *Source) leaveOut(ctx context.Context, drawn *atlas.Map) (all []labelprop.Suspect, by string, err error) {
	given := 0
	for _, class := range s.Given {
		if class >= 0 {
			given++
		}
	}
	if s.Linear && s.cheap(given) {
		seeds, err := s.Seeds(nil)
		if err != nil {
			return nil, "", err
		}
		all, err = labelprop.Suspects(ctx, s.Graph, seeds, s.Method, &s.Solve)
		return all, "Each label was left out in turn, and the others asked what they would have called its row.", err
	}
	by = "Each tenth of the labels was left out in turn, and the others asked what they would have called its rows"
	if !s.foldsAreCheap() {
		by += ", in a graph of the rows on the map"
	}
	all, err = s.leaveOutFolds(ctx, drawn)
	return all, by + "; propagate suspects leaves out every label alone, which takes longer.", err
}

// foldsAreCheap reports whether to label all rows once for each fold takes about a second at most.
func (s *Source) foldsAreCheap() bool { return s.cheap(suspectFolds * len(s.Classes)) }

// leaveOutFolds predicts the labels of each fold from those of the others: in the graph itself where that is cheap, else
// in that of the map.
func (s *Source) leaveOutFolds(ctx context.Context, drawn *atlas.Map) ([]labelprop.Suspect, error) {
	method := s.Method
	switch method.(type) {
	case nil, labelprop.PoissonMBO: // which need more than labels
		method = labelprop.Poisson{}
	}
	if s.foldsAreCheap() {
		seeds, err := s.Seeds(nil)
		if err != nil {
			return nil, err
		}
		return labelprop.CrossSuspects(ctx, s.Graph, seeds, method, suspectFolds, &s.Solve)
	}
	seeds, err := s.Seeds(drawn.Nodes)
	if err != nil {
		return nil, err
	}
	all, err := labelprop.CrossSuspects(ctx, drawn.Graph(), seeds, method, suspectFolds, &s.Solve)
	for i := range all {
		all[i].Node = drawn.Nodes[all[i].Node]
	}
	return all, err
}

// against lists the labels that contradict another, such as: 17 (b 0.51); 4 (c 0.2).
func (s *Source) against(all []labelprop.Contribution) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = fmt.Sprintf("%s (%s %.3g)", s.Name(v.Node), s.className(v.Class), v.Share)
	}
	return strings.Join(words, "; ")
}
