package features

import (
	"math"
	"slices"
	"strings"
)

// Parse reads the cells of a column of numbers, dates or categories. Blank cells are missing
// values, and so is what is no number in a column of numbers. A date becomes the number of
// days since 1970. Categories are numbered in the order of their names.
func Parse(name string, cells []string, kind Kind) Column {
	switch kind {
	case Number:
		return numbers(name, cells, number)
	case Date:
		forms := formsOf(cells)
		return numbers(name, cells, func(cell string) (float64, bool) {
			return dateNumber(strings.TrimSpace(cell), forms)
		})
	}
	// Categories: sorted names, so that the codes do not depend on the order of rows.
	levels, _ := values(cells)
	slices.Sort(levels)
	return ParseLevels(name, cells, levels)
}

// numbers reads numbers; what cannot be read is missing.
func numbers(name string, cells []string, read func(cell string) (float64, bool)) Column {
	c := Column{Name: name, Values: make([]float64, len(cells))}
	for i, cell := range cells {
		v, ok := read(cell)
		if !ok {
			v = math.NaN()
		}
		c.Values[i] = v
	}
	return c
}

// ParseLevels reads the cells of a column of categories whose names are known, as those of
// new rows are. The code of a text that is none of them is len(levels), which [Encoder.Encode]
// takes as equally far from all.
func ParseLevels(name string, cells, levels []string) Column {
	code := make(map[string]int, len(levels))
	for k, v := range levels {
		code[v] = k
	}
	c := Column{Name: name, Values: make([]float64, len(cells)), Categories: max(1, len(levels)), Levels: levels}
	for i, cell := range cells {
		k, known := code[strings.TrimSpace(cell)]
		switch {
		case Blank(cell):
			c.Values[i] = math.NaN()
		case known:
			c.Values[i] = float64(k)
		default:
			c.Values[i] = float64(c.Categories)
		}
	}
	return c
}
