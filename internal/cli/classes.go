package cli

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/labelprop"
)

// classes are the names of the classes, in order: numbers by value, then texts.
type classes []string

// newClasses collects the labels that are not empty.
func newClasses(cells []string) classes {
	seen := map[string]bool{}
	var c classes
	for _, cell := range cells {
		if name := strings.TrimSpace(cell); name != "" && !seen[name] {
			seen[name] = true
			c = append(c, name)
		}
	}
	slices.SortFunc(c, compareNames)
	return c
}

func compareNames(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	switch {
	case errX == nil && errY == nil && x != y:
		return cmp.Compare(x, y)
	case errX == nil && errY != nil:
		return -1
	case errX != nil && errY == nil:
		return 1
	}
	return strings.Compare(a, b)
}

// numbers turns labels into class numbers, labelprop.Unlabeled for empty cells
// and for names that are no class.
func (c classes) numbers(cells []string) []int {
	index := make(map[string]int, len(c))
	for k, name := range c {
		index[name] = k
	}
	y := make([]int, len(cells))
	for i, cell := range cells {
		k, ok := index[strings.TrimSpace(cell)]
		if !ok {
			k = labelprop.Unlabeled
		}
		y[i] = k
	}
	return y
}

// names turns class numbers into names, empty for labelprop.Unlabeled.
func (c classes) names(y []int) []string {
	names := make([]string, len(y))
	for i, k := range y {
		if k >= 0 {
			names[i] = c[k]
		}
	}
	return names
}

// counts returns how many rows each class has.
func (c classes) counts(y []int) []int {
	n := make([]int, len(c))
	for _, k := range y {
		if k >= 0 {
			n[k]++
		}
	}
	return n
}
