package table

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/missing"
	"gonum.org/v1/gonum/mat"
)

// allNumbers reports whether cells hold numbers only, at least one; some may be empty.
func allNumbers(cells []string) bool {
	found := false
	for _, cell := range cells {
		s := strings.TrimSpace(cell)
		if s == "" {
			continue
		}
		if !isNumber(s) {
			return false
		}
		found = true
	}
	return found
}

// Floats returns the columns as numbers, n rows × len(cols). Every cell must hold a finite
// number, spaces around it allowed; the first that does not is the error.
func (t *Table) Floats(cols []int) (*mat.Dense, error) { return t.wide(cols, t.place) }

// FloatsOrNaN is [Table.Floats] with NaN for cells that say that a value is missing: those that
// are empty, NaN, NA, null, None, ?, - and the like.
func (t *Table) FloatsOrNaN(cols []int) (*mat.Dense, error) {
	return t.wide(cols, t.placeUnlessMissing)
}

// FiniteOrNaN is [Table.Floats] with NaN for all cells that are no finite numbers.
func (t *Table) FiniteOrNaN(cols []int) (*mat.Dense, error) { return t.wide(cols, ignore) }

func (t *Table) wide(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	x, err := t.floats(cols, float64s, where)
	if err != nil {
		return nil, err
	}
	if x, err = x.widened(); err != nil {
		return nil, fileError(t.Name, "read", err)
	}
	return mat.NewDense(x.rows, x.cols, x.wide), nil
}

// NumbersOrNaN is [Table.FloatsOrNaN] in float32 where that loses nothing, or, with [Reading.Float32], rounded to it.
// Beside its errors: a number beyond the range of float32, where it is to be rounded.
func (t *Table) NumbersOrNaN(cols []int) (*Numbers, error) {
	return t.numbers(cols, t.placeUnlessMissing)
}

// FiniteNumbersOrNaN is [Table.NumbersOrNaN] with NaN for all cells that are no finite numbers.
func (t *Table) FiniteNumbersOrNaN(cols []int) (*Numbers, error) { return t.numbers(cols, ignore) }

func (t *Table) numbers(cols []int, where func(row, col int, problem *Error) error) (*Numbers, error) {
	f := exactFloat32s
	if t.asked.float32 {
		f = float32s
	}
	x, err := t.floats(cols, f, where)
	if err != nil {
		return nil, err
	}
	// Whatever the file holds was finite: what is infinite now was too large.
	for k, lost := range x.lost {
		if math.IsInf(lost, 1) {
			return nil, t.beyond(cols[k], x, k)
		}
	}
	return x.result(), nil
}

// beyond is the error of the first number of column k of x that is beyond the range of float32.
func (t *Table) beyond(col int, x *numbers, k int) error {
	row := 0
	for !math.IsInf(x.at(row, k), 0) {
		row++
	}
	reason := "a number beyond the range of float32"
	if cells, err := t.Strings(col); err == nil {
		reason = quote(strings.TrimSpace(cells[row])) + " is beyond the range of float32"
	}
	return t.place(row, col, &Error{Reason: reason, Hint: "leave its numbers unrounded, as 64-bit ones" + leaveOut})
}

// placeUnlessMissing is place for cells that do not say that a value is missing.
func (t *Table) placeUnlessMissing(row, col int, problem *Error) error {
	// No error: the cell stays NaN.
	if problem.Hint == hintMissing {
		return nil
	}
	return t.place(row, col, problem)
}

// ignore takes a cell without a number for a missing value.
func ignore(int, int, *Error) error { return nil }

func (t *Table) floats(cols []int, f form, where func(row, col int, problem *Error) error) (*numbers, error) {
	if len(cols) == 0 {
		return nil, &Error{File: t.Name, Reason: "no column of numbers",
			Hint: "choose at least one column of numbers as feature"}
	}
	if t.asked.missing == nil {
		x, err := t.store.floats(cols, wish{f, t.asked.room}, where)
		return x, fileError(t.Name, "read", err)
	}
	x, err := t.knownMissing(cols, f, where)
	return x, fileError(t.Name, "read", err)
}

