package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
)

// Doubts are given labels that count for less, as the others contradict them.
type Doubts struct {
	Labels int     `json:"labels"`      // that were judged
	Share  float64 `json:"wrong_share"` // of them that are thought wrong
	List   []Doubt `json:"doubted"`     // the least probable first
}

// Doubt is a given label that counts for less.
type Doubt struct {
	Row    string  `json:"row"` // its id or line
	Given  string  `json:"given"`
	Likely string  `json:"likely"`
	Right  float64 `json:"right"` // how probably the label is right
}

// doubtsOf describes the labels that count for less; nil where none was to be doubted.
func doubtsOf(d *dataset.Data, a *pipeline.Answer) *Doubts {
	if a.Doubts == nil {
		return nil
	}
	out := &Doubts{Labels: a.Doubts.Labels, Share: a.Doubts.Share, List: []Doubt{}}
	for _, one := range a.Doubts.List {
		out.List = append(out.List, Doubt{d.RowName(one.Row), d.Classes.Name(one.Given), d.Classes.Name(one.Likely),
			one.Right})
	}
	return out
}

// unfound is what no comparison of labels with each other can tell.
const unfound = "those that are wrong in the same way are not found"

func (d *Doubts) String() string {
	// Without a doubt that is said, too: it was asked for.
	switch {
	case d.Labels == 0:
		return "labels are too few for any to be judged by the others"
	case d.Share == 0:
		return fmt.Sprintf("no evidence of wrong labels among the %d given ones; %s", d.Labels, unfound)
	case len(d.List) == 0:
		return fmt.Sprintf("about %.0f %% of the %d given labels look wrong, but no single one does", 100*d.Share,
			d.Labels)
	}
	// Each with the class that the others name, which is the reason.
	words := make([]string, len(d.List))
	for i, one := range d.List {
		words[i] = fmt.Sprintf("%s (%s, likely %s, right with %.2f)", one.Row, one.Given, one.Likely, one.Right)
	}
	return fmt.Sprintf("about %.0f %% of the %d given labels look wrong; %d count for less: %s", 100*d.Share, d.Labels,
		len(d.List), dataset.Listed(words))
}

// mixedWarnings tells of classes whose labels are taken for each other, where labels were to be doubted.
func mixedWarnings(d *dataset.Data, a *pipeline.Answer) []Warning {
	if a.Doubts == nil {
		return nil
	}
	var all []Warning
	for _, m := range a.Doubts.Mixed {
		// Two classes that are alike by nature look the same as one of which a part was called another.
		all = append(all, Warning{
			Text: fmt.Sprintf("the labels %s and %s lie in one place: %d of their %d labels are taken for the other "+
				"class, of all %d labels %d for another", d.Classes.Name(m.First), d.Classes.Name(m.Second), m.Mistaken,
				m.Of, m.Beside, m.Others),
			Hint: "if these classes do not overlap, labels of one were given as the other, which labels cannot tell: " +
				"look at some rows of both again",
		})
	}
	return all
}
