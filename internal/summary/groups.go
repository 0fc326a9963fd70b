package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Groups describes how the rows of groups agreed before each group got one answer.
type Groups struct {
	Column   string `json:"column"`
	Groups   int    `json:"groups"`
	Agreed   int    `json:"agreed"` // groups whose rows all had the same answer
	Least    Number `json:"least"`  // share of rows with the answer of their group
	Where    string `json:"where,omitempty"`
	Outvoted int    `json:"outvoted"` // given labels that are not the answer of their group
}

// groupsOf describes the vote, nil if there were no groups.
func groupsOf(d *dataset.Data, a *pipeline.Answer) *Groups {
	if a.Voted == nil {
		return nil
	}
	v := a.Voted
	return &Groups{d.Groups.Column, v.Groups, v.Agreed, Number(v.Least), v.Where, v.Outvoted}
}

func (g *Groups) String() string {
	text := fmt.Sprintf("by %s: %d with one answer each; in %d all rows agreed", g.Column, g.Groups, g.Agreed)
	if g.Where != "" {
		text += fmt.Sprintf(", the least share is %.4f in %s", float64(g.Least), g.Where)
	}
	return text
}

// groupWarnings tells of given labels that their group has outvoted.
func groupWarnings(a *pipeline.Answer) []Warning {
	if a.Voted == nil || a.Voted.Outvoted == 0 {
		return nil
	}
	return []Warning{{
		Text: fmt.Sprintf("%d given labels are not the answer of their group", a.Voted.Outvoted),
		Hint: "look at them again: they may be wrong, or their group may be of more than one class",
	}}
}

// batchWarnings tells of batches that no edge joins to another, so that no label can come from there or go there.
func batchWarnings(d *dataset.Data, b *pipeline.Built) []Warning {
	if b == nil || d.Batches == nil {
		return nil
	}
	// In each component, the first batch, and whether there is another.
	component, count := b.Graph.Components()
	first, mixed := make([]int, count), make([]bool, count)
	for i := range first {
		first[i] = -1
	}
	for i, batch := range d.Batches.Of {
		switch at := &first[component[i]]; {
		case *at < 0:
			*at = batch
		case *at != batch:
			mixed[component[i]] = true
		}
	}
	// A batch is apart if none of its rows is in a component with rows of others.
	apart := make([]bool, len(d.Batches.Names))
	labelled := make([]bool, len(apart))
	for k := range apart {
		apart[k] = len(apart) > 1
	}
	for i, batch := range d.Batches.Of {
		apart[batch] = apart[batch] && !mixed[component[i]]
		labelled[batch] = labelled[batch] || d.Given[i] != labelprop.Unlabeled
	}
	var names []string
	for k, name := range d.Batches.Names {
		if apart[k] && !labelled[k] {
			name += " (no label)"
		}
		if apart[k] {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Warning{{
		Text: fmt.Sprintf("no edge joins these values of %s to others: %s", d.Batches.Column, dataset.Listed(names)),
		Hint: "label rows of each | take more neighbours (-k) | use --scale standard",
	}}
}
