package features

import (
	"math"
	"slices"
	"strings"
)

// Parse reads the cells of a column of numbers or categories. Blank cells are missing
// values, and so is what is no number in a column of numbers. Categories are numbered
// in the order of their names.
func Parse(name string, cells []string, kind Kind) Column {
	c := Column{Name: name, Values: make([]float64, len(cells))}
	// Numbers: what cannot be read is missing.
	if kind == Number {
		for i, cell := range cells {
			if v, ok := number(cell); ok {
				c.Values[i] = v
			} else {
				c.Values[i] = math.NaN()
			}
		}
		return c
	}
	// Categories: sorted names, so that the codes do not depend on the order of rows.
	names, _ := values(cells)
	slices.Sort(names)
	code := map[string]int{}
	for k, v := range names {
		code[v] = k
	}
	c.Categories = max(1, len(names))
	for i, cell := range cells {
		if Blank(cell) {
			c.Values[i] = math.NaN()
		} else {
			c.Values[i] = float64(code[strings.TrimSpace(cell)])
		}
	}
	return c
}
