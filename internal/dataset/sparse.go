package dataset

import (
	"slices"

	"github.com/propagate-go/propagate/graph"
)

// SparseKind names what the rows hold where they are sparse.
func (d *Data) SparseKind() string {
	if len(d.Columns.Text) > 0 {
		return "words of texts"
	}
	return "sparse rows"
}

// readSparse takes the features of a table of sparse rows, which stay sparse.
func (r *reader) readSparse() error {
	if err := r.checkSparse("it is for numbers and categories"); err != nil {
		return err
	}
	s := r.table.Sparse()
	r.data.Prep.SparseCols = s.Cols
	if !slices.Contains(s.Ind, 0) {
		// Most files count columns from 1, and column 0 is none.
		r.data.Prep.SparseCols--
	}
	// The table holds compressed sparse rows already.
	cols, ind := usedColumns(s)
	x, err := graph.NewCSR(r.table.Len(), cols, s.Start, ind, s.Val)
	if err == nil {
		r.data.X = x
	}
	return err
}

// checkSparse refuses options that sparse features cannot have: they have no named columns, and filling or scaling them
// would make them dense.
func (r *reader) checkSparse(hint string) error {
	o := r.options
	for _, option := range []struct {
		name  string
		given bool
	}{
		{"Columns.Features", len(o.Columns.Features) > 0},
		{"Columns.Categorical", len(o.Columns.Categorical) > 0},
		{"Options.Scale", o.Scale != ScaleNone && o.Scale != ScaleAuto},
		{"Options.Missing", o.Missing != MissingAuto && o.Missing != MissingError},
		{"Options.Neighbors", o.Neighbors != nil},
		{"Columns.Batch", o.Columns.Batch != ""},
	} {
		if option.given {
			return Optionf(hint, "%s does not go with %s", option.name, r.data.SparseKind())
		}
	}
	return nil
}
