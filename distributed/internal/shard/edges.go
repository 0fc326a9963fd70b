// Package shard reads the files that a large table is cut into, and writes those of a result. Each file is read by one
// worker, and errors name the file and the line.
package shard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/distributed/internal/block"
)

// Edge is a line of a file of edges.
type Edge struct {
	From, To uint32
	Weight   float64
}

// Edges calls do with every edge of a file: "from,to" or "from,to,weight", weights being 1 where there are none. Loops
// are passed over: they change nothing.
//
// Errors, naming the line: a row number outside [0, nodes), a weight that is not finite and above 0, another number of
// cells; and the first error of do.
func Edges(ctx context.Context, name string, nodes int64, do func(Edge) error) error {
	return each(ctx, name, []string{"from", "to", "weight"}, func(cells []string) error {
		if len(cells) != 2 && len(cells) != 3 {
			return fmt.Errorf("%d cells: an edge is \"from,to\" or \"from,to,weight\"", len(cells))
		}
		// Both ends and the weight, with all that is wrong with them.
		e := Edge{Weight: 1}
		var err, errTo, errWeight error
		e.From, err = row(cells[0], nodes)
		e.To, errTo = row(cells[1], nodes)
		if len(cells) == 3 {
			e.Weight, errWeight = weight(cells[2])
		}
		if err := errors.Join(err, errTo, errWeight); err != nil || e.From == e.To {
			return err
		}
		return do(e)
	})
}

// Ends returns an edge as each of its rows sees it.
func (e Edge) Ends() [2]block.Entry {
	return [2]block.Entry{{Row: e.From, Other: e.To, Weight: e.Weight}, {Row: e.To, Other: e.From, Weight: e.Weight}}
}

// Labels calls do with every given label of a file: "row,class". Rows without a class are passed over.
//
// Errors: as for Edges.
func Labels(ctx context.Context, name string, nodes int64, do func(row uint32, class string) error) error {
	return each(ctx, name, []string{"row", "label"}, func(cells []string) error {
		if len(cells) != 2 {
			return fmt.Errorf("%d cells: a label is \"row,class\"", len(cells))
		}
		// An empty class is no label.
		i, err := row(cells[0], nodes)
		class := strings.TrimSpace(cells[1])
		if err != nil || class == "" {
			return err
		}
		return do(i, class)
	})
}

// row reads the number of a row.
func row(cell string, nodes int64) (uint32, error) {
	cell = strings.TrimSpace(cell)
	// Digits alone: no sign, no fraction.
	i, err := strconv.ParseUint(cell, 10, 63)
	if err != nil {
		return 0, fmt.Errorf("%q is no row number: rows are numbered from 0 to %d", cell, nodes-1)
	}
	if int64(i) >= nodes {
		return 0, fmt.Errorf("row %d: rows are numbered from 0 to %d: see --nodes", i, nodes-1)
	}
	return uint32(i), nil
}

func weight(cell string) (float64, error) {
	w, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
	if err != nil || !(w > 0) || math.IsInf(w, 1) {
		return 0, fmt.Errorf("weight %q: it must be a number above 0", cell)
	}
	return w, nil
}

// each calls do with the cells of each row of a file, and names the place of its errors.
func each(ctx context.Context, name string, columns []string, do func(cells []string) error) error {
	next, done, err := open(ctx, name, columns)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer done()
	for {
		// Errors of the file and of its content are told with the line.
		cells, line, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(cells)
		}
		switch {
		case err != nil && line > 0:
			return fmt.Errorf("%s:%d: %w", name, line, err)
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}
