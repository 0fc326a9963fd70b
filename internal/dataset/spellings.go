package dataset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/labelprop/features"
)

// Spellings returns the classes that differ from another one by case or blanks only, each group by itself.
func (c Classes) Spellings() [][]string {
	groups := map[string][]string{}
	for _, name := range c {
		groups[features.Fold(name)] = append(groups[features.Fold(name)], name)
	}
	var all [][]string
	for _, name := range c {
		// A group stands where its first member does.
		if group := groups[features.Fold(name)]; len(group) > 1 && group[0] == name {
			all = append(all, group)
		}
	}
	return all
}

// Fold gives cells that differ from a class by case or blanks only the name of that class.
func (c Classes) Fold(cells []string) []string {
	name := map[string]string{}
	for _, class := range c {
		name[features.Fold(class)] = class
	}
	folded := slices.Clone(cells)
	for i, cell := range cells {
		// What is a class already keeps its name.
		if class, known := name[features.Fold(cell)]; known && !slices.Contains(c, cell) {
			folded[i] = class
		}
	}
	return folded
}

// foldLabels gives label cells that differ by case or blanks only their most frequent spelling, and lists those that
// were joined.
func foldLabels(cells []string, column string) (folded, found []string) {
	count := map[string]int{}
	for _, cell := range cells {
		if cell != "" {
			count[cell]++
		}
	}
	to := features.Spellings(count)
	if len(to) == 0 {
		return cells, nil
	}
	folded = slices.Clone(cells)
	for i, cell := range cells {
		if name, known := to[cell]; known {
			folded[i] = name
		}
	}
	return folded, spellingsIn(to, column)
}

// spellingsIn lists names of a column, each with its other spellings behind it.
func spellingsIn(to map[string]string, column string) []string {
	others := map[string][]string{}
	for spelling, name := range to {
		if spelling != name {
			others[name] = append(others[name], spelling)
		}
	}
	var all []string
	for name, more := range others {
		slices.Sort(more)
		all = append(all, fmt.Sprintf("%s in column %s", strings.Join(append([]string{name}, more...), ", "), column))
	}
	slices.Sort(all)
	return all
}

// zeroInFront reports whether a cell is a number that begins with a 0 before another digit.
func zeroInFront(cell string) bool {
	cell = strings.TrimSpace(cell)
	return len(cell) > 1 && cell[0] == '0' && cell[1]-'0' <= 9
}

// sameByCase is the hint on true labels of which none is a class, where they would be but for case and blanks.
func sameByCase(classes Classes, truth []string) string {
	for _, class := range classes.Fold(truth) {
		if class != "" && slices.Contains(classes, class) {
			return "Options.IgnoreCase makes one class of labels that differ by case or blanks only"
		}
	}
	return "write the classes in the same way in both columns, or name another column of true labels"
}
