package pipeline

import (
	"math"

	"github.com/propagate-go/propagate/labelprop"
)

// Novelty tells which rows were refused a label as they are unlike the labelled ones, or far from all.
type Novelty struct {
	P      []float64 // the p-value of each row; nil: it was not asked for
	Rate   float64   // at which rows are refused; 0: by P none is
	Labels int       // that P rests on
	Far    int       // rows that were refused as they are nowhere near, whatever their P
	Drift  *Drift    // of new rows against those of a model; nil: not compared

	refused map[int][]float64 // of new rows refused by P, their probabilities, which prediction sets need
}

// Doubts are given labels that the others contradict, and count for less than they would.
type Doubts struct {
	Labels int     // that were judged
	Share  float64 // of them that are thought wrong; 0: nothing speaks for any
	List   []Doubt // those that count for less, the least probable first

	Mixed []labelprop.MixedClasses // classes whose labels are taken for each other: they overlap, or labels are wrong
}

// Doubt is a given label that counts for less.
type Doubt struct {
	Row           int
	Given, Likely int     // classes
	Right         float64 // how probably the label is right
}

// Drift compares new rows with those of a model.
type Drift struct {
	Out      Proportion // of the new rows are farther out than nearly all rows of the model
	Expected float64    // the share of rows like those of the model that is, at most about 5 %
	Farther  bool       // more than chance explains
	Classes  []Shifted  // nil: the classes of the rows of the model are not known
}

// Shifted is the share of a class.
type Shifted struct {
	New, Before Proportion // among the new rows with a label, and among those of the model
	Moved       bool       // further than chance explains
}

// Proportion is how many of some rows.
type Proportion struct{ Count, Of int }

// Share is the proportion itself.
func (p Proportion) Share() float64 { return float64(p.Count) / float64(p.Of) }

// Interval is where the proportion of all such rows lies with 95 % confidence [wilson1927].
func (p Proportion) Interval() (low, high float64) {
	const z = 1.959964
	n, share := float64(p.Of), p.Share()
	centre, half := share+z*z/(2*n), z*math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return max(0, (centre-half)/(1+z*z/n)), min(1, (centre+half)/(1+z*z/n))
}

// Uncertain tells which rows were refused a label as their probability is too low.
type Uncertain struct {
	Least   float64    // the least probability
	Kept    Proportion // of the rows that had a label, those that keep it
	LeftOut []Coverage // of the labels left out, first at Least, then at RiskSteps; nil: not known
}

// Coverage is what is known of a least probability by the labels left out.
type Coverage struct {
	Least float64
	Kept  Proportion // of the labels left out, those that are predicted with as much
	Right Proportion // of these
}

// RiskSteps are the least probabilities of the curve of risk and coverage.
var RiskSteps = []float64{0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99}
