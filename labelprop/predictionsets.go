package labelprop

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/rows"
	"gonum.org/v1/gonum/mat"
)

// ConformalOptions are the options of [Conformal]. The zero value and nil are right for most.
type ConformalOptions struct {
	Solve *Options

	// ByClass compares a row with the labels of one class at a time (Mondrian sets): what is
	// guaranteed then holds for the rows of every class by itself, and also where as many labels
	// were drawn from each class as one likes. A class needs 1/(1-coverage) - 1 labels before any
	// row can be without it.
	ByClass bool

	// CVPlus takes the way of [CVPlus], where [FullConformal] is possible, too.
	CVPlus bool

	// Links lead from m new rows to the nodes of the graph: the sets are those of the new rows,
	// which are predicted as by [Result.Predict]. nil: the sets of the nodes.
	Links *graph.Links
}

// PredictionSets are the p-values of m rows and C classes.
type PredictionSets struct {
	P       *mat.Dense // m×C: in (0,1], and 0 for the other classes of a given label
	By      ConformalKind
	ByClass bool
	Labels  []int // of each class: how many given labels rows are compared with

	given []bool // of each row: whether its label was given; nil: of none
}

// roundedLevel lies between p-values at 1-coverage and those above it.
const roundedLevel = 1e-12

// Set returns the classes of row i with p-values above 1-coverage, rising; none if no class
// conforms with the labels, or if there is no row i.
func (s *PredictionSets) Set(i int, coverage float64) []int {
	if n, _ := rows.Dims(s.P); i < 0 || i >= n {
		return nil
	}
	var set []int
	for k, p := range s.P.RawRowView(i) {
		// A p-value of 1-coverage is no longer in: so much may fail.
		if p > 1-coverage+roundedLevel {
			set = append(set, k)
		}
	}
	return set
}

// Guaranteed returns which share of the sets of a coverage holds the true class at least, if the
// labels are as [Conformal] assumes: the coverage by full conformal prediction, 1-2(1-coverage) by
// CV+ (less 1/√l and 1/parts at most where labels are left out in parts), and 0 for
// [LeftOutScores]. Sets of the latter two hold it about as often as asked for.
func (s *PredictionSets) Guaranteed(coverage float64) float64 {
	switch s.By {
	case FullConformal:
		return coverage
	case CVPlus:
		return max(0, 1-2*(1-coverage))
	}
	return 0
}

// LeastLabels returns how many labels p-values need, in all or of each class, for any class to be
// left out of any set; math.MaxInt for a coverage that is not below 1.
func LeastLabels(coverage float64) int {
	// From a number that is surely too small; with a coverage of 1 there is no end.
	if !(coverage < 1) {
		return math.MaxInt
	}
	l := max(int(1/(1-coverage+roundedLevel))-2, 0)
	for 1/float64(l+1) > 1-coverage+roundedLevel {
		l++
	}
	return l
}

// Sizes tells how large the sets are.
func (s *PredictionSets) Sizes(coverage float64) SetSizes {
	z := SetSizes{}
	m, _ := rows.Dims(s.P)
	for i := range m {
		if s.given != nil && s.given[i] {
			continue
		}
		n := len(s.Set(i, coverage))
		z.Rows++
		z.Mean += float64(n)
		switch n {
		case 0:
			z.Empty++
		case 1:
			z.Single++
		}
	}
	// Sums become means.
	if z.Rows > 0 {
		z.Mean, z.Single, z.Empty = z.Mean/float64(z.Rows), z.Single/float64(z.Rows), z.Empty/float64(z.Rows)
	}
	return z
}

// KeepGiven gives each row with a class in y, Unlabeled for none, that class alone.
//
// Errors: [ErrShape], and a class that is none.
func (s *PredictionSets) KeepGiven(y []int) error {
	m, k := rows.Dims(s.P)
	if m != len(y) {
		return fmt.Errorf("labelprop: %w: sets of %d rows, %d labels", ErrShape, m, len(y))
	}
	for u, class := range y {
		if class < Unlabeled || class >= k {
			return fmt.Errorf("labelprop: row %d: class %d is not in [%d,%d)", u, class, Unlabeled, k)
		}
	}
	s.keepGiven(y)
	return nil
}

func (s *PredictionSets) keepGiven(y []int) {
	s.given = make([]bool, len(y))
	for u, class := range y {
		if class != Unlabeled {
			row := s.P.RawRowView(u)
			clear(row)
			row[class], s.given[u] = 1, true
		}
	}
}

// SetSizes tells how large prediction sets are, of rows without a given label.
type SetSizes struct {
	Rows          int
	Mean          float64 // classes a set
	Single, Empty float64 // shares of the rows with one class, and with none
}

// ConformalKind is how p-values were found.
type ConformalKind int

const (
	// FullConformal prediction solves with every row in every class.
	FullConformal ConformalKind = iota
	// CVPlus compares labels with the answers without them.
	CVPlus
	// LeftOutScores compares labels left out with the answer by all labels. Nothing is guaranteed
	// unless that answer hardly changes when one label is left out [barber2021].
	LeftOutScores
)

func (k ConformalKind) String() string {
	if k < 0 || int(k) >= len(conformalNames) {
		return fmt.Sprintf("ConformalKind(%d)", int(k))
	}
	return conformalNames[k]
}

var conformalNames = [...]string{"full conformal prediction", "CV+", "scores of the labels left out"}

// pValue returns (1 + count)/(l+1), with l all labels, or those of class y.
func pValue(count int, labels []int, y int, byClass bool) float64 {
	l := 0
	for k, n := range labels {
		if k == y || !byClass {
			l += n
		}
	}
	return float64(1+count) / float64(l+1)
}
