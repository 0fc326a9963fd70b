package table

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/propagate-go/propagate/internal/memory"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
)

// form says what numbers are kept as.
type form int

const (
	float64s      form = iota
	exactFloat32s      // float32 where that loses nothing, and float64 elsewhere
	float32s           // float32, rounded to the nearest
)

// bytes is how many a number takes.
func (f form) bytes() int {
	if f == float64s {
		return 8
	}
	return 4
}

// widest is how many a number takes at most.
func (f form) widest() int {
	if f == float32s {
		return 4
	}
	return 8
}

// Numbers are columns of a table as numbers, n rows × the columns: one of the two.
type Numbers struct {
	Wide   *mat.Dense
	Narrow *blas32.General // float32

	// Shared says that Narrow belongs to a file, and must not be changed.
	Shared bool

	// Lost is the largest relative error of each column of Narrow, where they were rounded; nil: none.
	Lost []float64
}

// numbers are n rows of columns while they are read.
type numbers struct {
	form       form
	rows, cols int
	wide       []float64
	narrow     []float32 // instead of wide
	shared     bool      // narrow belongs to a file: it must not be changed

	room *room
	free func() // gives up a file that they are in; nil: there is none

	mu   sync.Mutex
	lost []float64 // of each column, the largest relative error by rounding; nil: none was rounded
}

// wish is what numbers are kept as, and where.
type wish struct {
	form form
	room *room
}

// newNumbers returns room for numbers.
func newNumbers(rows, cols int, w wish) (*numbers, error) {
	x := &numbers{form: w.form, rows: rows, cols: cols, room: w.room}
	what := fmt.Sprintf("%d rows of %d columns", rows, cols)
	var err error
	if w.form == float64s {
		x.wide, x.free, err = take[float64](w.room, rows*cols, what)
		return x, err
	}
	x.narrow, x.free, err = take[float32](w.room, rows*cols, what)
	if w.form == float32s {
		x.lost = make([]float64, cols)
	}
	return x, err
}

// giveUp gives up the values.
func (x *numbers) giveUp() {
	if x.wide, x.narrow = nil, nil; x.free != nil {
		x.free()
	}
	memory.GiveBack(memory.Product(x.rows, x.cols, x.form.bytes()))
}

// errLost is returned where float32 does not hold a number.
var errLost = errors.New("table: a number that is no float32")

// readInto reads numbers as they are wished for: fill writes all rows.
func readInto(rows, cols int, w wish, fill func(x *numbers) error) (*numbers, error) {
	x, err := newNumbers(rows, cols, w)
	if err != nil {
		return nil, err
	}
	if err = fill(x); !errors.Is(err, errLost) {
		return x, err
	}
	// Most tables show with their first rows that they have more digits than float32. What was read of others makes
	// room.
	x.giveUp()
	if x, err = newNumbers(rows, cols, wish{float64s, w.room}); err != nil {
		return nil, err
	}
	return x, fill(x)
}

// rowSetter writes rows of numbers. Each worker needs one, and ends it.
type rowSetter struct {
	to     *numbers
	row    int
	buffer []float64 // of a row that becomes float32
	lost   []float64
}

func (x *numbers) setter() *rowSetter {
	s := &rowSetter{to: x}
	if x.form != float64s {
		s.buffer = make([]float64, x.cols)
	}
	if x.form == float32s {
		s.lost = make([]float64, x.cols)
	}
	return s
}

// next returns the place for the values of a row, which set takes.
func (s *rowSetter) next(row int) []float64 {
	s.row = row
	if s.buffer != nil {
		return s.buffer
	}
	return s.to.wide[row*s.to.cols:][:s.to.cols]
}

// set takes the values of the row. Numbers beyond the range of float32 become infinite.
//
// Errors: errLost, for a number that float32 does not hold and that is not to be rounded.
func (s *rowSetter) set() error {
	if s.buffer == nil {
		return nil
	}
	to := s.to.narrow[s.row*s.to.cols:][:s.to.cols]
	if s.lost != nil {
		round(to, s.buffer, s.lost)
		return nil
	}
	for k, v := range s.buffer {
		to[k] = float32(v)
		if float64(to[k]) != v && v == v {
			return errLost
		}
	}
	return nil
}

// round writes values rounded to float32, and raises the largest relative errors of their columns.
func round(to []float32, values, lost []float64) {
	to, lost = to[:len(values)], lost[:len(values)]
	for k, v := range values {
		to[k] = float32(v)
		// Products are cheaper than quotients, which only a new largest error needs. No comparison with NaN is true.
		if d := math.Abs(float64(to[k]) - v); d > lost[k]*math.Abs(v) {
			lost[k] = max(lost[k], d/math.Abs(v))
		}
	}
}

