package dataset

import (
	"math"

	"github.com/propagate-go/propagate/labelprop/features"
)

const (
	// mostCopied is the part of the rows up to which others may be copies of: one in so many.
	mostCopied = 3
	// leastBeside is how many other columns must be the same in two rows to call one a copy.
	leastBeside = 2
)

// leaveOutCopiedIDs leaves out ids that repeat where whole rows do: a number that comes again only in copies of a row
// names the row, as it does where there are none. O(nd) for each column of whole numbers that seldom repeat.
func (f *columnFinder) leaveOutCopiedIDs() {
	if len(f.options.Columns.Features) > 0 {
		return
	}
	for _, c := range f.features() {
		// Fewer whole numbers than that are in the range of a pixel or an age.
		r := f.rangeOf(c)
		filled := float64(f.table.Len() - r.missing)
		if c.kind != features.Number || r.high-r.low+1 < filled-filled/mostCopied {
			continue
		}
		// The rows without their copies decide.
		values := f.values(c)
		rows, ok := f.withoutCopies(c, values)
		if !ok {
			continue
		}
		one := func(i int) (float64, bool) { return values[rows[i]], true }
		if features.GuessNumbers(c.column.Name, len(rows), one) == features.ID {
			c.kind, c.noted = features.ID, &NoFeature{Name: c.column.Name, Is: features.ID.String()}
		}
	}
}

// withoutCopies returns one row for each value of a column. false: it is no column of whole numbers a few of which
// repeat, or one of them repeats in rows that are no copies of each other.
func (f *columnFinder) withoutCopies(c *found, values []float64) (rows []int, ok bool) {
	first, copies := map[float64]int{}, [][2]int{}
	for i, v := range values {
		if v != v {
			continue
		}
		if v != math.Trunc(v) {
			return nil, false
		}
		if at, again := first[v]; again {
			copies = append(copies, [2]int{at, i})
			continue
		}
		first[v] = i
		rows = append(rows, i)
	}
	if len(copies) == 0 || len(copies) > (len(rows)+len(copies))/mostCopied {
		return nil, false
	}
	return rows, f.sameBeside(c, copies)
}

// sameBeside reports whether both rows of each pair are the same in all other columns, and that this says something:
// enough of them are not the same in all rows.
func (f *columnFinder) sameBeside(c *found, pairs [][2]int) bool {
	beside := 0
	for _, other := range f.found {
		if other == c || other.kind == features.Constant || other.kind == features.Empty ||
			other.pure < 0 && other.column.Values == nil {
			continue
		}
		values := f.values(other)
		for _, pair := range pairs {
			// Two gaps are the same.
			if a, b := values[pair[0]], values[pair[1]]; a != b && (a == a || b == b) {
				return false
			}
		}
		beside++
	}
	return beside >= leastBeside
}
