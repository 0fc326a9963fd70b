package table

import (
	"math"
	"strings"
)

// counts are of the cells of each column.
type counts struct {
	filled, numbers, finite []int
	codes                   []bool // whether some cell looks like a code
}

func newCounts(columns int) *counts {
	return &counts{make([]int, columns), make([]int, columns), make([]int, columns), make([]bool, columns)}
}

// number counts a cell of column j and returns its number, NaN if it is not a finite one.
func (c *counts) number(j int, cell []byte) float64 {
	if len(cell) > 1 && (cell[0] == '0' && cell[1] != '.' || len(cell) >= longDigits) {
		c.codes[j] = c.codes[j] || isCodeLike(cell)
	}
	// Most cells are short decimals, which are finite numbers.
	v, ok := decimal(cell)
	if !ok {
		return c.text(j, cell)
	}
	c.filled[j]++
	c.numbers[j]++
	c.finite[j]++
	return v
}

// text is number for any cell.
func (c *counts) text(j int, cell []byte) float64 {
	s := strings.TrimSpace(string(cell))
	if s == "" {
		return math.NaN()
	}
	c.filled[j]++
	// NaN, Inf and numbers too large count as numbers, but not as finite ones.
	if !isNumber(s) {
		return math.NaN()
	}
	c.numbers[j]++
	// v-v is 0 for finite numbers only.
	if v, _ := number(s); v-v == 0 {
		c.finite[j]++
		return v
	}
	return math.NaN()
}

func (c *counts) add(other *counts) {
	if other == nil {
		return
	}
	for j := range c.filled {
		c.filled[j] += other.filled[j]
		c.numbers[j] += other.numbers[j]
		c.finite[j] += other.finite[j]
		c.codes[j] = c.codes[j] || other.codes[j]
	}
}

// anyNeedsQuotes reports whether csv.Writer might write a cell in quotes.
func anyNeedsQuotes(cells [][]byte) bool {
	for _, cell := range cells {
		// The rules of csv.Writer: a space, a letter beyond ASCII or a backslash at the beginning may lead to
		// quotes.
		if len(cell) > 0 && (cell[0] <= ' ' || cell[0] >= 0x80 || cell[0] == '\\') {
			return true
		}
	}
	// A lone cell that is empty would be a blank line.
	return len(cells) == 1
}
