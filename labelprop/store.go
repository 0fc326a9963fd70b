package labelprop

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/store"
	"gonum.org/v1/gonum/mat"
)

const (
	storedKind    = "lpresult"
	storedVersion = 2
)

// Store writes the result, so that [ReadResult] gives it back in every bit, but for the
// warnings. It takes 16 bytes a score.
func (r *Result) Store(w io.Writer) error {
	b := store.NewWriter(w, storedKind, storedVersion)
	// Shapes first, so that the reader can check all that follows.
	n, c := r.Scores.Dims()
	b.Int(n)
	b.Int(c)
	b.Ints(r.Labels)
	b.Floats(mat.DenseCopyOf(r.Scores).RawMatrix().Data)
	// The flags say whether logarithms follow.
	b.Bools([]bool{r.LogScores != nil, r.Converged, r.signed, r.clamps})
	if r.LogScores != nil {
		b.Floats(mat.DenseCopyOf(r.LogScores).RawMatrix().Data)
	}
	b.Ints(numbersOf(r.Status))
	b.Bools(r.Proven)
	b.Float(r.ErrorBound)
	b.Int(int(r.Solver))
	b.Int(r.Iterations)
	b.Float(r.Residual)
	b.Text(r.method)
	b.Int(int(r.kind))
	b.Ints(r.component)
	b.Int(len(r.allowed))
	for _, classes := range r.allowed {
		b.Bools(classes)
	}
	b.Floats(r.seedMass)
	// Which rows are copies, if some are or their order matters.
	b.Bools([]bool{r.rows != nil})
	if p := r.rows; p != nil {
		b.Int32s(p.order)
		b.Int32s(p.first)
	}
	return b.Close()
}

func numbersOf(all []Status) []int {
	numbers := make([]int, len(all))
	for i, s := range all {
		numbers[i] = int(s)
	}
	return numbers
}

// ReadResult reads what [Result.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged, and those of r.
func ReadResult(r io.Reader) (*Result, error) {
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("labelprop: stored result: %w", err)
	}
	if b.Version < storedVersion {
		return nil, errors.New("labelprop: stored result of an older version: solve and store it again")
	}
	n, c := b.Int(), b.Int()
	// In the order in which Store writes.
	res := &Result{Labels: b.Ints()}
	scores, flags := b.Floats(), b.Bools()
	var logs []float64
	// A damaged file must not lead to a panic: read first, check all lengths at the end.
	if len(flags) == 4 && flags[0] {
		logs = b.Floats()
	}
	for _, s := range b.Ints() {
		res.Status = append(res.Status, Status(s))
	}
	res.Proven, res.ErrorBound = b.Bools(), b.Float()
	res.Solver, res.Iterations, res.Residual = Solver(b.Int()), b.Int(), b.Float()
	res.method, res.kind, res.component = b.Text(), seedKind(b.Int()), b.Ints()
	for range min(b.Int(), len(res.component)) {
		res.allowed = append(res.allowed, b.Bools())
	}
	res.seedMass = b.Floats()
	if has := b.Bools(); len(has) == 1 && has[0] {
		res.rows = &rowOrder{order: b.Int32s(), first: b.Int32s()}
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("labelprop: stored result: %w", err)
	}
	if len(flags) != 4 || !res.sound(n, c, scores, logs) {
		return nil, errors.New("labelprop: stored result does not fit together")
	}
	// All is sound: the matrices may be made.
	res.Converged, res.signed, res.clamps = flags[1], flags[2], flags[3]
	res.Scores = mat.NewDense(n, c, scores)
	if flags[0] {
		res.LogScores = mat.NewDense(n, c, logs)
	}
	return res, nil
}

// sound reports whether all lengths fit and every index is in range.
func (r *Result) sound(n, c int, scores, logs []float64) bool {
	if n < 1 || c < 1 || len(scores)%c != 0 || len(scores)/c != n || logs != nil && len(logs) != len(scores) {
		return false
	}
	if len(r.Status) != n || len(r.Proven) != n || len(r.component) != len(r.Labels) {
		return false
	}
	if r.Labels != nil && len(r.Labels) != n {
		return false
	}
	// NaN is no score. Logarithms may be -∞.
	if slices.ContainsFunc(scores, math.IsNaN) || slices.ContainsFunc(logs, math.IsNaN) {
		return false
	}
	for i, k := range r.component {
		// Indices must lead somewhere.
		if k < 0 || k >= len(r.allowed) || r.Labels[i] < Unlabeled || r.Labels[i] >= c {
			return false
		}
	}
	if r.rows != nil && !r.rows.sound(n) {
		return false
	}
	for _, classes := range r.allowed {
		if classes != nil && len(classes) != c {
			return false
		}
	}
	return true
}

// sound reports whether no index leads outside of n rows.
func (p *rowOrder) sound(n int) bool {
	if len(p.order) != n || len(p.first) != n {
		return false
	}
	for _, i := range p.order {
		if i < 0 || int(i) >= n {
			return false
		}
	}
	return true
}
