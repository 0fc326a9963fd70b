package table

import (
	"math"
	"slices"
	"strings"
)

// Values returns the cells of some columns as values of features: blanks around them taken off, numbers with a point
// and without signs and groups, and empty where the cell is one that was named as a missing value. The error is that
// of reading the file.
func (t *Table) Values(cols []int) ([][]string, error) {
	// Each of several tables knows how its numbers are written.
	if j, ok := t.store.(*joined); ok {
		return j.eachStrings(cols, (*Table).Values)
	}
	all, err := t.StringsOf(cols)
	if err != nil {
		return nil, err
	}
	named := t.namedMissing()
	for k, j := range cols {
		// The cells may belong to the table: change copies.
		cells := make([]string, len(all[k]))
		for i, cell := range all[k] {
			if cell = strings.TrimSpace(t.plainNumber(j, cell)); !named(cell) {
				cells[i] = cell
			}
		}
		all[k] = cells
	}
	return all, nil
}

// plainNumber is Plain for a number, and any other text as it is.
func (t *Table) plainNumber(col int, cell string) string {
	if plain := t.Plain(col, cell); plain != cell && isNumber(strings.TrimSpace(plain)) {
		return plain
	}
	return cell
}

// namedMissing returns the test of a cell for the values that were named as missing: texts, or numbers as such.
func (t *Table) namedMissing() func(cell string) bool {
	var numbers []float64
	for _, text := range t.asked.missing {
		if v, err := number(text); err == nil && !math.IsNaN(v) {
			numbers = append(numbers, v)
		}
	}
	return func(cell string) bool {
		if t.asked.missing == nil || cell == "" {
			return false
		}
		if slices.Contains(t.asked.missing, cell) {
			return true
		}
		// -200 is -200.0.
		v, err := number(cell)
		return err == nil && slices.Contains(numbers, v)
	}
}
