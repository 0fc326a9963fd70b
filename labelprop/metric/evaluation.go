package metric

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/sum"
)

// An evaluation is probabilities beside their truth, checked but for the
// probabilities themselves.
type evaluation struct {
	*distributions
	probs mat.Matrix
	truth []int
	w     weights
	scale int     // the weights given are w·2^scale
	total float64 // of the weights of the evaluated rows, above 0
}

// newEvaluation makes an evaluation; option is what is wrong with the metric's
// own option.
func newEvaluation(truth []int, probs mat.Matrix, w []float64, option error) (*evaluation, error) {
	n, k := rows.Dims(probs)
	err := first(
		checkLengths("truth", len(truth), "probabilities", n),
		option,
		checkWeights(w, n),
	)
	if err != nil {
		return nil, err
	}
	e := &evaluation{distributions: distributionsOf(probs), probs: probs, truth: truth}
	e.w, e.scale = relative(w, truth)
	e.total, err = e.w.total(truth, k)
	return e, err
}

// each calls f with weight, truth and probabilities of every evaluated row.
func (e *evaluation) each(f func(w float64, y int, row []float64)) error {
	for i, y := range e.truth {
		w := e.w.at(i)
		// Excluded rows are never read, so that they may hold NaN.
		if y == Unlabeled || w == 0 {
			continue
		}
		row, err := e.row(i)
		if err != nil {
			return err
		}
		f(w, y, row)
	}
	return nil
}

// chunkRows is the number of rows that a worker adds up at a time.
const chunkRows = 1 << 14

// sum adds up what part finds in rows [lo, hi), chunk by chunk: on all processors
// where the rows lie in memory.
func (e *evaluation) sum(part func(e *evaluation, lo, hi int) (float64, error)) (float64, error) {
	n := len(e.truth)
	parts := make([]float64, par.Chunks(n, chunkRows))
	chunk := func(c, lo, hi int) (err error) {
		// Each chunk has its own reader of rows, since a reader has one buffer.
		own := *e
		own.distributions = distributionsOf(e.probs)
		parts[c], err = part(&own, lo, hi)
		return err
	}
	// At of a matrix from outside may not be safe for several goroutines: then one does all chunks.
	if _, inMemory := e.probs.(mat.RawMatrixer); inMemory {
		err := par.Try(n, chunkRows, chunk)
		// The parts are added in the order of chunks, so the number of workers does not change the result.
		return sum.Of(parts), err
	}
	for c := range parts {
		if err := chunk(c, c*chunkRows, min(n, (c+1)*chunkRows)); err != nil {
			return 0, err
		}
	}
	return sum.Of(parts), nil
}
