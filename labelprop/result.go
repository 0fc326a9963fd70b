package labelprop

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Result is what [Solve] found for n nodes and C columns.
type Result struct {
	// Labels holds the class of each node, Unlabeled where no label arrives. It is
	// nil for seeds of [MultiLabel] and [Values], whose answer is Scores.
	Labels []int

	// Scores is the solution F, n×C; a row of zeros where no label arrives. The
	// rows of Harmonic and Propagation are probabilities; see also Probabilities.
	Scores *mat.Dense

	// LogScores is ln F, n×C, where the solver knows it beyond the range of Scores
	// (which turns to zero below 5e-324), otherwise ln of Scores; nil where scores
	// are signed.
	LogScores *mat.Dense

	Status []Status

	// Proven tells of each node whether its label is the exact answer of the method on
	// this graph: the bounds on the error of the scores, all rounding included, cannot
	// change it. It says nothing of whether the graph, or the label, is right. See
	// docs/numerics.md. Given labels count as proven where the method keeps them.
	Proven []bool

	// ErrorBound is a proven bound on |Scores - F|, +Inf if there is none.
	ErrorBound float64

	Solver     Solver  // that ran; if no node was to be solved for, the one that Options asked for
	Iterations int     // 0 for a direct solver
	Residual   float64 // relative to the right side, the worst of any column
	Converged  bool

	// Warnings are what a user should know; see [Warning].
	Warnings []error

	method    string
	signed    bool // whether the scores of the method are signed; those of Values are by any method
	clamps    bool // whether given labels are kept
	kind      seedKind
	component []int     // of each node
	allowed   [][]bool  // by component: the classes that have a label there
	seedMass  []float64 // labels given of each class
	rows      *rowOrder // nil: rows were solved for in the order given
}

// Count returns how many nodes have the status s.
func (r *Result) Count(s Status) int {
	count := 0
	for _, t := range r.Status {
		if t == s {
			count++
		}
	}
	return count
}

// CountProven returns how many labels are proven.
func (r *Result) CountProven() int {
	count := 0
	for _, ok := range r.Proven {
		if ok {
			count++
		}
	}
	return count
}

// CountUnproven returns how many nodes have a label that is not proven, ties aside.
func (r *Result) CountUnproven() int {
	count := 0
	// Ties and nodes without a label are counted elsewhere.
	for i, ok := range r.Proven {
		if !ok && (r.Status[i] == Given || r.Status[i] == Propagated) {
			count++
		}
	}
	return count
}

// Probabilities returns Scores with rows that sum to 1, n×C; rows of zeros stay.
// Harmonic scores are probabilities already, those of Spreading are divided by
// their sum, and the signed ones of Poisson pass through a softmax whose unit is
// the root mean square of all scores, over the classes that have a label in the
// component of the node. Multi-label scores and real values are
// returned as they are.
func (r *Result) Probabilities() *mat.Dense {
	return r.probabilities(r.Scores, r.LogScores, r.Status, func(i int) []bool {
		if r.allowed == nil {
			return nil
		}
		return r.allowed[r.component[i]]
	})
}

// probabilities turns scores into probabilities, allowed saying which classes a row may
// have (nil: all).
func (r *Result) probabilities(scores, logs *mat.Dense, status []Status, allowed func(i int) []bool) *mat.Dense {
	if scores == nil {
		return new(mat.Dense) // of a Result that no Solve returned
	}
	// Sets of labels and real values are no shares of anything.
	p := mat.DenseCopyOf(scores)
	if r.kind == multi || r.kind == values {
		return p
	}
	// Signed scores have no natural sum: a softmax makes them positive.
	if r.signed {
		r.softmax(p, status, allowed)
		return p
	}
	n, c := p.Dims()
	for i := range n {
		row := p.RawRowView(i)
		if logs != nil && status[i] != Unreachable {
			// By logarithms, where scores may have underflowed.
			copy(row, logs.RawRowView(i))
			simplex.Softmax(row)
			continue
		}
		simplex.Normalize(row[:c])
	}
	return p
}

func (r *Result) softmax(p *mat.Dense, status []Status, allowed func(i int) []bool) {
	n, _ := p.Dims()
	unit := r.rootMeanSquare()
	for i := range n {
		if status[i] == Unreachable || unit == 0 {
			continue
		}
		row, may := p.RawRowView(i), allowed(i)
		for k := range row {
			// In units of their root mean square, so that the unit of the weights does not
			// matter.
			row[k] /= unit
			if may != nil && !may[k] {
				row[k] = math.Inf(-1)
			}
		}
		simplex.Softmax(row)
	}
}

// rootMeanSquare is that of all scores. They are divided by the largest, so that no square
// leaves the range of float64.
func (r *Result) rootMeanSquare() float64 {
	largest, sum := 0.0, 0.0
	for _, v := range r.Scores.RawMatrix().Data {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return 0
	}
	r.inOrder(func(u int) {
		for _, v := range r.Scores.RawRowView(u) {
			sum += v / largest * (v / largest)
		}
	})
	return largest * math.Sqrt(sum/float64(len(r.Scores.RawMatrix().Data)))
}

func (r *Result) String() string {
	how := fmt.Sprintf("%s by %v", r.method, r.Solver)
	if r.Iterations > 0 {
		how += fmt.Sprintf(", %d iterations, residual %.2g", r.Iterations, r.Residual)
	}
	return fmt.Sprintf("%s: %d given, %d propagated, %d tied, %d unreachable, %d proven for this graph", how,
		r.Count(Given), r.Count(Propagated), r.Count(Tied), r.Count(Unreachable), r.CountProven())
}

// rowOrder is what an answer for the rows has to remember of the parts.
type rowOrder struct {
	first []int32 // of each row: the part whose answer it has, the first of those alike
	order []int32 // the rows in the order of their parts
}

// inOrder calls do with every row, in an order that does not depend on theirs: for sums,
// which are rounded.
func (r *Result) inOrder(do func(u int)) {
	if r.rows == nil {
		for u := range r.Status {
			do(u)
		}
		return
	}
	for _, u := range r.rows.order {
		do(int(u))
	}
}
