package dataset

import (
	"slices"

	"github.com/propagate-go/propagate/labelprop/features"
)

// split tells the columns of nothing but numbers from the others. What may be codes is judged by its texts.
func (f *columnFinder) split() (pure, others []int) {
	filled, numbers := f.table.Count()
	codes := f.table.MayBeCodes()
	all := slices.Concat(f.columns.Features, f.columns.Categorical)
	slices.Sort(all)
	for _, j := range all {
		if filled[j] > 0 && filled[j] == numbers[j] && !codes[j] && !slices.Contains(f.columns.Categorical, j) {
			pure = append(pure, j)
		} else {
			others = append(others, j)
		}
	}
	return pure, others
}

// readPure reads columns of numbers.
func (f *columnFinder) readPure(cols []int) error {
	if len(cols) == 0 {
		return nil
	}
	f.table.Watch(bytes(f.meter.step(f.pureCost(cols))))
	read := f.table.NumbersOrNaN
	if f.lenient {
		read = f.table.FiniteNumbersOrNaN
	}
	numbers, err := read(cols)
	if err != nil {
		return err
	}
	f.numbers, f.lost = editableOf(numbers), numbers.Lost
	f.ranges = columnRanges(f.numbers)
	judged := f.meter.step(costGuess * float64(f.table.Len()) * float64(len(cols)))
	for k, j := range cols {
		judged(k, len(cols))
		c := &found{at: j, pure: k, column: features.Column{Name: f.table.Header[j]}}
		at := func(row int) float64 { return f.numbers.At(row, k) }
		c.kind = f.guess(k, c.column.Name, at)
		f.judge(c, numberCells{at})
		f.found = append(f.found, c)
	}
	return nil
}

// guess guesses what a column of numbers holds.
func (f *columnFinder) guess(k int, name string, at func(row int) float64) features.Kind {
	// Many images have the same colour along their edges: one look at the range is enough.
	if r := f.ranges[k]; r.low == r.high && r.missing == 0 {
		return features.Constant
	}
	return features.GuessNumbers(name, f.table.Len(), func(row int) (float64, bool) {
		v := at(row)
		return v, v == v
	})
}

// readOthers reads columns that hold texts too, as many at a time as memory has room for.
func (f *columnFinder) readOthers(cols []int) error {
	for len(cols) > 0 {
		some := cols[:min(len(cols), max(1, profiledCells/f.table.Len()))]
		cols = cols[len(some):]
		n := float64(f.table.Len())
		f.table.Watch(bytes(f.meter.step(costReadAgain * n * float64(len(f.table.Header)))))
		cells, err := f.table.Values(some)
		if err != nil {
			return err
		}
		judged := f.meter.step(costText * n * float64(len(some)))
		for k, j := range some {
			judged(k, len(some))
			if err := f.readCells(j, cells[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// readCells reads one column by its cells.
func (f *columnFinder) readCells(j int, cells []string) error {
	name := f.table.Header[j]
	c := &found{at: j, pure: -1, kind: features.Guess(name, cells), column: features.Column{Name: name}}
	switch {
	case slices.Contains(f.columns.Categorical, j):
		c.kind = features.Category
		if err := f.checkCategories(j, cells); err != nil {
			return err
		}
	// What was named is a feature, be it an id.
	case len(f.options.Columns.Features) > 0:
		if c.kind = features.GuessFeature(cells); c.kind == features.Category {
			if err := f.checkNamed(j, cells); err != nil {
				return err
			}
		}
	case c.kind == features.Category && countValues(cells, mostLevels(len(cells))) > mostLevels(len(cells)):
		c.kind = features.Text
	}
	f.judge(c, textCells(cells))
	c.code = c.kind != features.Number && features.IsCode(cells)
	c.padded = c.kind == features.Number && len(f.options.Columns.Features) == 0 &&
		slices.ContainsFunc(cells, zeroInFront)
	if c.noted == nil {
		c.column = features.Parse(name, cells, c.kind)
		c.spellings = otherSpellings(c.column, cells)
		if c.kind != features.Category {
			c.words = wordsAmong(f.table, c.column, cells)
		}
	} else if c.kind == features.ID && features.GuessFeature(cells) == features.Number {
		// It may be all that there is.
		c.column = features.Parse(name, cells, features.Number)
	}
	f.found = append(f.found, c)
	return nil
}

// plan sets the work for columns of numbers and others.
func (f *columnFinder) plan(pure, others []int) {
	cells := func(columns int) float64 { return float64(f.table.Len()) * float64(columns) }
	f.meter.total = f.pureCost(pure) + costGuess*cells(len(pure))
	// Numbers that are used as they are need no scale of their own.
	if f.options.Mixed || len(others) > 0 {
		f.meter.total += (costFit+costEncode)*cells(len(pure)) + (costFit+costEncodeAny)*cells(len(others))
	}
	for range f.portions(len(others)) {
		f.meter.total += costReadAgain * cells(len(f.table.Header))
	}
	f.meter.total += costText * cells(len(others))
}

// pureCost is the work of reading columns of numbers.
func (f *columnFinder) pureCost(pure []int) float64 {
	filled, _ := f.table.Count()
	n := float64(f.table.Len())
	for _, j := range pure {
		// A gap makes it necessary to look at all cells again.
		if filled[j] < f.table.Len() {
			return costReadAgain * n * float64(len(f.table.Header))
		}
	}
	return costMove * n * float64(len(pure))
}

// portions is in how many portions columns of texts are read.
func (f *columnFinder) portions(columns int) int {
	some := max(1, profiledCells/max(f.table.Len(), 1))
	return (columns + some - 1) / some
}
