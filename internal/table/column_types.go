package table

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// kind is the type of a column in a format that has types.
type kind int

const (
	kindText  kind = iota
	kindBytes      // texts that are not all UTF-8
	kindTruth      // true or false
	kindWhole      // whole numbers of 64 bits
	kindReal       // numbers that a float64 holds
)

// typeInference collects which types the cells seen so far rule out. A cell counts as a number only if the number,
// written again, gives the same cell, but for zeros at its end and the form of the exponent. So 007, +1, NaN and
// more digits than a number holds are texts.
type typeInference struct{ filled, notUTF8, notTruth, notWhole, notReal bool }

func (g *typeInference) observe(cell string) {
	if cell == "" {
		return
	}
	// Each cell can only rule types out. Once a type is ruled out, its test is skipped.
	g.filled = true
	g.notUTF8 = g.notUTF8 || !utf8.ValidString(cell)
	g.notTruth = g.notTruth || cell != "true" && cell != "false"
	g.notWhole = g.notWhole || !isWhole(cell)
	g.notReal = g.notReal || !isReal(cell)
}

func (g *typeInference) kind() kind {
	switch {
	// Without any cell nothing is known: text. Then from the narrowest type to the widest.
	case !g.filled:
		return kindText
	case !g.notTruth:
		return kindTruth
	case !g.notWhole:
		return kindWhole
	case !g.notReal:
		return kindReal
	case g.notUTF8:
		return kindBytes
	}
	return kindText
}

func kindsOf(inferences []typeInference) []kind {
	kinds := make([]kind, len(inferences))
	for k := range inferences {
		kinds[k] = inferences[k].kind()
	}
	return kinds
}

// kinds returns the kinds of all columns and of the added ones.
func (t *Table) kinds(added []Added) ([]kind, error) {
	m := len(t.Header)
	inferences := make([]typeInference, m+len(added))
	err := t.store.each(func(_ int, line []byte, cells []string) error {
		if line != nil {
			// A line of a plain file has not been split yet.
			cells = texts(split(line, nil))
		}
		for k, cell := range cells {
			inferences[k].observe(cell)
		}
		return nil
	})
	for k, a := range added {
		inferences[m+k] = a.inferred()
	}
	return kindsOf(inferences), err
}

// inferred is the inference of an added column.
func (a *Added) inferred() typeInference {
	// What the caller has ruled out stays ruled out.
	g := typeInference{notTruth: a.Type != ByValues, notWhole: a.Type != ByValues, notReal: a.Type == Text}
	for _, cell := range a.Values {
		g.observe(cell)
	}
	return g
}

// rowsAtOnce returns the number of rows that are collected before they are written: about four million cells,
// which take about 100 MB.
func rowsAtOnce(columns int) int { return max(1<<10, min(1<<16, 1<<22/columns)) }

// isWhole reports whether a cell is how an int64 is written.
func isWhole(cell string) bool {
	// Only the form that FormatInt gives: no plus sign, no zeros in front, no -0.
	digits := cell
	if cell[0] == '-' {
		digits = cell[1:]
	}
	if digits == "" || digits[0] == '0' && cell != "0" {
		return false
	}
	for i := range len(digits) {
		if digits[i]-'0' > 9 {
			return false
		}
	}
	// Digits alone may still be beyond 64 bits.
	_, err := strconv.ParseInt(cell, 10, 64)
	return err == nil
}

// isReal reports whether a float64 has exactly the digits of a cell.
func isReal(cell string) bool {
	const safe = 15 // so many digits a float64 always has
	digits, power, ok := decimalOf(cell)
	// Up to 15 digits survive the way to a float64 and back, away from the ends of its range.
	if !ok || len(digits) <= safe && power > -290 && power < 290 {
		return ok
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return false
	}
	// More digits survive only if the shortest digits of the float64 are the same.
	again, powerAgain, _ := decimalOf(strconv.FormatFloat(v, 'e', -1, 64))
	return bytes.Equal(digits, again) && power == powerAgain
}

// decimalOf splits a number as JSON writes it, ±0.d₁d₂...·10^power with no zeros at either
// end of its digits; 0 has none. It reports whether it is one.
func decimalOf(cell string) (digits []byte, power int, ok bool) {
	rest := cell
	if rest != "" && rest[0] == '-' {
		rest = rest[1:]
	}
	// The digits before the point: at least one, and no zero in front of others.
	whole := leadingDigits(rest)
	if whole == "" || whole[0] == '0' && len(whole) > 1 {
		return nil, 0, false
	}
	digits, power, rest = []byte(whole), len(whole), rest[len(whole):]
	// The digits behind the point, at least one.
	if rest != "" && rest[0] == '.' {
		places := leadingDigits(rest[1:])
		if places == "" {
			return nil, 0, false
		}
		digits, rest = append(digits, places...), rest[1+len(places):]
	}
	if rest != "" {
		// The exponent, bounded so that it cannot overflow.
		exponent, err := strconv.Atoi(rest[1:])
		if rest[0]|0x20 != 'e' || err != nil || exponent > 1e6 || exponent < -1e6 {
			return nil, 0, false
		}
		power += exponent
	}
	// Zeros at the front move the power, zeros at the end mean nothing.
	short := bytes.TrimLeft(digits, "0")
	if power -= len(digits) - len(short); len(short) == 0 {
		return nil, 0, true
	}
	return bytes.TrimRight(short, "0"), power, true
}

func leadingDigits(s string) string {
	n := 0
	for n < len(s) && s[n]-'0' <= 9 {
		n++
	}
	return s[:n]
}
