package table

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Numeric reports whether every non-empty cell of a column is a number, be it finite or not, and
// at least one is. [Table.Floats] asks for more: its error names the first cell that is empty or
// not a finite number.
func (t *Table) Numeric(col int) bool { return allNumbers(t.Strings(col)) }

// allNumbers reports whether cells hold numbers only, at least one; some may be empty.
func allNumbers(cells []string) bool {
	found := false
	for _, cell := range cells {
		s := strings.TrimSpace(cell)
		if s == "" {
			continue
		}
		if _, err := strconv.ParseFloat(s, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
			return false
		}
		found = true
	}
	return found
}

// Floats returns the columns as numbers, n rows × len(cols). Every cell must hold a finite
// number, spaces around it allowed; the first that does not is the error.
func (t *Table) Floats(cols []int) (*mat.Dense, error) {
	if len(cols) == 0 {
		return nil, &Error{File: t.Name, Reason: "no column of numbers", Hint: "choose at least one column of numbers as feature"}
	}
	values := make([]float64, 0, len(t.Rows)*len(cols))
	for i, row := range t.Rows {
		for _, c := range cols {
			v, problem := parse(row[c])
			if problem != nil {
				problem.File, problem.Line, problem.Column = t.Name, t.lines[i], t.Header[c]
				return nil, problem
			}
			values = append(values, v)
		}
	}
	return mat.NewDense(len(t.Rows), len(cols), values), nil
}

// Hints on cells without a usable number.
const (
	hintMissing = "fill in a number, delete the row, or leave the column out of the features"
	hintText    = "correct the cell, or leave the column out of the features"
	hintFinite  = "give a finite number, delete the row, or leave the column out of the features"
	hintRange   = "give the column in another unit, or leave it out of the features"
	hintPoint   = "write decimals with a point, not with a comma"
)

// parse reads a cell as a finite number, or says what is wrong with it, without the position.
func parse(cell string) (float64, *Error) {
	s := strings.TrimSpace(cell)
	if s == "" {
		return 0, &Error{Reason: "empty cell", Hint: hintMissing}
	}
	v, err := strconv.ParseFloat(s, 64)
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
	switch strings.ToLower(s) {
	case "na", "n/a", "#n/a", "null", "none", "nil", "missing", "?", "-", ".":
		return hintMissing
	}
	if _, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64); err == nil {
		return hintPoint
	}
	return hintText
}
