package report

import (
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// Review is what only a report shows: a map of the rows, given labels to look at again, and rows to label next.
// What is nil is left out of the page.
type Review struct {
	Map      *Map
	Suspects *Suspects
	Next     *Next
}

// Map is the graph as a drawing.
type Map struct {
	Rows []MapRow
	Of   int // rows in all
}

// MapRow is a row on the map.
type MapRow struct {
	X, Y       float64 // in any unit
	Node       int     // of the graph, by which other parts of the page lead here
	Name       string
	Cells      string // what the row holds, short
	Truth      string // the true label, where it is another one than that of the row
	Class      int    // -1: none
	Given      bool
	Confidence float64 // from 0 to 1
}

// Suspects lists given labels that may be wrong.
type Suspects struct {
	By    string // how they were found, a sentence
	Given int    // labels that were checked
	Found int    // of which listed are the first
	Rows  []Suspect
}

// Suspect is a given label that the others contradict.
type Suspect struct {
	Node          int
	Row           string
	Given, Likely string
	Probability   summary.Number // of the given label
	Against       string         // the labels that contradict it
}

// Next lists rows to label next.
type Next struct {
	By   string // the strategy, a sentence
	Rows []NextRow
}

// Opening reports whether any row is in a component without a label.
func (n *Next) Opening() bool {
	return slices.ContainsFunc(n.Rows, func(r NextRow) bool { return r.Opens > 0 })
}

// NextRow is a row to label.
type NextRow struct {
	Node       int
	Row, Label string // the label that it has now
	Confidence summary.Number
	Opens      int // rows that no label reaches without it
}
