package dataset

import (
	"errors"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// hintMemory is what to do where memory was refused.
const hintMemory = "give fewer rows or columns, or allow more by Options.Memory"

// scoreCopies is how many matrices of n×C numbers a solver needs at least: scores, their logarithms, and two more
// while it iterates.
const scoreCopies = 4

// idLabels is from how many different labels on a column may be an id; then at least as many as rows by idRows.
const idLabels, idRows = 1000, 2

// askForScores asks for the scores of all rows in all classes, before any step takes memory for them.
// given are the classes of the rows, e says where they come from.
func askForScores(c int, given []int, e *table.Error, ask memory.Ask) error {
	n := len(given)
	what := fmt.Sprintf("scores of %d rows in %d classes", n, c)
	err := ask.For(memory.Product(n, c, 8*scoreCopies), what)
	if err == nil {
		return nil
	}
	labels := 0
	for _, k := range given {
		if k >= 0 {
			labels++
		}
	}
	e.Reason, e.Hint, e.Err = err.Error(), hintMemory, err
	// Labels that hardly repeat tell nothing of other rows.
	if c >= idLabels && c >= labels/idRows {
		e.Reason = fmt.Sprintf("%d different values among %d labels: an id, not a label; %s", c, labels, e.Reason)
		e.Hint = "name the column of the labels by Columns.Label"
	}
	return e
}

// askForFeatures asks for n×d features of 8 bytes.
func askForFeatures(t *table.Table, n, d int, ask memory.Ask) error {
	return noFeatureMemory(t, ask.For(memory.Product(n, d, 8), ofFeatures(n, d)))
}

// newDense returns n×d features, all 0, which may be in a temporary file of the table.
func newDense(t *table.Table, n, d int) (*mat.Dense, error) {
	x, err := t.NewDense(n, d, ofFeatures(n, d))
	return x, noFeatureMemory(t, err)
}

// newFloat32s is newDense in float32.
func newFloat32s(t *table.Table, n, d int) ([]float32, error) {
	values, err := t.NewFloat32s(n*d, ofFeatures(n, d))
	return values, noFeatureMemory(t, err)
}

func ofFeatures(n, d int) string { return fmt.Sprintf("%d features of %d rows", d, n) }

// noFeatureMemory is the error of features that were refused.
func noFeatureMemory(t *table.Table, err error) error {
	if known := new(table.Error); err == nil || errors.As(err, &known) {
		return err
	}
	return &table.Error{File: t.Name, Reason: err.Error(), Hint: hintMemory, Err: err}
}

// edgeBytes is about what an edge takes while pairs that are listed twice are joined and the graph is made: its copy,
// its place in a map, and both directions of it.
const edgeBytes = 300

// askForEdges asks for the graph of so many edges of a file.
func askForEdges(file string, n int, ask memory.Ask) error {
	err := ask.For(memory.Product(n, edgeBytes), fmt.Sprintf("a graph of %d edges", n))
	if err == nil {
		return nil
	}
	return &table.Error{File: file, Reason: err.Error(), Hint: hintMemory, Err: err}
}

// wideColumns is from how many columns on sparse ones are numbered anew where most are empty.
const wideColumns = 1 << 20

// usedColumns returns the columns of sparse rows, numbered anew where one huge index would ask for the memory of all
// below it: columns without a value change no distance. O(e·log(e)) for e values.
func usedColumns(s *table.Sparse) (cols int, ind []int) {
	if s.Cols <= wideColumns || s.Cols/16 <= len(s.Ind) {
		return s.Cols, s.Ind
	}
	used := slices.Clone(s.Ind)
	slices.Sort(used)
	used = slices.Compact(used)
	ind = make([]int, len(s.Ind))
	for e, j := range s.Ind {
		ind[e], _ = slices.BinarySearch(used, j)
	}
	return max(1, len(used)), ind
}
