package pipeline

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// Answer is what a run finds out about the n rows that take part.
type Answer struct {
	Labels   []int      // labelprop.Unlabeled: none
	Probs    *mat.Dense // n×C
	Status   []labelprop.Status
	Method   dataset.Chosen[labelprop.Method] // Value: nil for correct-and-smooth and the pool
	Warnings []error

	Pooled   *labelprop.Pooled // of several opinions; else nil
	Opinions []Opinion         // of the pool
	Proofs   []Proof           // of those opinions that can prove labels

	Solved     *labelprop.Result     // before class sizes; nil for correct-and-smooth, the pool and new rows
	Result     *labelprop.Result     // after that
	Prediction *labelprop.Prediction // of new rows by a model; else nil

	Trusted     *Trusted               // how far the answer is to be trusted
	Novelty     *Novelty               // which rows are unlike the labelled ones; nil: rows were not compared
	Uncertain   *Uncertain             // which rows are less probable than a label must be; nil: any may have one
	Doubts      *Doubts                // given labels that count for less; nil: they were not to be doubted
	Voted       *GroupVote             // how the rows of groups agreed; nil: there are no groups
	Sizes       SizeRule               // by which classes were brought to sizes
	Calibration *labelprop.Temperature // of Probs; nil: they were not to be calibrated
	// Uncalibrated is set if they were to be calibrated and the method cannot leave labels out exactly.
	Uncalibrated bool
	Residuals    []labelprop.Progress // by iteration, of the last solve
}

// Temperature is what Probs were calibrated by; 0: they were not.
func (a *Answer) Temperature() float64 {
	if a.Calibration == nil || a.Calibration.Off {
		return 0
	}
	return a.Calibration.T
}

// Filled is an answer for all rows of a table, with those that were dropped.
type Filled struct {
	Labels  []int
	Probs   *mat.Dense
	Status  []string  // of labelprop.Status, or dataset.StatusDropped
	Sets    [][]int   // the classes of the prediction set of each row; nil: sets were not asked for
	Novelty []float64 // p-values, NaN of rows that were dropped; nil: not asked for
}

// Fill returns the answer for all rows of the table. A row that was dropped has the label that it was given,
// if any.
func (a *Answer) Fill(d *dataset.Data) *Filled {
	// No row was dropped: the answer is that for all.
	if d.Rows == nil {
		return &Filled{Labels: a.Labels, Probs: a.Probs, Status: statusNames(a.Status), Sets: a.sets(),
			Novelty: a.pValues()}
	}
	n := len(d.AllGiven)
	all := &Filled{Labels: make([]int, n), Probs: mat.NewDense(n, len(d.Classes), nil), Status: make([]string, n)}
	sets := a.sets()
	if sets != nil {
		all.Sets = make([][]int, n)
	}
	// First as if all rows had been dropped: they keep the label that they had, with certainty.
	for i, given := range d.AllGiven {
		all.Labels[i], all.Status[i] = given, dataset.StatusDropped
		if given != labelprop.Unlabeled {
			all.Probs.Set(i, given, 1)
			all.Status[i] = labelprop.Given.String()
			if sets != nil {
				all.Sets[i] = []int{given}
			}
		}
	}
	// Then the answers of the rows that took part take their places.
	for i, row := range d.Rows {
		all.Labels[row], all.Status[row] = a.Labels[i], a.Status[i].String()
		all.Probs.SetRow(row, a.Probs.RawRowView(i))
		if sets != nil {
			all.Sets[row] = sets[i]
		}
	}
	if p := a.pValues(); p != nil {
		all.Novelty = slices.Repeat([]float64{math.NaN()}, n)
		for i, row := range d.Rows {
			all.Novelty[row] = p[i]
		}
	}
	return all
}

// sets returns the prediction set of each row, nil if there are none.
func (a *Answer) sets() [][]int {
	if a.Trusted == nil || a.Trusted.Sets == nil {
		return nil
	}
	sets := make([][]int, len(a.Labels))
	for i := range sets {
		sets[i] = a.Trusted.Sets.Set(i, a.Trusted.Coverage)
	}
	return sets
}

// pValues are those of the rows that take part, nil if they were not asked for.
func (a *Answer) pValues() []float64 {
	if a.Novelty == nil {
		return nil
	}
	return a.Novelty.P
}

// statusNames returns the names of statuses.
func statusNames(all []labelprop.Status) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.String()
	}
	return names
}

// GroupVote counts how the rows of groups agreed before each group got one answer.
type GroupVote struct {
	Groups   int     // with an answer
	Agreed   int     // of these, whose rows all had the same
	Least    float64 // the least share of rows with the answer of their group
	Where    string  // the group of that
	Outvoted int     // given labels that are not the answer of their group
}

// Proof says how many labels of an opinion are proven.
type Proof struct {
	Name       string
	Proven, Of int // labels
}

// Opinion is one of a pool, and what it takes to have it of new rows: one of the five others.
type Opinion struct {
	Says     labelprop.Opinion
	Forest   *labelprop.Forest
	Ridge    *labelprop.Ridge
	Logistic *labelprop.Logistic
	Words    *labelprop.SparseLogistic
	Graph    *GraphPart
}

// GraphPart is a graph of the pool.
type GraphPart struct {
	Graph  *graph.Graph
	Result *labelprop.Result

	few bool // its answer is by the method for few labels
}

// says returns what opinions say.
func says(all []Opinion) []labelprop.Opinion {
	some := make([]labelprop.Opinion, len(all))
	for o := range all {
		some[o] = all[o].Says
	}
	return some
}
