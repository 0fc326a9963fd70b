package dataset

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/labelprop/features"
)

// readMixed makes the features of columns of numbers and categories, each on a scale of its own.
func (r *reader) readMixed(f *columnFinder, kept []*found) error {
	if r.complete(f, kept) {
		return r.readComplete(f, kept)
	}
	columns := make([]features.Column, len(kept))
	for k, c := range kept {
		columns[k] = c.column
		columns[k].Values = f.values(c)
	}
	// All numbers are in the columns now: their memory is needed for the features.
	f.numbers = nil
	read := slices.Clone(columns)
	if err := r.centreMixed(columns, kept); err != nil {
		return err
	}
	e := f.fit(columns, costFit/(costFit+costEncodeAny))
	if r.options.Missing == MissingMean {
		// New rows get the mean too, not the median.
		for k, c := range columns {
			if c.Categories == 0 {
				e.Scales[k].Fill = centre(c.Values, MissingMean)
			}
		}
	}
	r.rescale(e, columns)
	weigh(e, columns, r.options)
	if e.Features() == 0 {
		// All rows are alike: a graph joins them all the same, but nothing can be said of columns.
		if len(r.data.Columns.Categorical) == 0 {
			return r.readAlike(f, kept, read)
		}
		return noFeatures(r.table)
	}
	r.data.Mixed = &Mixed{columns, e}
	f.meter.step(f.meter.rest())
	var err error
	r.data.X, err = r.data.Mixed.encoded(r.data, r.options)
	return err
}

// readAlike is readNumbers of columns that leave no feature: read are their values before gaps were treated.
func (r *reader) readAlike(f *columnFinder, kept []*found, read []features.Column) error {
	for k, c := range kept {
		c.column.Values, c.pure = read[k].Values, -1
	}
	// Gaps are treated, and noted, once more.
	r.data.Prep.Filled, r.data.Rows, r.data.Batches, r.data.Centres = nil, nil, nil, nil
	return r.readNumbers(f, kept)
}

// centreMixed leaves out rows with gaps, where that was asked for, centres the numbers of each batch, and treats gaps.
func (r *reader) centreMixed(columns []features.Column, kept []*found) error {
	if r.options.Missing == MissingDrop {
		if err := r.data.dropGaps(columns); err != nil {
			return err
		}
	}
	if err := r.readBatches(); err != nil {
		return err
	}
	// Categories have no level that batches could differ in.
	for k := range columns {
		if r.data.Batches != nil && columns[k].Categories == 0 {
			columns[k].Values = slices.Clone(columns[k].Values)
			r.centreBatch(columns[k].Values)
		}
	}
	return r.treatGaps(columns, kept)
}

// treatGaps fills in missing numbers as it was asked for, and notes them.
func (r *reader) treatGaps(columns []features.Column, kept []*found) error {
	prep, how := &r.data.Prep, r.options.Missing
	if how == MissingDrop {
		return nil
	}
	for k := range columns {
		c := &columns[k]
		missing := c.Missing()
		if c.Categories > 0 || missing == 0 {
			continue
		}
		if missing == len(c.Values) {
			return noValue(r.table, kept[k].at)
		}
		prep.Filled = append(prep.Filled, Filled{c.Name, missing})
		// Without a wish the encoder fills in, and says in a feature of its own where.
		if how == MissingMean || how == MissingMedian {
			present := slices.DeleteFunc(slices.Clone(c.Values), math.IsNaN)
			c.Values = filledWith(c.Values, centre(present, how))
		}
	}
	return nil
}

// filledWith returns values with one in place of those that are missing.
func filledWith(values []float64, v float64) []float64 {
	all := slices.Clone(values)
	for i := range all {
		if math.IsNaN(all[i]) {
			all[i] = v
		}
	}
	return all
}

// dropGaps leaves out the rows in which a value is missing.
func (d *Data) dropGaps(columns []features.Column) error {
	d.Rows = []int{}
	for i := range d.Table.Len() {
		if !slices.ContainsFunc(columns, func(c features.Column) bool { return math.IsNaN(c.Values[i]) }) {
			d.Rows = append(d.Rows, i)
		}
	}
	if len(d.Rows) < 2 {
		return tooManyGaps(d.Table)
	}
	for k := range columns {
		columns[k].Values = chosen(columns[k].Values, d.Rows)
	}
	return nil
}

// rescale scales numbers as it was asked for.
func (r *reader) rescale(e *features.Encoder, columns []features.Column) {
	how := r.options.Scale
	if how == ScaleAuto {
		r.data.Prep.Scale.By = ByEvidence
		return
	}
	// Numbers that are left as they are have one unit, as far as the user is concerned.
	e.Alike = how == ScaleNone
	if r.options.InUnits {
		r.noteDominant(columns)
	}
	for j, c := range columns {
		// Constant columns are no features.
		if s := &e.Scales[j]; s.Width > 0 {
			center, width := linear(c.Values, measures[how])
			*s = features.LinearScale(center, width, s.Fill, s.Missing)
		}
	}
}

// noteDominant notes the columns that dwarf the others as they are. A category differs by about 1.
func (r *reader) noteDominant(columns []features.Column) {
	half := make([]float64, len(columns))
	for j, c := range columns {
		// Half the range of what is there; halves cannot overflow.
		present := slices.DeleteFunc(slices.Clone(c.Values), math.IsNaN)
		switch {
		case c.Categories > 0:
			// From one category to another.
			half[j] = 0.5
		case len(present) > 0:
			half[j] = slices.Max(present)/2 - slices.Min(present)/2
		}
	}
	// They are left as they are: that is what was asked for.
	for _, j := range dominantOf(half) {
		r.data.Prep.Dominant = append(r.data.Prep.Dominant, columns[j].Name)
	}
}

// linear returns the shift and the width of the numbers that are there; 0 and 1 without a measure.
func linear(values []float64, measure func([]float64) (shift, width float64)) (center, width float64) {
	if measure == nil {
		return 0, 1
	}
	// In units of a power of two, so that no square overflows.
	col := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	exp := toUnit(col)
	center, width = measure(col)
	return math.Ldexp(center, exp), math.Ldexp(width, exp)
}
