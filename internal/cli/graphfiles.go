package cli

import (
	"errors"
	"os"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/table"
)

// readGraphFiles reads the files that --edges and --neighbors-from name.
func (c *config) readGraphFiles() (err error) {
	// Both are read before the table: they are small errors to make, and found at once.
	if c.input.edges != "" {
		if c.data.Edges, err = c.input.edgeReading().Edges(c.input.edges); err != nil {
			return err
		}
	}
	if c.input.neighbors != "" {
		c.data.Neighbors, err = readNeighbors(c.input.neighbors)
	}
	return err
}

// edgeReading is how edges are read: their separator is found whatever that of the table is.
func (in *inputConfig) edgeReading() table.Reading {
	return table.Reading{Decimal: in.reading.Decimal, Distances: in.distances, Memory: in.reading.Memory}
}

// readNeighbors reads a file of neighbours.
func readNeighbors(path string) (*dataset.StoredNeighbors, error) {
	const hint = "--neighbors-from names a file that propagate graph wrote"
	f, err := os.Open(path)
	if err != nil {
		return nil, &table.Error{File: path, Reason: "cannot be read: " + reasonOfFile(err), Hint: hint}
	}
	defer f.Close()
	stored, err := dataset.LoadNeighbors(f, path)
	// Another kind of file, or a damaged one.
	switch {
	case errors.Is(err, store.ErrKind):
		return nil, &table.Error{File: path, Reason: "not a graph file", Hint: hint, Err: err}
	case err != nil:
		return nil, &table.Error{File: path, Reason: "cannot be used: " + err.Error(), Hint: hint, Err: err}
	}
	return stored, nil
}
