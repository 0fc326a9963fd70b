package dataset

import "github.com/propagate-go/propagate/labelprop/features"

// weigh lets columns that depend on others count more, where no scale was asked for.
func weigh(e *features.Encoder, columns []features.Column, o Options) {
	if o.Mixed && o.Scale == ScaleAuto {
		e.Weigh(e.Structure(columns))
	}
}
