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
func (t *Table) Floats(cols []int) (*mat.Dense, error) { return t.floats(cols, t.place) }

// FloatsOrNaN is [Table.Floats] with NaN for cells that say that a value is missing: those that
// are empty, NaN, NA, null, None, ?, - and the like.
func (t *Table) FloatsOrNaN(cols []int) (*mat.Dense, error) {
	return t.floats(cols, func(row, col int, problem *Error) error {
		// No error: the cell stays NaN.
		if problem.Hint == hintMissing {
			return nil
		}
		return t.place(row, col, problem)
	})
}

// FiniteOrNaN is [Table.Floats] with NaN for all cells that are no finite numbers.
func (t *Table) FiniteOrNaN(cols []int) (*mat.Dense, error) {
	return t.floats(cols, func(int, int, *Error) error { return nil })
}

func (t *Table) floats(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	if len(cols) == 0 {
		return nil, &Error{File: t.Name, Reason: "no column of numbers",
			Hint: "choose at least one column of numbers as feature"}
	}
	if t.missing == nil {
		x, err := t.store.floats(cols, where)
		return x, fileError(t.Name, "read", err)
	}
	x, err := t.knownMissing(cols, where)
	return x, fileError(t.Name, "read", err)
}

// knownMissing is floats where some values say that they are missing.
func (t *Table) knownMissing(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	// The caller decides, as for any other missing value: an error, or NaN.
	say := func(row, col int, value string) error {
		return where(row, col, &Error{Reason: value + " is a missing value (--missing-values)", Hint: hintMissing})
	}
	// Texts are found among the cells that are no numbers.
	x, err := t.store.floats(cols, func(row, col int, problem *Error) error {
		if slices.Contains(t.missing, problem.cell) {
			return say(row, col, quote(problem.cell))
		}
		return where(row, col, problem)
	})
	if err != nil {
		return nil, err
	}
	// Numbers are compared as such: -200 is -200.0.
	n, _ := x.Dims()
	for _, text := range t.missing {
		v, err := number(text)
		if err != nil {
			continue
		}
		for i := range n {
			for k, cell := range x.RawRowView(i) {
				if cell != v {
					continue
				}
				if err := say(i, cols[k], text); err != nil {
					return nil, err
				}
				x.Set(i, k, math.NaN())
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
