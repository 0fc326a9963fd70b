package dataset

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/propagate-go/propagate/labelprop/features"
)

// almostNumber is a number that is written in a way that the table does not read.
var almostNumber = regexp.MustCompile(`^[-+]?\d[\d.,]*$`)

// checkNamed checks that texts that were named as a feature are not numbers that cannot be read, and not too many.
func (f *columnFinder) checkNamed(col int, cells []string) error {
	texts := slices.ContainsFunc(cells, func(cell string) bool {
		return !features.Blank(cell) && !almostNumber.MatchString(cell)
	})
	if !texts {
		// The error names the first cell.
		if _, err := f.table.FloatsOrNaN([]int{col}); err != nil {
			return err
		}
	}
	return f.checkCategories(col, cells)
}

// checkCategories checks that a column that was named as categories has few different values.
func (f *columnFinder) checkCategories(col int, cells []string) error {
	most := f.options.MaxCategories
	if countValues(cells, most) <= most {
		return nil
	}
	e := &table.Error{File: f.table.Name, Column: f.table.Header[col],
		Reason: fmt.Sprintf("more than %d different values are too many for a categorical feature", most),
		Hint:   "Options.MaxCategories raises the limit; or leave the column out"}
	if arePhrases(cells) {
		e.Hint = "Columns.Text compares rows by the words of this column; " + e.Hint
	}
	return e
}

// arePhrases reports whether most texts have several words, so that some may be the same in two.
func arePhrases(cells []string) bool {
	// Half of the cells decide, as they do for numbers.
	filled, several := 0, 0
	for _, cell := range cells {
		if features.Blank(cell) {
			continue
		}
		filled++
		if words.Several(cell) {
			several++
		}
	}
	return 2*several > filled
}

// refuses reports whether a column that is no feature could not be one if it were named.
func (f *columnFinder) refuses(c *found, cells leakCells) bool {
	most := f.options.MaxCategories
	texts, isText := cells.(textCells)
	switch {
	case c.kind == features.Empty:
		return true
	case !isText || countValues(texts, most) <= most:
		return false
	}
	return c.kind == features.Text || features.GuessFeature(texts) == features.Category
}

// wordsAmong lists the texts that count as missing in a column of numbers.
func wordsAmong(t *table.Table, c features.Column, cells []string) []string {
	count, first := map[string]int{}, map[string]int{}
	var order []string
	for i, v := range c.Values {
		if v == v || features.Blank(cells[i]) {
			continue
		}
		if count[cells[i]] == 0 {
			order, first[cells[i]] = append(order, cells[i]), i
		}
		count[cells[i]]++
	}
	for k, word := range order {
		order[k] = fmt.Sprintf("%q in column %s, line %s", word, c.Name, t.Place(first[word])) + more(count[word]-1)
	}
	return order
}

// more tells of further rows.
func more(rows int) string {
	if rows == 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", rows)
}

// countValues returns how many different cells there are, those that are missing aside, up to one more than most.
func countValues(cells []string, most int) int {
	// One more than most is enough to know that there are more.
	seen := map[string]bool{}
	for _, cell := range cells {
		if !features.Blank(cell) {
			seen[cell] = true
		}
		if len(seen) > most {
			break
		}
	}
	return len(seen)
}

// otherSpellings lists the categories that are spelt in several ways.
func otherSpellings(c features.Column, cells []string) []string {
	if c.Categories == 0 {
		return nil
	}
	name := map[string]string{}
	for _, n := range c.Names {
		name[features.Fold(n)] = n
	}
	to := map[string]string{}
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); !features.Blank(cell) {
			to[cell] = name[features.Fold(cell)]
		}
	}
	return spellingsIn(to, c.Name)
}
