package dataset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// usualUnlabeled are cells that mean no label unless Options.Unlabeled names those that do, in small letters.
var usualUnlabeled = []string{"na", "n/a", "#n/a", "<na>", "nan", "null"}

// MinusOne means no label where every row has a whole number, and no other one is negative.
const MinusOne = "-1"

// Blank returns cells with those emptied that mean no label, and lists which were not empty. Such cells are
// those in unlabeled, or the usual ones if that is empty.
func Blank(cells []string, unlabeled []string) (blanked, found []string) {
	// Which cells mean no label may depend on all of them.
	means := meansNoLabel(cells, unlabeled)
	blanked = make([]string, len(cells))
	count := map[string]int{}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		switch {
		case cell == "":
		case means(cell):
			count[cell]++
		default:
			blanked[i] = cell
		}
	}
	// The cells are reported, so that a class with such a name is not lost silently.
	for cell, n := range count {
		found = append(found, fmt.Sprintf("%q in %d rows", cell, n))
	}
	slices.Sort(found)
	return blanked, found
}

// meansNoLabel returns the test of a cell.
func meansNoLabel(cells, unlabeled []string) func(cell string) bool {
	// Named cells take the place of the usual ones, so that NA can be a class.
	if len(unlabeled) > 0 {
		return func(cell string) bool { return slices.Contains(unlabeled, cell) }
	}
	// -1 is not a usual word: it means no label only beside classes 0, 1, 2 and so on.
	negative := scikitStyle(cells)
	return func(cell string) bool {
		return negative && cell == MinusOne || slices.Contains(usualUnlabeled, strings.ToLower(cell))
	}
}

// scikitStyle reports whether -1 stands among labels that are otherwise whole numbers from 0 on, and no cell
// is empty: scikit-learn marks unlabelled rows so. Else -1 is a class like any other.
func scikitStyle(cells []string) bool {
	others := false
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == MinusOne {
			continue
		}
		if n, err := strconv.Atoi(cell); err != nil || n < 0 {
			return false
		}
		others = true
	}
	return others
}

// svmlightStyle reports whether labels are those of two classes, 1 and -1, and 0 for none, as SVMlight has
// them.
func svmlightStyle(labels []string) bool {
	return !slices.ContainsFunc(labels, func(cell string) bool {
		return !slices.Contains([]string{"1", MinusOne, "0"}, strings.TrimPrefix(cell, "+"))
	})
}
