package features

import (
	"math"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/missing"
)

// Blank reports whether a cell stands for a missing value: it is empty, or ?, NA, None and the like.
func Blank(cell string) bool { return missing.Is(cell) }

// minus is the minus sign of Unicode, which stands in numbers that were copied from a page.
const minus = "\u2212"

// number reads a finite number with a decimal point.
func number(cell string) (v float64, ok bool) {
	cell = strings.TrimSpace(cell)
	// Most cells that are no numbers begin with a letter, and take no time.
	if cell == "" || cell[0] >= 'A' && cell[0] <= 'z' {
		return 0, false
	}
	if rest, found := strings.CutPrefix(cell, minus); found {
		cell = "-" + rest
	}
	v, err := strconv.ParseFloat(cell, 64)
	return v, err == nil && !math.IsInf(v, 0) && !math.IsNaN(v)
}

// values lists the different values that are not blank, in the order of the rows, and
// counts the cells of each.
func values(cells []string) (order []string, count map[string]int) {
	count = map[string]int{}
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); Blank(cell) {
			continue
		}
		// The first cell with this value.
		if count[cell] == 0 {
			order = append(order, cell)
		}
		count[cell]++
	}
	return order, count
}
