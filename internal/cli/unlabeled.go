package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// noLabels are cells that mean no label unless --unlabeled says which do, in small letters.
var noLabels = []string{"na", "n/a", "#n/a", "<na>", "nan", "null"}

// minusOne means no label where every row has a whole number, and no other one is negative.
const minusOne = "-1"

// blank returns cells with those emptied that mean no label, and says which were not empty.
func (p *plan) blank(cells []string) ([]string, []string) {
	means := p.noLabel(cells)
	blanked := make([]string, len(cells))
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
	var said []string
	for cell, n := range count {
		said = append(said, fmt.Sprintf("%q in %d rows", cell, n))
	}
	slices.Sort(said)
	return blanked, said
}

// noLabel reports which cells mean no label.
func (p *plan) noLabel(cells []string) func(cell string) bool {
	if len(p.unlabeled) > 0 {
		return func(cell string) bool { return slices.Contains(p.unlabeled, cell) }
	}
	negative := scikitStyle(cells)
	return func(cell string) bool {
		return negative && cell == minusOne || slices.Contains(noLabels, strings.ToLower(cell))
	}
}

// scikitStyle reports whether -1 stands among labels that are otherwise whole numbers from 0 on,
// and no cell is there that means no label anyway: then -1 is a class like any other.
func scikitStyle(cells []string) bool {
	others := false
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == minusOne {
			continue
		}
		if n, err := strconv.Atoi(cell); err != nil || n < 0 {
			return false
		}
		others = true
	}
	return others
}
