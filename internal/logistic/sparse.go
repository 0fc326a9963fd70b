package logistic

import (
	"errors"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Sparse are rows most of whose values are 0.
type Sparse interface {
	mat.Matrix
	mat.RowNonZeroDoer
}

// SparseRegression is one on sparse rows that was fitted. Of the d columns of its weights those are kept in which a
// labelled row has a value: all others are 0.
type SparseRegression struct {
	d       int
	columns []int      // of the weights, rising
	weights *mat.Dense // a row for each of the columns, and one for the intercepts
}

// SparseAnswer is what the regression says of all rows and of the labelled ones.
type SparseAnswer struct {
	Regression *SparseRegression
	P          *mat.Dense // n×C, 0 of a row without a value in the columns of the weights
	LeftOut    *mat.Dense // l×C: of each labelled row, by a fit without it
}

// sparseLambda is the penalty of rows of length 1: smaller than that of scaled features, whose rows have a length of
// √d.
const sparseLambda = 0.03

// ClassifySparse is [Classify] on sparse rows of length 1, which are neither centred nor scaled: as long as the rows
// are few, their products tell all that the regression needs. λ is 0.03 unless it is given.
//
// Errors: those of [Classify], and a value that is not finite. Cost: O(nnz·C), O(l·nnz(labelled) + l³), and O(l²·C) for
// each product with the Hessian.
func ClassifySparse(x Sparse, labelled, y []int, classes int, o Options) (*SparseAnswer, error) {
	if o.Lambda == 0 {
		o.Lambda = sparseLambda
	}
	if o.Folds == 0 || o.Folds > len(y) {
		o.Folds = len(y)
	}
	_, d := x.Dims()
	r := &SparseRegression{d: d, columns: columnsOf(x, labelled)}
	place := r.places()
	// The weights are a sum of labelled rows, W = Xᵀα, as anything else costs a penalty and changes no score. In the
	// coordinates z with ⟨zᵢ,zⱼ⟩ = ⟨xᵢ,xⱼ⟩, the rows of a Cholesky factor, the problem is the same, with l columns.
	root, err := r.root(x, labelled, place)
	if err != nil {
		return nil, err
	}
	l := len(y)
	p := &problem{rows: withOne(root), y: y, penalty: penaltyOf(o.Lambda, l+1), flat: flat, stopped: o.ended}
	w := p.solve(mat.NewDense(classes, l+1, nil))
	// Each fold is a fit in the same coordinates: those of the rows that are left out get no weight.
	a := &SparseAnswer{Regression: r, LeftOut: p.judged(w, o)}
	if err := r.fromCoordinates(x, labelled, place, root, w); err != nil {
		return nil, err
	}
	if a.P = r.said(x, o, par.Counter(0, nil)); o.ended() {
		return nil, o.Context.Err()
	}
	return a, nil
}

// withOne returns the rows of a factor, each with a 1 behind it.
func withOne(root *mat.TriDense) *mat.Dense {
	l, _ := root.Dims()
	rows := mat.NewDense(l, l+1, nil)
	for i := range l {
		// The upper half of the factor is 0.
		z := rows.RawRowView(i)
		for j := range i + 1 {
			z[j] = root.At(i, j)
		}
		z[l] = 1
	}
	return rows
}

// columnsOf lists the columns in which some rows have a value.
func columnsOf(x Sparse, rows []int) []int {
	var columns []int
	for _, i := range rows {
		x.DoRowNonZero(i, func(_, k int, v float64) {
			if v != 0 {
				columns = append(columns, k)
			}
		})
	}
	// In order, as places are searched in it and sums follow it.
	slices.Sort(columns)
	return slices.Compact(columns)
}

// places returns where each column is among those of the weights, -1 for none.
func (r *SparseRegression) places() []int {
	// A table of all columns, as it is asked for every value of every row.
	place := slices.Repeat([]int{-1}, r.d)
	for at, k := range r.columns {
		place[k] = at
	}
	return place
}

// jitter is added to the squares of the lengths of labelled rows, so that equal ones have a Cholesky factor. It moves a
// score by jitter/λ at most.
const jitter = 1e-9

// root returns the Cholesky factor of the products of the labelled rows.
func (r *SparseRegression) root(x Sparse, rows []int, place []int) (*mat.TriDense, error) {
	products := mat.NewSymDense(len(rows), nil)
	a := make([]float64, len(r.columns))
	for p, i := range rows {
		// One row is spread out, and each other one is multiplied value by value.
		x.DoRowNonZero(i, func(_, k int, v float64) { a[place[k]] = v })
		for q, j := range rows[:p+1] {
			dot := 0.0
			x.DoRowNonZero(j, func(_, k int, v float64) { dot += v * a[place[k]] })
			products.SetSym(p, q, dot)
		}
		products.SetSym(p, p, products.At(p, p)+jitter)
		x.DoRowNonZero(i, func(_, k int, _ float64) { a[place[k]] = 0 })
	}
	// The products are those of a Gram matrix, and positive definite with the jitter.
	var chol mat.Cholesky
	if !chol.Factorize(products) {
		return nil, errors.New("logistic: the rows have values that are too large or not finite")
	}
	var root mat.TriDense
	chol.LTo(&root)
	return &root, nil
}

// fromCoordinates sets the weights of the columns, W = Xᵀα with α = L⁻ᵀw, from the weights w of the coordinates.
func (r *SparseRegression) fromCoordinates(x Sparse, rows []int, place []int, root *mat.TriDense, w *mat.Dense) error {
	c, l := w.Dims()
	l--
	var alpha mat.Dense
	if err := alpha.Solve(root.T(), w.Slice(0, c, 0, l).T()); err != nil {
		return fmt.Errorf("logistic: %w", err)
	}
	// Only columns of labelled rows have a weight.
	r.weights = mat.NewDense(len(r.columns)+1, c, nil)
	for j, i := range rows {
		own := alpha.RawRowView(j)
		x.DoRowNonZero(i, func(_, k int, v float64) {
			of := r.weights.RawRowView(place[k])
			for class := range of {
				of[class] += v * own[class]
			}
		})
	}
	// The intercepts stand behind the columns.
	for class := range c {
		r.weights.Set(len(r.columns), class, w.At(class, l))
	}
	return nil
}

// Probabilities returns softmax(Wᵀx + b) of the rows of x (m×d), m×C, and 0 of a row that has no value in a column of a
// labelled one; of no use if the context of the options has ended. Of these Observe is told of the rows that are done.
// Cost: O(nnz·C).
//
// Errors: another number of columns.
func (r *SparseRegression) Probabilities(x Sparse, o Options) (*mat.Dense, error) {
	m, d := x.Dims()
	if d != r.d {
		return nil, fmt.Errorf("%d columns, for a regression on %d", d, r.d)
	}
	return r.said(x, o, par.Counter(m, o.Observe)), nil
}

// said is Probabilities; done counts the rows.
func (r *SparseRegression) said(x Sparse, o Options, done *par.Count) *mat.Dense {
	n, _ := x.Dims()
	_, c := r.weights.Dims()
	p, place := mat.NewDense(n, c, nil), r.places()
	par.For(n, 256, func(_, lo, hi int) {
		scores := make([]float64, c)
		for i := lo; i < hi && !o.ended(); i++ {
			// The intercepts are a start, but no evidence.
			copy(scores, r.weights.RawRowView(len(r.columns)))
			speaks := false
			x.DoRowNonZero(i, func(_, k int, v float64) {
				if place[k] < 0 || v == 0 {
					return
				}
				// Only the values of the row count, in the order of the columns.
				speaks = true
				for class, w := range r.weights.RawRowView(place[k]) {
					scores[class] += v * w
				}
			})
			if speaks {
				softmax(p.RawRowView(i), scores)
			}
		}
		done.Add(hi - lo)
	})
	return p
}
