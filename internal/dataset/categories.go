package dataset

import (
	"fmt"
	"math"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// categories are columns of texts, as features.
type categories struct {
	values [][]int // of each column: the number of each row's value, -1 for an empty cell
	names  []Classes
}

// readCategories reads columns whose values are few; nil if there is none.
func (r *reader) readCategories() (*categories, error) {
	if len(r.data.Columns.Categorical) == 0 {
		return nil, nil
	}
	// Number the values of each column; an empty cell has no number.
	t, c := r.table, &categories{}
	for _, col := range r.data.Columns.Categorical {
		cells, err := t.Strings(col)
		if err != nil {
			return nil, err
		}
		names := NewClasses(cells)
		// Many different values are mostly names or free text, which no two rows share.
		if len(names) > r.options.MaxCategories {
			return nil, &table.Error{File: t.Name, Column: t.Header[col],
				Reason: fmt.Sprintf("%d different values are too many for a categorical feature", len(names)),
				Hint: fmt.Sprintf("Options.MaxCategories raises the limit of %d; or leave the column out of "+
					"Columns.Categorical",
					r.options.MaxCategories)}
		}
		c.names = append(c.names, names)
		c.values = append(c.values, names.Numbers(cells))
	}
	return c, nil
}

// indicators returns a column a value, of those rows that take part (nil: all n): 1/√2 in the rows that have
// it and 0 in the others, so that rows of different values are 1 apart. An empty cell is as far from each
// value, 1/√2.
func (c *categories) indicators(rows []int, n int) *mat.Dense {
	if rows != nil {
		n = len(rows)
	}
	// A column without any value still takes the width of one.
	width := 0
	for _, names := range c.names {
		width += max(1, len(names))
	}
	// Two rows of different values differ in two columns by 1/√2 each, so their distance is 1.
	x := mat.NewDense(n, width, nil)
	first := 0
	for k, names := range c.names {
		// An empty cell leaves its row 0 in all columns of the category.
		for i, value := range chosen(c.values[k], rows) {
			if value >= 0 {
				x.Set(i, first+value, math.Sqrt2/2)
			}
		}
		first += max(1, len(names))
	}
	return x
}

// countValues returns how many different cells there are, those that are empty aside, up to one more than
// most.
func countValues(cells []string, most int) int {
	// One more than most is enough to know that there are more.
	seen := map[string]bool{}
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			seen[cell] = true
		}
		if len(seen) > most {
			break
		}
	}
	return len(seen)
}
