package features

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// Encoder turns columns into features. Fit it on all rows of a table, labelled or not;
// the same encoder then encodes new rows.
type Encoder struct {
	Scales []Scale // by column

	// Alike says that all numbers are of one unit, as the pixels of images are:
	// then they keep their relative widths, and distances are better Euclidean. Else
	// every column has a scale of its own, and distances are better sums of absolute
	// differences, in which no column dominates.
	Alike bool

	// Weights say how much each column counts in distances; nil: all count alike.
	Weights []float64
}

// Fit finds the scales of the columns. Cost: O(n·log(n)) a column.
func Fit(columns []Column) *Encoder { return FitObserved(columns, nil) }

// FitObserved is [Fit] that tells observe how many of the columns are done, one call at a time; nil: nobody is told.
func FitObserved(columns []Column, observe func(done, total int)) *Encoder {
	e := &Encoder{Scales: make([]Scale, len(columns))}
	// Columns are independent of each other. Each is sorted once, for its scale and for its range.
	ranges := make([]float64, len(columns))
	done := par.Counter(len(columns), par.Observer(observe))
	par.For(len(columns), 1, func(_, j, _ int) {
		c := columns[j]
		sorted := present(c.all())
		e.Scales[j], ranges[j] = scaleOf(c, sorted), rangeOf(c, sorted)
		done.Add(1)
	})
	// In the order of the columns, whichever was done first.
	var w widths
	for j, r := range ranges {
		w.add(r, e.Scales[j].Deviation)
	}
	if e.Alike = w.alike(); e.Alike {
		e.useOneWidth()
	}
	return e
}

// useOneWidth gives all columns of numbers the root mean square of their widths, and no
// bounds. A gap is no feature of its own there: it has no unit.
func (e *Encoder) useOneWidth() {
	// The mean of the variances of all columns that vary.
	sum, count, numbers := 0.0, 0.0, true
	for _, s := range e.Scales {
		numbers = numbers && s.Categories == 0
		if s.Width > 0 {
			sum, count = sum+s.Deviation*s.Deviation, count+1
		}
	}
	// No tail is cut: in images an extreme value is as good as any other.
	for k := range e.Scales {
		s := &e.Scales[k]
		if s.Categories == 0 {
			s.Missing = 0
		}
		if s.Width > 0 {
			s.Low, s.High, s.Width = math.Inf(-1), math.Inf(1), math.Sqrt(sum/count)
			if numbers {
				// Without categories any unit will do, and numbers stay as they are.
				s.Center, s.Width = 0, 1
			}
		}
	}
}

// Weigh lets each column count in distances by its weight, such as those of Structure: one above 0 for each column the
// encoder was fitted on; nil: all alike.
func (e *Encoder) Weigh(weights []float64) {
	e.Weights = weights
	for j := range e.Scales {
		e.Scales[j].Weight = 0
		if weights == nil {
			continue
		}
		// A sum of absolute differences has the weight itself as a factor, one of squares its root.
		if e.Scales[j].Weight = weights[j]; e.Alike {
			e.Scales[j].Weight = math.Sqrt(weights[j])
		}
	}
}

// Features returns how many features the columns become.
func (e *Encoder) Features() int { return len(e.Sources()) }

// Sources returns the column that each feature comes from.
func (e *Encoder) Sources() []int {
	var from []int
	for j, s := range e.Scales {
		for range s.features() {
			from = append(from, j)
		}
	}
	return from
}

// Encode returns the features of rows, n×D. The columns are those the encoder was
// fitted on, in the same order. A category that was not there then is equally far from
// all others.
func (e *Encoder) Encode(columns []Column) *mat.Dense {
	x := mat.NewDense(columns[0].Len(), max(e.Features(), 1), nil)
	e.EncodeTo(x, columns)
	return x
}

// EncodeTo is [Encoder.Encode] into x, n×D zeros, one at least a row.
func (e *Encoder) EncodeTo(x *mat.Dense, columns []Column) {
	e.eachValue(columns, func(s *Scale, i, first int, v float64) {
		s.write(x.RawRowView(i)[first:first+s.features()], v)
	})
}

// Encode32 is [Encoder.Encode] rounded to float32, in half the memory: row after row.
func (e *Encoder) Encode32(columns []Column) blas32.General {
	n, d := columns[0].Len(), max(e.Features(), 1)
	x := blas32.General{Rows: n, Cols: d, Stride: d, Data: make([]float32, n*d)}
	e.Encode32To(x, columns)
	return x
}

// Encode32To is [Encoder.Encode32] into x, n×D zeros, one at least a row.
func (e *Encoder) Encode32To(x blas32.General, columns []Column) {
	buffer := make([]float64, x.Cols)
	e.eachValue(columns, func(s *Scale, i, first int, v float64) {
		// Each value is rounded once, when all is done to it.
		wide := buffer[:s.features()]
		clear(wide)
		s.write(wide, v)
		for k, w := range wide {
			x.Data[i*x.Stride+first+k] = float32(w)
		}
	})
}

// eachValue calls f with the scale, the row and the value of every cell of the columns that are features, and where
// its features begin.
func (e *Encoder) eachValue(columns []Column, f func(s *Scale, i, first int, v float64)) {
	// The features of a column stand side by side, from first on.
	first := 0
	for j, c := range columns {
		s := &e.Scales[j]
		width := s.features()
		if width == 0 {
			continue
		}
		for i, v := range c.all() {
			f(s, i, first, v)
		}
		first += width
	}
}
