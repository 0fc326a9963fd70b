package dataset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/missing"
)

// noClass are the words for a missing value that no class has as its name, in small letters.
var noClass = []string{"na", "n/a", "#n/a", "<na>", "nan", "null"}

// mayBeClass are those that a class may have as its name: a warning asks.
var mayBeClass = []string{"none", "nil", "missing", "."}

// minusOne means no label where every row has a whole number, and no other one is negative.
const minusOne = -1

// Blank returns label cells with those emptied that mean no label, and lists which were not empty. Such cells are
// the usual words, and those in unlabeled. An unlabeled that is empty and not nil stands for no word at all.
func Blank(cells []string, unlabeled []string) (blanked, found []string) {
	// Which cells mean no label may depend on all of them.
	return emptiedBy(cells, meansNoLabel(cells, unlabeled))
}

// BlankTruth is [Blank] for true labels: no number means that there is none, unless it is in unlabeled.
func BlankTruth(cells []string, unlabeled []string) (blanked, found []string) {
	return emptiedBy(cells, func(cell string) bool {
		return slices.Contains(unlabeled, cell) ||
			(unlabeled == nil || len(unlabeled) > 0) && slices.Contains(noClass, strings.ToLower(cell))
	})
}

// emptiedBy empties cells, and lists those that were not empty with their numbers of rows.
func emptiedBy(cells []string, means func(cell string) bool) (blanked, found []string) {
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

// meansNoLabel returns the test of a label cell.
func meansNoLabel(cells, unlabeled []string) func(cell string) bool {
	named := func(cell string) bool { return slices.Contains(unlabeled, cell) }
	// No word at all: NA can be a class.
	if unlabeled != nil && len(unlabeled) == 0 {
		return named
	}
	// -1 is not a usual word: it means no label only beside classes 0, 1, 2 and so on.
	negative := scikitStyle(cells, named)
	// - is a class beside +.
	signs := slices.ContainsFunc(cells, isPlus)
	return func(cell string) bool {
		v, err := strconv.ParseFloat(cell, 64)
		return named(cell) || negative && err == nil && v == minusOne ||
			missing.Is(cell) && !slices.Contains(mayBeClass, strings.ToLower(cell)) && !(signs && isMinus(cell))
	}
}

// isPlus and isMinus report whether a label is a sign alone.
func isPlus(cell string) bool  { return strings.TrimSpace(cell) == "+" }
func isMinus(cell string) bool { return slices.Contains(minuses, strings.TrimSpace(cell)) }

// minuses are the minus and the dashes that stand for it.
var minuses = []string{"-", "\u2212", "\u2013"}

// scikitStyle reports whether -1 stands among labels that are otherwise whole numbers from 0 on, and no cell
// is empty: scikit-learn marks unlabelled rows so. Else -1 is a class like any other, as it is beside 1 alone.
func scikitStyle(cells []string, named func(cell string) bool) bool {
	others := map[float64]bool{}
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" && named(cell) {
			continue
		}
		v, err := strconv.ParseFloat(cell, 64)
		switch {
		case err != nil || v != float64(int(v)) || v < minusOne:
			return false
		case v >= 0:
			others[v] = true
		}
	}
	return len(others) > 1 || len(others) == 1 && !others[1]
}

// svmlightStyle reports whether labels are those of two classes, 1 and -1, and 0 for none, as SVMlight has
// them.
func svmlightStyle(labels []string) bool {
	return !slices.ContainsFunc(labels, func(cell string) bool {
		return !slices.Contains([]string{"1", "-1", "0"}, strings.TrimPrefix(cell, "+"))
	})
}
