package dataset

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop/features"
)

// newFinder finds out about the columns that may be features. Labels and truth are those of all rows, or nil.
//
// Errors: a number that is infinite, a column of categories with too many values, and those of reading the file.
func newFinder(t *table.Table, c *Columns, o Options, labels []string) (*columnFinder, error) {
	f := &columnFinder{table: t, options: o, columns: c, labels: labels, meter: &meter{observe: o.Observe}}
	return f, f.find()
}

// find finds out about the columns that may be features.
func (f *columnFinder) find() error {
	if c := f.columns.Truth; c >= 0 {
		truth, err := f.table.Strings(c)
		if err != nil {
			return err
		}
		f.truth, _ = BlankTruth(truth, f.options.Unlabeled)
	}
	// Columns of nothing but numbers are read at once, and the others as texts.
	pure, others := f.split()
	f.plan(pure, others)
	// Whatever is read again is told of by its bytes.
	defer f.table.Watch(nil)
	if err := f.readPure(pure); err != nil {
		return err
	}
	if err := f.readOthers(others); err != nil {
		return err
	}
	slices.SortFunc(f.found, func(a, b *found) int { return a.at - b.at })
	f.leaveOutCopiedIDs()
	f.keepAlike()
	f.takeIDs()
	f.dropRepeats()
	return nil
}

// mostLevels is the number of categories up to which texts of n rows are taken for categories: each becomes a column
// of its own.
func mostLevels(n int) int { return min(max(50, int(2*math.Sqrt(float64(n)))), 500) }

// judge decides whether a column is a feature.
func (f *columnFinder) judge(c *found, cells leakCells) {
	name := f.table.Header[c.at]
	grouped := f.judgeGroups(c, cells)
	// What was named is a feature.
	if len(f.options.Columns.Features) > 0 || slices.Contains(f.columns.Categorical, c.at) {
		return
	}
	if rows := f.repeatsTruth(cells); rows > 0 {
		c.noted = &NoFeature{Name: name, Is: TruthCopy, Rows: rows}
		return
	}
	rows, surely := f.repeatsLabels(cells)
	switch {
	case f.listsLabel(name):
		c.noted = &NoFeature{Name: name, Is: MoreLabels}
	case rows > 0 && surely:
		c.noted = &NoFeature{Name: name, Is: LabelCopy, Rows: rows}
	case !c.kind.Feature():
		c.noted = &NoFeature{Name: name, Is: c.kind.String(), Refused: f.refuses(c, cells)}
		texts, isText := cells.(textCells)
		c.noted.phrases = (c.kind == features.ID || c.kind == features.Text) && isText && arePhrases(texts)
	case grouped || f.tellsLabelled(cells):
		c.noted = &NoFeature{Name: name, Is: TellsLabelled}
	case rows > 0:
		c.doubt = &Doubt{name, rows, rows}
	default:
		// What somebody else says of the rows may be wrong in some.
		if agree, of := f.holdsClasses(cells); agree > 0 {
			c.doubt = &Doubt{name, agree, of}
		}
	}
}

// listsLabel reports whether a column is of the same list as that of the labels, as label.1 is beside label.0.
func (f *columnFinder) listsLabel(name string) bool {
	base, number := cutNumber(f.options.Columns.Label)
	other, place := cutNumber(name)
	return number != "" && place != "" && base == other
}

// cutNumber cuts the place in a list off the name of a column; an empty one: it has none.
func cutNumber(name string) (base, number string) {
	name = strings.TrimSpace(name)
	at := strings.LastIndexByte(name, '.')
	if _, err := strconv.ParseUint(name[at+1:], 10, 31); err != nil || at < 1 {
		return name, ""
	}
	return name[:at], name[at+1:]
}

// takeIDs takes numbers that look like ids, or else constants, where there is nothing else to compare rows by, not even
// words.
func (f *columnFinder) takeIDs() {
	if slices.ContainsFunc(f.found, func(c *found) bool { return c.noted != nil && c.noted.HoldsPhrases() }) {
		return
	}
	for _, kind := range []features.Kind{features.ID, features.Constant} {
		if slices.ContainsFunc(f.found, func(c *found) bool { return c.noted == nil }) {
			return
		}
		for _, c := range f.found {
			if c.noted.Is == kind.String() && c.column.Categories == 0 && (c.pure >= 0 || c.column.Values != nil) {
				c.kind, c.noted = features.Number, nil
			}
		}
	}
}

// dropRepeats leaves out columns that say the same as another one, unless they were named: in a pool of opinions what
// is said twice would count twice.
func (f *columnFinder) dropRepeats() {
	if !f.options.Mixed || len(f.options.Columns.Features) > 0 {
		return
	}
	kept := f.features()
	columns := make([]features.Column, len(kept))
	for k, c := range kept {
		columns[k] = f.view(c)
	}
	for k, first := range features.Duplicates(columns) {
		if first >= 0 && !slices.Contains(f.columns.Categorical, kept[k].at) {
			kept[k].noted = &NoFeature{Name: columns[k].Name, Is: "as " + columns[first].Name}
		}
	}
}

// features returns the columns that are features.
func (f *columnFinder) features() []*found {
	var kept []*found
	for _, c := range f.found {
		if c.noted == nil {
			kept = append(kept, c)
		}
	}
	return kept
}

// profiledCells is how many cells are read at a time.
const profiledCells = 1 << 22
