// Package report writes the report of a run as one HTML file that needs nothing else: figures are
// inline SVG, and no script, font or image is loaded.
package report

import "slices"

// Run is all that a report says, in plain numbers and words. What is nil or empty is left out.
type Run struct {
	File    string // what was labelled
	Command string // by which it can be done again
	Version string
	Made    string // when

	Rows, Features int
	Status         Status
	Proven         int
	Method         string
	Solver         string   // with iterations, residual and tolerance
	NoProof        bool     // whether there is no proof to be had
	Facts          []Fact   // how it was done
	Notes          []string // what was done to the table
	Warnings       []Warning
	Stages         []Stage

	Map        *Map
	Classes    []Class
	Confidence []float64 // of the rows whose label was not given but found
	Parts      []Part    // the components of the graph, the largest first
	Residuals  []Point   // by iteration
	Tolerance  float64   // of the residual
	Losses     []Point   // the log loss by γ, where that was tuned
	Gamma      float64   // the one chosen

	Suspects   *Suspects
	Next       *Next
	Evaluation *Evaluation
}

// Status counts the rows of each status.
type Status struct{ Given, Propagated, Tied, Unreachable, Abstained, Dropped int }

// Labelled returns how many rows got a label that was not given.
func (s Status) Labelled() int { return s.Propagated + s.Tied }

// Without returns how many rows have no label.
func (s Status) Without() int { return s.Unreachable + s.Abstained }

// Fact is something to know, by its name.
type Fact struct{ Name, Value string }

// Warning is something to know, and what to do about it.
type Warning struct{ Text, Hint string }

// Stage is a part of the run and how long it took.
type Stage struct {
	Name    string
	Seconds float64
}

// Point is a point of a curve.
type Point struct{ X, Y float64 }

// Class is a class and how many rows have it.
type Class struct {
	Name             string
	Given, Predicted int
	Truth            int // of the rows whose truth is known
}

// Map holds places of rows.
type Map struct {
	Rows []MapRow
	Of   int // rows in all
}

// MapRow is a row in its place.
type MapRow struct {
	X, Y       float64 // in any unit
	Name       string
	Class      int // -1: none
	Given      bool
	Confidence float64 // from 0 to 1
}

// Part is a component of the graph.
type Part struct {
	Rows, Given int
	Classes     []string // that have a label there
}

// Suspects are given labels that others speak against, the least likely first.
type Suspects struct {
	By    string // how they were found, a sentence
	Given int    // labels that were judged
	Found int    // of which listed are the first
	Rows  []Suspect
}

// Suspect is one of them.
type Suspect struct {
	Row           string
	Given, Likely string
	Probability   float64
	Against       string // those that speak against it
}

// Next are rows to label next.
type Next struct {
	By   string // the strategy, a sentence
	Rows []NextRow
}

// Opening reports whether any of them opens a part of the graph that no label reaches.
func (n *Next) Opening() bool {
	return slices.ContainsFunc(n.Rows, func(r NextRow) bool { return r.Opens > 0 })
}

// NextRow is one of them.
type NextRow struct {
	Row, Label string // the label that it has now
	Confidence float64
	Opens      int // rows that no label reaches without it
}

// Evaluation compares with the truth.
type Evaluation struct {
	Rows      int
	Measures  []Measure
	Classes   []Measured
	Confusion [][]int // true class by predicted class
	None      []int   // by true class: the rows without a label
	Bins      []Bin
	ECE       float64
}

// Measure is a number that says how good the answers are.
type Measure struct {
	Name, What string
	Value      float64
}

// Measured is a class and how well it is found.
type Measured struct {
	Name                  string
	Rows, Predicted       int
	Precision, Recall, F1 float64
}

// Bin holds the rows of some confidence.
type Bin struct {
	Low, High            float64
	Rows                 int
	Confidence, Accuracy float64 // means
}
