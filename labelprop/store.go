package labelprop

import (
	"errors"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/store"
	"gonum.org/v1/gonum/mat"
)

const (
	storedKind    = "lpresult"
	storedVersion = 2
)

// Store writes the result, so that [ReadResult] gives it back in every bit, but for the
// warnings. It takes 16 bytes a score.
func (r *Result) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the writer")
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
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadResult(r io.Reader) (read *Result, err error) {
	defer par.Catch(&err, "labelprop")
	defer par.Blame("the reader")
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
	if len(flags) == 4 {
		res.Converged, res.signed, res.clamps = flags[1], flags[2], flags[3]
	}
	if len(flags) != 4 || flags[0] != (logs != nil) || !res.sound(n, c, scores, logs) {
		return nil, errors.New("labelprop: stored result does not fit together")
	}
	// All is sound: the matrices may be made.
	res.Scores = mat.NewDense(n, c, scores)
	if flags[0] {
		res.LogScores = mat.NewDense(n, c, logs)
	}
	return res, nil
}
