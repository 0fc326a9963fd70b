package summary

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Labels describes the result: how many rows have which status and which class.
type Labels struct {
	Status        Status
	Classes       []Class
	Before, After int       // rows of the graph without a label, before and after
	Nodes         int       // rows of the graph
	Sizes         string    // how class sizes were imposed; empty if they were not
	Confidence    []float64 // of the labels that were found
}

// Status counts rows by status, in the order of the alphabet.
type Status struct {
	Abstained    int `json:"abstained,omitempty"`
	Dropped      int `json:"dropped,omitempty"`
	FeaturesOnly int `json:"features-only,omitempty"`
	Given        int `json:"given,omitempty"`
	Novel        int `json:"novel,omitempty"`
	Propagated   int `json:"propagated,omitempty"`
	Tied         int `json:"tied,omitempty"`
	Uncertain    int `json:"uncertain,omitempty"`
	Unreachable  int `json:"unreachable,omitempty"`
}

// Found counts the rows that got a label.
func (s Status) Found() int { return s.Propagated + s.Tied + s.FeaturesOnly }

// Without counts the rows of the graph that got none.
func (s Status) Without() int { return s.Unreachable + s.Abstained + s.Novel + s.Uncertain }

// Class counts the rows of a class.
type Class struct {
	Name      string `json:"class"`
	Given     int    `json:"given"`
	Predicted int    `json:"predicted"` // given ones among them
	Dropped   int    `json:"-"`         // given labels of rows that are not in the graph
	Truth     int    `json:"-"`         // rows of the graph that are truly of the class, where the truth is known
}

// sizeNames are the ways to impose class sizes, in the words of the command line.
var sizeNames = map[pipeline.SizeRule]string{pipeline.SizesMass: "mass", pipeline.SizesProjected: "projected"}

// labelsOf describes the labels of an answer.
func labelsOf(d *dataset.Data, a *pipeline.Answer) Labels {
	l := Labels{
		Nodes: len(d.Given), Before: withoutLabel(d.Given), After: withoutLabel(a.Labels),
		Sizes: sizeNames[a.Sizes], Confidence: confidenceOf(a),
	}
	given, found, all := d.Classes.Counts(d.Given), d.Classes.Counts(a.Labels), d.Classes.Counts(d.AllGiven)
	// True classes that no row was given are not in this list, but in the evaluation.
	truth := d.Classes.Counts(d.Classes.Numbers(d.Truth))
	// A row that was dropped keeps the label that it was given, if any.
	dropped := 0
	for k, name := range d.Classes {
		class := Class{Name: name, Given: all[k], Dropped: all[k] - given[k], Truth: truth[k]}
		class.Predicted = found[k] + class.Dropped
		l.Classes = append(l.Classes, class)
		dropped += class.Dropped
	}
	// Rows that were dropped have no status in the graph: those with a given label count as given.
	l.Status = statusOf(a.Status)
	l.Status.Given += dropped
	l.Status.Dropped = d.Table.Len() - len(d.Given) - dropped
	return l
}

// withoutLabel counts the rows without a class.
func withoutLabel(labels []int) int { return len(labels) - dataset.CountLabels(labels) }

// statusOf counts rows by status.
func statusOf(all []labelprop.Status) Status {
	var s Status
	counts := map[labelprop.Status]*int{
		labelprop.Given: &s.Given, labelprop.Propagated: &s.Propagated, labelprop.Tied: &s.Tied,
		labelprop.Unreachable: &s.Unreachable, labelprop.Abstained: &s.Abstained,
		labelprop.FeaturesOnly: &s.FeaturesOnly, labelprop.Novel: &s.Novel, labelprop.Uncertain: &s.Uncertain,
	}
	for _, status := range all {
		*counts[status]++
	}
	return s
}

// confidenceOf returns the confidence of the labels that were found: the probability of each.
func confidenceOf(a *pipeline.Answer) []float64 {
	var all []float64
	for i, class := range a.Labels {
		if class != labelprop.Unlabeled && a.Status[i] != labelprop.Given {
			all = append(all, a.Probs.At(i, class))
		}
	}
	return all
}
