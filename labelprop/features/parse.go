package features

import (
	"math"
	"slices"
	"strings"
)

// Parse reads the cells of a column of numbers, dates or categories. Blank cells are missing
// values, and so is what is no number in a column of numbers. A date becomes the number of
// days since 1970. Categories are numbered in the order of their names; names that differ by
// case or blanks only are one, called by its most frequent spelling.
func Parse(name string, cells []string, kind Kind) Column {
	c := Column{Name: name, Days: kind == Date}
	if kind != Number && kind != Date {
		// Sorted, so that the codes do not depend on the order of rows. Spellings of one name are one category.
		order, count := values(cells)
		other := Spellings(count)
		c.Names = slices.DeleteFunc(order, func(name string) bool { return other[name] != "" && other[name] != name })
		slices.Sort(c.Names)
		c.Categories = max(1, len(c.Names))
	}
	return c.Like(cells)
}

// Like reads the cells of other rows as those of c were read by [Parse]: categories keep
// their codes, and one that is not among c.Names has the code c.Categories.
func (c *Column) Like(cells []string) Column {
	like := Column{Name: c.Name, Values: make([]float64, len(cells)), Categories: c.Categories, Names: c.Names,
		Days: c.Days}
	if c.Categories > 0 {
		like.readCategories(cells)
		return like
	}
	read := number
	if c.Days {
		forms := formsOf(cells)
		read = func(cell string) (float64, bool) { return dateNumber(strings.TrimSpace(cell), forms) }
	}
	// Numbers: what cannot be read is missing.
	for i, cell := range cells {
		if v, ok := read(cell); ok {
			like.Values[i] = v
		} else {
			like.Values[i] = math.NaN()
		}
	}
	return like
}

func (c *Column) readCategories(cells []string) {
	// From names to codes; a name that is not there gets one more.
	code, folded := map[string]int{}, map[string]int{}
	for k, name := range c.Names {
		code[name] = k
		// Other spellings have the code of the first that is like them.
		if _, seen := folded[Fold(name)]; !seen {
			folded[Fold(name)] = k
		}
	}
	for i, cell := range cells {
		k, known := code[strings.TrimSpace(cell)]
		if !known {
			k, known = folded[Fold(cell)]
		}
		switch {
		case Blank(cell):
			c.Values[i] = math.NaN()
		case known:
			c.Values[i] = float64(k)
		default:
			c.Values[i] = float64(c.Categories)
		}
	}
}
