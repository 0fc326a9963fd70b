package dataset

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/classes"
	"github.com/propagate-go/propagate/labelprop"
)

// Classes are the names of the classes, in order: numbers by value, then texts.
type Classes []string

// NewClasses collects the labels that are not empty.
func NewClasses(cells []string) Classes {
	// Each name counts once, whatever spaces are around it.
	seen := map[string]bool{}
	var c Classes
	for _, cell := range cells {
		if name := strings.TrimSpace(cell); name != "" && !seen[name] {
			seen[name] = true
			c = append(c, name)
		}
	}
	slices.SortFunc(c, classes.Compare)
	return c
}

// Numbers turns labels into class numbers, labelprop.Unlabeled for empty cells and for names that are no
// class.
func (c Classes) Numbers(cells []string) []int {
	// Look classes up by name rather than search for each row.
	index := make(map[string]int, len(c))
	for k, name := range c {
		index[name] = k
	}
	y := make([]int, len(cells))
	for i, cell := range cells {
		k, ok := index[strings.TrimSpace(cell)]
		// An empty cell is in no index either.
		if !ok {
			k = labelprop.Unlabeled
		}
		y[i] = k
	}
	return y
}

// Names turns class numbers into names, empty for labelprop.Unlabeled.
func (c Classes) Names(y []int) []string {
	names := make([]string, len(y))
	for i, k := range y {
		names[i] = c.Name(k)
	}
	return names
}

// Name returns the name of a class, empty for labelprop.Unlabeled.
func (c Classes) Name(class int) string {
	if class < 0 {
		return ""
	}
	return c[class]
}

// Counts returns how many rows each class has.
func (c Classes) Counts(y []int) []int {
	n := make([]int, len(c))
	for _, k := range y {
		if k >= 0 {
			n[k]++
		}
	}
	return n
}

// CountLabels returns how many of the rows have a class.
func CountLabels(y []int) int {
	n := 0
	for _, k := range y {
		if k >= 0 {
			n++
		}
	}
	return n
}