// end notes what the rounding of all rows has lost.
func (s *rowSetter) end() {
	s.to.mu.Lock()
	defer s.to.mu.Unlock()
	for k, v := range s.lost {
		s.to.lost[k] = max(s.to.lost[k], v)
	}
}

// at returns the number in row i, column k.
func (x *numbers) at(i, k int) float64 {
	if x.narrow != nil {
		return float64(x.narrow[i*x.cols+k])
	}
	return x.wide[i*x.cols+k]
}

// clear says that a value is missing.
func (x *numbers) clear(i, k int) {
	if x.narrow != nil {
		x.narrow[i*x.cols+k] = float32(math.NaN())
		return
	}
	x.wide[i*x.cols+k] = math.NaN()
}

// pick returns some columns, each once, in the memory of all.
func (x *numbers) pick(columns []int) *numbers {
	some := x.like(columns)
	some.wide, some.narrow = movedUp(x.wide, x.cols, columns), movedUp(x.narrow, x.cols, columns)
	return some
}

// copyOf returns a copy of some columns.
func (x *numbers) copyOf(columns []int) (*numbers, error) {
	some, err := newNumbers(x.rows, len(columns), wish{x.form, x.room})
	if err != nil {
		return nil, err
	}
	copyColumns(some.wide, x.wide, x.cols, columns)
	copyColumns(some.narrow, x.narrow, x.cols, columns)
	some.lost = x.like(columns).lost
	return some, nil
}

// owned lets numbers be changed that belong to a file.
func (x *numbers) owned() error {
	if !x.shared {
		return nil
	}
	copies, free, err := take[float32](x.room, len(x.narrow), fmt.Sprintf("%d rows of %d columns", x.rows, x.cols))
	if err == nil {
		copy(copies, x.narrow)
		x.narrow, x.free, x.shared = copies, free, false
	}
	return err
}

// like returns some columns without values.
func (x *numbers) like(columns []int) *numbers {
	some := &numbers{form: x.form, rows: x.rows, cols: len(columns), room: x.room, free: x.free}
	if x.lost != nil {
		some.lost = chosen(x.lost, columns)
	}
	return some
}

// movedUp moves some columns of rows of a width to the front, in their own memory.
func movedUp[T any](values []T, width int, columns []int) []T {
	if values == nil || len(columns) == width && slices.IsSorted(columns) {
		return values
	}
	// Through a row of its own, since source and target overlap where few columns are left out.
	row, to := make([]T, len(columns)), 0
	for from := values; len(from) > 0; from = from[width:] {
		for k, at := range columns {
			row[k] = from[at]
		}
		to += copy(values[to:], row)
	}
	return values[:to:to]
}

// copyColumns copies some columns of rows of a width.
func copyColumns[T any](to, from []T, width int, columns []int) {
	for ; len(from) > 0; from = from[width:] {
		for k, at := range columns {
			to[k] = from[at]
		}
		to = to[len(columns):]
	}
}

// widened returns the numbers as float64.
func (x *numbers) widened() (*numbers, error) {
	if x.narrow == nil {
		return x, nil
	}
	all, err := newNumbers(x.rows, x.cols, wish{float64s, x.room})
	if err == nil {
		all.put(0, x)
	}
	return all, err
}

// put writes other numbers, of the same form or one that loses nothing in this one, to the rows from one on.
func (x *numbers) put(row int, part *numbers) {
	at := row * x.cols
	switch {
	case x.narrow != nil:
		copy(x.narrow[at:], part.narrow)
	case part.wide != nil:
		copy(x.wide[at:], part.wide)
	default:
		for e, v := range part.narrow {
			x.wide[at+e] = float64(v)
		}
	}
	for k := range part.lost {
		if x.lost != nil {
			x.lost[k] = max(x.lost[k], part.lost[k])
		}
	}
}

// result returns the numbers as others see them.
func (x *numbers) result() *Numbers {
	if x.narrow == nil {
		return &Numbers{Wide: mat.NewDense(x.rows, x.cols, x.wide)}
	}
	narrow := &blas32.General{Rows: x.rows, Cols: x.cols, Stride: x.cols, Data: x.narrow}
	return &Numbers{Narrow: narrow, Lost: x.lost, Shared: x.shared}
}
