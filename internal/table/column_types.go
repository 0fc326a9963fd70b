package table

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// kind is what the cells of a column are in a format that has types.
type kind int

const (
	kindText  kind = iota
	kindBytes      // texts that are not all UTF-8
	kindTruth      // true or false
	kindWhole      // whole numbers of 64 bits
	kindReal       // numbers that a float64 holds
)

// typeInference is what a column may be by the cells seen so far. A cell counts for a number only if the
// number alone gives it back, but for zeros at its end and the way it writes powers of ten: 007,
// +1, NaN and more digits than a number holds are texts.
type typeInference struct{ filled, notUTF8, notTruth, notWhole, notReal bool }

func (g *typeInference) observe(cell string) {
	if cell == "" {
		return
	}
	g.filled = true
	g.notUTF8 = g.notUTF8 || !utf8.ValidString(cell)
	g.notTruth = g.notTruth || cell != "true" && cell != "false"
	g.notWhole = g.notWhole || !isWhole(cell)
	g.notReal = g.notReal || !isReal(cell)
}

func (g *typeInference) kind() kind {
	switch {
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

// kinds returns those of all columns, with the ones added.
func (t *Table) kinds(added []Added) ([]kind, error) {
	m := len(t.Header)
	inferences := make([]typeInference, m+len(added))
	err := t.store.each(func(_ int, line []byte, cells []string) error {
		if line != nil {
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
	g := typeInference{notTruth: a.Type != ByValues, notWhole: a.Type != ByValues, notReal: a.Type == Text}
	for _, cell := range a.Values {
		g.observe(cell)
	}
	return g
}

// rowsAtOnce is how many rows of some columns are kept until they are written: four million cells
// or so, which take some 100 MB.
func rowsAtOnce(columns int) int { return max(1<<10, min(1<<16, 1<<22/columns)) }

// isWhole reports whether a cell is how an int64 is written.
func isWhole(cell string) bool {
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
	_, err := strconv.ParseInt(cell, 10, 64)
	return err == nil
}

// isReal reports whether a float64 has exactly the digits of a cell.
func isReal(cell string) bool {
	const safe = 15 // so many digits a float64 always has
	digits, power, ok := decimalOf(cell)
	if !ok || len(digits) <= safe && power > -290 && power < 290 {
		return ok
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return false
	}
	again, powerAgain, _ := decimalOf(strconv.FormatFloat(v, 'e', -1, 64))
	return bytes.Equal(digits, again) && power == powerAgain
}

// decimalOf takes apart a number as JSON writes it, ±0.d₁d₂...·10^power with no zeros at either
// end of its digits; 0 has none. It reports whether it is one.
func decimalOf(cell string) (digits []byte, power int, ok bool) {
	rest := cell
	if rest != "" && rest[0] == '-' {
		rest = rest[1:]
	}
	whole := leadingDigits(rest)
	if whole == "" || whole[0] == '0' && len(whole) > 1 {
		return nil, 0, false
	}
	digits, power, rest = []byte(whole), len(whole), rest[len(whole):]
	if rest != "" && rest[0] == '.' {
		places := leadingDigits(rest[1:])
		if places == "" {
			return nil, 0, false
		}
		digits, rest = append(digits, places...), rest[1+len(places):]
	}
	if rest != "" {
		exponent, err := strconv.Atoi(rest[1:])
		if rest[0]|0x20 != 'e' || err != nil || exponent > 1e6 || exponent < -1e6 {
			return nil, 0, false
		}
		power += exponent
	}
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
