package kernelridge

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/vec"
	"gonum.org/v1/gonum/mat"
)

// Regression is one that was fitted, f(a) = Σⱼ exp(-‖a-xⱼ‖₁/m)·αⱼ.
type Regression struct {
	Rows         *mat.Dense // l×d: x
	Coefficients *mat.Dense // l×C: α
	Width        float64    // m
}

// Scores returns f of the rows of x (m×d), m×C; of no use if the context of the options has ended. Of these Observe
// is told how much of the work is done. Cost: O(m·l·(d+C)).
//
// Errors: another number of columns.
func (r *Regression) Scores(x mat.Matrix, o Options) (*mat.Dense, error) {
	m, d := x.Dims()
	if _, own := r.Rows.Dims(); d != own {
		return nil, fmt.Errorf("%d columns, for a regression on %d", d, own)
	}
	_, c := r.Coefficients.Dims()
	return r.inBlocks(x, o, par.Counter(m*(d+expOps+c), o.Observe)), nil
}

// inBlocks is Scores unless the context of the options ends before; done counts the work.
func (r *Regression) inBlocks(x mat.Matrix, o Options, done *par.Count) *mat.Dense {
	m, _ := x.Dims()
	_, c := r.Coefficients.Dims()
	scores := mat.NewDense(m, c, nil)
	// Block by block, as the kernel of many rows at once would fill the memory.
	for lo := 0; lo < m && !o.ended(); lo += blockRows {
		hi := min(lo+blockRows, m)
		kernel := r.distances(x, block{lo, hi}, o, done)
		toKernel(kernel, r.Width, done)
		scores.Slice(lo, hi, 0, c).(*mat.Dense).Copy(r.scores(kernel))
		done.Add((hi - lo) * c)
	}
	return scores
}

// blockRows is of how many rows the kernel is in memory.
const blockRows = 4096

// scores returns K·α.
func (r *Regression) scores(kernel *mat.Dense) *mat.Dense {
	n, _ := kernel.Dims()
	_, c := r.Coefficients.Dims()
	scores := mat.NewDense(n, c, nil)
	// f(x) = Σⱼ K(x,xⱼ)·αⱼ for all rows and classes at once.
	scores.Mul(kernel, r.Coefficients)
	return scores
}

// rowsOf returns some rows of x.
func rowsOf(x mat.Matrix, at []int) *mat.Dense {
	_, d := x.Dims()
	from := rows.Of(x)
	// A copy: the rows of the table need not be kept for those of the labels.
	some := mat.NewDense(len(at), d, nil)
	for a, i := range at {
		some.SetRow(a, from.Row(i))
	}
	return some
}

// expOps is about how many differences of two features take as long as an exponential.
const expOps = 64

// block are the rows from lo to below hi.
type block struct{ lo, hi int }

// distances returns ‖a-xⱼ‖₁ of a block of n rows of x to the labelled ones, n×l, unless the context of the options ends
// before. It counts d for each row.
func (r *Regression) distances(x mat.Matrix, of block, o Options, done *par.Count) *mat.Dense {
	_, d := x.Dims()
	n := of.hi - of.lo
	l, _ := r.Rows.Dims()
	k := mat.NewDense(n, l, nil)
	par.For(n, 64, func(_, lo, hi int) {
		from := rows.Of(x)
		for i := lo; i < hi && !o.ended(); i++ {
			// L1 distances, which outlying columns distort less than squared ones.
			row, own := k.RawRowView(i), from.Row(of.lo+i)
			for j := range row {
				row[j] = vec.AbsoluteDistance(own, r.Rows.RawRowView(j))
			}
		}
		done.Add((hi - lo) * d)
	})
	return k
}

// toKernel turns distances into exp(-distance/width), in place. It counts expOps for each row.
func toKernel(distances *mat.Dense, width float64, done *par.Count) {
	n, _ := distances.Dims()
	par.For(n, 64, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			// The kernel is 1 at distance 0 and 1/e at the width.
			row := distances.RawRowView(i)
			for j, v := range row {
				row[j] = math.Exp(-v / width)
			}
		}
		done.Add((hi - lo) * expOps)
	})
}

const (
	storedKind    = "lp ridge"
	storedVersion = 1
)

// Store writes the regression: 8 bytes a feature and a class of each labelled row.
func (r *Regression) Store(w io.Writer) error {
	b := store.NewWriter(w, storedKind, storedVersion)
	l, d := r.Rows.Dims()
	_, c := r.Coefficients.Dims()
	// The shape first, by which the reader checks the numbers.
	b.Ints([]int{l, d, c})
	b.Float(r.Width)
	b.Floats(r.Rows.RawMatrix().Data)
	b.Floats(r.Coefficients.RawMatrix().Data)
	return b.Close()
}

// Read reads what [Regression.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func Read(r io.Reader) (*Regression, error) {
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("stored regression: %w", err)
	}
	shape, width, rows, coefficients := b.Ints(), b.Float(), b.Floats(), b.Floats()
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("stored regression: %w", err)
	}
	// Lengths by division: the product of two numbers of the file may overflow.
	sound := len(shape) == 3 && shape[0] > 0 && shape[1] > 0 && shape[2] > 0 &&
		isShape(len(rows), shape[0], shape[1]) && isShape(len(coefficients), shape[0], shape[2]) &&
		width > 0 && finite(width) && finite(rows...) && finite(coefficients...)
	if !sound {
		return nil, errors.New("stored regression: its rows do not fit together")
	}
	return &Regression{Rows: mat.NewDense(shape[0], shape[1], rows),
		Coefficients: mat.NewDense(shape[0], shape[2], coefficients), Width: width}, nil
}

func isShape(values, rows, columns int) bool { return values%rows == 0 && values/rows == columns }

func finite(values ...float64) bool {
	// Neither NaN nor an infinity can come of a fit.
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
