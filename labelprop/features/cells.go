package features

import (
	"math"
	"strconv"
	"strings"
)

// blanks are the cells that stand for no value, in lower case.
var blanks = map[string]bool{
	"": true, "?": true, "na": true, "n/a": true, "nan": true, "null": true, "#n/a": true, "-": true, ".": true,
}

// Blank reports whether a cell stands for a missing value.
func Blank(cell string) bool { return blanks[strings.ToLower(strings.TrimSpace(cell))] }

// number reads a number with a decimal point, or with a decimal comma.
func number(cell string) (v float64, ok bool) {
	cell = strings.TrimSpace(cell)
	v, err := strconv.ParseFloat(cell, 64)
	// A decimal comma: but two commas separate thousands, or values.
	if err != nil && strings.Count(cell, ",") == 1 {
		v, err = strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	}
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
