package dataset

import (
	"slices"

	"github.com/propagate-go/propagate/labelprop/features"
)

// complete reports whether all features are numbers without a gap that are used as they are, as pixels are.
func (r *reader) complete(f *columnFinder, kept []*found) bool {
	o := r.options
	return o.Scale == ScaleAuto && r.data.Columns.Batch < 0 && !slices.ContainsFunc(kept, func(c *found) bool {
		return c.pure < 0 || f.ranges[c.pure].missing > 0
	})
}

// readComplete is readMixed for such numbers, which stay in the memory that they were read into: a table of images is
// large.
func (r *reader) readComplete(f *columnFinder, kept []*found) error {
	columns := make([]features.Column, len(kept))
	for k, c := range kept {
		columns[k] = f.view(c)
	}
	m := &Mixed{columns, f.fit(columns, costFit/(costFit+costEncode))}
	if m.Encoder.Features() == 0 {
		return r.readNumbers(f, kept)
	}
	r.data.Mixed, r.data.Prep.Scale.By = m, ByEvidence
	weigh(m.Encoder, columns, r.options)
	if !m.Encoder.Alike || m.Encoder.Weights != nil {
		var err error
		r.data.X, err = m.encoded(r.data, r.options)
		return err
	}
	f.meter.step(f.meter.rest())
	// Numbers of one unit are features as they are. The columns that are none leave their memory to the others.
	x, err := f.matrix(kept)
	if err != nil {
		return err
	}
	for k, c := range kept {
		columns[k] = features.Of(c.column.Name, x, k)
	}
	r.data.X, err = done(x)
	return err
}
