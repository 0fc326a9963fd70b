package dataset

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/classes"
)

// numberNames gives each number that is the name of a class one spelling, so that 1.0, 1 and 01 are one class.
type numberNames map[float64]string

// newNumberNames returns the spellings of label cells, the most frequent of each number; nil if some cell is no number.
func newNumberNames(labels []string) numberNames {
	count := map[string]int{}
	for _, cell := range labels {
		if cell != "" {
			count[cell]++
		}
	}
	names := numberNames{}
	for cell, n := range count {
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil || v != v {
			return nil
		}
		// The most frequent spelling, then the shortest, then the first.
		before, seen := names[v]
		if !seen || cmp.Or(count[before]-n, len(cell)-len(before), strings.Compare(cell, before)) < 0 {
			names[v] = cell
		}
	}
	return names
}

// rename gives cells the spelling of their number, if they are numbers all, and lists the spellings that are gone.
func (names numberNames) rename(cells []string) (renamed, gone []string) {
	if names == nil {
		return cells, nil
	}
	renamed = make([]string, len(cells))
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		v, err := strconv.ParseFloat(cell, 64)
		if err != nil || v != v {
			return cells, nil
		}
		renamed[i] = cell
		// A number that is no class keeps its name.
		if name, known := names[v]; known && name != cell {
			renamed[i] = name
			gone = append(gone, cell)
		}
	}
	slices.Sort(gone)
	return renamed, slices.Compact(gone)
}

// Rename gives cells the names of the classes that are the same number, if all of both are numbers, or the same text.
func (c Classes) Rename(cells []string) []string {
	renamed, _ := newNumberNames(c).rename(cells)
	renamed, _ = newTextNames(c).rename(renamed)
	return renamed
}

// textNames gives texts that look the same one spelling, by what they have in common.
type textNames map[string]string

// newTextNames returns the spellings of label cells, the most frequent of those that look the same.
func newTextNames(labels []string) textNames {
	count := map[string]int{}
	for _, cell := range labels {
		if cell != "" {
			count[cell]++
		}
	}
	names := textNames{}
	for cell, n := range count {
		// The most frequent spelling, then the first by its bytes, so that the order of rows decides nothing.
		key := classes.Canonical(cell)
		before, seen := names[key]
		if !seen || cmp.Or(count[before]-n, strings.Compare(cell, before)) < 0 {
			names[key] = cell
		}
	}
	return names
}

// rename gives cells the spelling of the class that looks the same, and lists the spellings that are gone, quoted, as
// nothing else tells them apart.
func (names textNames) rename(cells []string) (renamed, gone []string) {
	renamed = make([]string, len(cells))
	for i, cell := range cells {
		renamed[i] = cell
		// What looks like no class keeps its name.
		if name, known := names[classes.Canonical(cell)]; cell != "" && known && name != cell {
			renamed[i] = name
			gone = append(gone, strconv.QuoteToASCII(cell)+" is "+strconv.QuoteToASCII(name))
		}
	}
	slices.Sort(gone)
	return renamed, slices.Compact(gone)
}

// setSeparators are what stands between several classes in one cell.
const setSeparators = ";,|+&/"

// SetsOfClasses returns two classes that are one set of others in another order, such as a;b and b;a, or else a class
// and one of its parts that is a class too; nothing if there are none.
func (c Classes) SetsOfClasses() []string {
	first, part := map[string]string{}, []string(nil)
	for _, name := range c {
		i := strings.IndexAny(name, setSeparators)
		if i < 0 {
			continue
		}
		// The parts, in order, are what the cell says.
		parts := strings.Split(strings.Trim(name, "[](){} "), name[i:i+1])
		for k := range parts {
			parts[k] = strings.Trim(parts[k], ` '"`)
			if part == nil && slices.Contains(c, parts[k]) {
				part = []string{name, parts[k]}
			}
		}
		slices.Sort(parts)
		key := strings.Join(parts, "\x00")
		if other, seen := first[key]; seen {
			return []string{other, name}
		}
		first[key] = name
	}
	return part
}