// knownMissing is floats where some values say that they are missing.
func (t *Table) knownMissing(cols []int, f form, where func(row, col int, problem *Error) error) (*numbers, error) {
	// The caller decides, as for any other missing value: an error, or NaN.
	say := func(row, col int, value string) error {
		return where(row, col, &Error{Reason: value + " is a missing value (--missing-values)", Hint: hintMissing})
	}
	// Texts are found among the cells that are no numbers.
	x, err := t.store.floats(cols, wish{f, t.asked.room}, func(row, col int, problem *Error) error {
		if slices.Contains(t.asked.missing, problem.cell) {
			return say(row, col, quote(problem.cell))
		}
		return where(row, col, problem)
	})
	if err != nil {
		return nil, err
	}
	// Numbers are compared as such: -200 is -200.0. What was rounded is compared with what was.
	for _, text := range t.asked.missing {
		v, err := number(text)
		if err != nil {
			continue
		}
		if x.form == float32s {
			v = float64(float32(v))
		}
		for i := range x.rows {
			for k, col := range cols {
				if x.at(i, k) != v {
					continue
				}
				if err := say(i, col, text); err != nil {
					return nil, err
				}
				if err := x.owned(); err != nil {
					return nil, err
				}
				x.clear(i, k)
			}
		}
	}
	return x, nil
}

// place adds the file, the line and the column of a cell to an error.
func (t *Table) place(row, col int, problem *Error) error {
	problem.File, problem.Line, problem.Column = t.File(row), t.Line(row), t.Header[col]
	return problem
}

// Count returns, for each column, how many cells are not empty, and how many of
// those are numbers, be they finite or not. [Table.Floats] asks for more: its error
// names the first cell that is empty or not a finite number.
func (t *Table) Count() (filled, numbers []int) { return t.store.count() }

// isNumber reports whether a text is a number, be it finite or not.
func isNumber(s string) bool {
	// A number out of range is one all the same: its form is right.
	_, err := number(s)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// Hints on cells without a usable number. A bar divides ways out, of which the command line keeps those that it takes.
const (
	leaveOut    = " | ignore the column (--ignore) | take it out of --features"
	hintMissing = "fill in a number | use --missing median" + leaveOut
	hintText    = "correct the cell" + leaveOut
	hintFinite  = "give a finite number | delete the row" + leaveOut
	hintRange   = "give the column in another unit" + leaveOut
	hintPoint   = "write decimals with a point | use --decimal comma"
)

// parse reads a cell as a finite number. Its error has no position.
func parse(cell string) (float64, *Error) {
	v, problem := finite(cell)
	if problem != nil {
		problem.cell = strings.TrimSpace(cell)
	}
	return v, problem
}

func finite(cell string) (float64, *Error) {
	// Spaces around a number do not matter.
	s := strings.TrimSpace(cell)
	if s == "" {
		return 0, &Error{Reason: "empty cell", Hint: hintMissing}
	}
	// Each failure gets a reason and a hint of its own: too large, no number, missing, infinite.
	v, err := number(s)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, &Error{Reason: quote(cell) + " is too large for a 64-bit number", Hint: hintRange, Err: err}
	case err != nil:
		return 0, &Error{Reason: quote(cell) + " is not a number", Hint: textHint(s), Err: err}
	case math.IsNaN(v):
		return 0, &Error{Reason: quote(cell) + " is a missing value", Hint: hintMissing}
	case math.IsInf(v, 0):
		return 0, &Error{Reason: quote(cell) + " is infinite", Hint: hintFinite}
	}
	return v, nil
}

// textHint returns what to do about a text where a number should be.
func textHint(s string) string {
	// Words that usually stand for a missing value.
	if missing.Is(s) {
		return hintMissing
	}
	// A number with a decimal comma.
	if _, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err == nil {
		return hintPoint
	}
	return hintText
}
