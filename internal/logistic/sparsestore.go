package logistic

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/propagate-go/propagate/internal/store"
	"gonum.org/v1/gonum/mat"
)

const (
	sparseKind    = "lpsparse"
	sparseVersion = 1
)

// Store writes the regression: 8 bytes for each of its columns, and for each class of these.
func (r *SparseRegression) Store(w io.Writer) error {
	b := store.NewWriter(w, sparseKind, sparseVersion)
	_, c := r.weights.Dims()
	// The shape first, by which the reader checks the numbers.
	b.Ints([]int{r.d, c})
	b.Ints(r.columns)
	b.Floats(r.weights.RawMatrix().Data)
	return b.Close()
}

// ReadSparse reads what [SparseRegression.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadSparse(r io.Reader) (*SparseRegression, error) {
	b, err := store.NewReader(r, sparseKind, sparseVersion)
	if err != nil {
		return nil, fmt.Errorf("stored regression: %w", err)
	}
	shape, columns, weights := b.Ints(), b.Ints(), b.Floats()
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("stored regression: %w", err)
	}
	// Lengths by division: the product of two numbers of the file may overflow.
	sound := len(shape) == 2 && shape[0] > 0 && shape[0] <= math.MaxInt32 && shape[1] > 0 &&
		len(weights)%shape[1] == 0 && len(weights)/shape[1] == len(columns)+1 && within(weights, mostWeight)
	// Columns rise, so that none is twice.
	for at, k := range columns {
		sound = sound && k >= 0 && k < shape[0] && (at == 0 || k > columns[at-1])
	}
	if !sound {
		return nil, errors.New("stored regression: its weights do not fit together")
	}
	return &SparseRegression{shape[0], columns, mat.NewDense(len(columns)+1, shape[1], weights)}, nil
}

// Classes returns the number of classes.
func (r *SparseRegression) Classes() int {
	_, c := r.weights.Dims()
	return c
}
