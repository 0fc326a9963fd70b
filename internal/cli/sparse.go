package cli

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// readSparse takes the features of a table of sparse rows, which stay sparse.
func (p *plan) readSparse(t *table.Table, in *input) error {
	s := t.Sparse()
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"graph", p.command == "graph"}, {"--features", len(p.features) > 0}, {"--categorical", len(p.categorical) > 0},
		{"--scale", p.scale != "none" && p.scale != scaleAuto}, {"--missing", p.filling != missingError}, {"--save", p.saveTo != ""}, {"--reuse", p.reuse != ""},
	} {
		if flag.given {
			return usagef("it is for tables with columns", "%s does not go with sparse rows", flag.name)
		}
	}
	var err error
	if in.sparseCols = s.Cols; !slices.Contains(s.Ind, 0) { // most files count from 1
		in.sparseCols--
	}
	in.sparse, err = graph.NewCSR(t.Len(), s.Cols, s.Start, s.Ind, s.Val)
	return err
}

// points are the features, as a search takes them.
func (in *input) points() mat.Matrix {
	if in.sparse != nil {
		return in.sparse
	}
	return in.x
}

// svmlightStyle reports whether labels are those of two classes, 1 and -1, and 0 for none, as
// SVMlight has them.
func svmlightStyle(labels []string) bool {
	return !slices.ContainsFunc(labels, func(cell string) bool {
		return !slices.Contains([]string{"1", "-1", "0"}, strings.TrimPrefix(cell, "+"))
	})
}
