package graph

import (
	"errors"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/store"
)

const (
	storedKind    = "lpneighb"
	storedVersion = 3
)

// Store writes the neighbours with their rows, so that [ReadNeighbors] gives them back in every
// bit: [Neighbors.Weigh] and [Neighbors.Link] then need no search for rows that were there.
// It takes 4 bytes a value where float32 holds all of them, 8 elsewhere, 12 an edge and 4 a neighbour searched.
//
// Errors: a metric that is not of package kernel, and those of w.
func (n *Neighbors) Store(w io.Writer) (err error) {
	defer par.Catch(&err, "graph")
	n = n.orEmpty()
	if n.N() == 0 || w == nil {
		return errors.New("graph: no neighbours to store, or nowhere to store them")
	}
	defer par.Blame("the metric or the writer")
	if m := n.points.Metric(); knn.Named(m.String()) != m {
		return fmt.Errorf("graph: neighbours by %v distance cannot be stored", m)
	}
	// The rows first, then how they were searched, the edges, and the lists before they were joined.
	b := store.NewWriter(w, storedKind, storedVersion)
	n.points.Store(b)
	b.Int(int(n.search.kind))
	b.Int(n.search.k)
	b.Float(n.search.radius)
	b.Bools([]bool{n.search.mutual, n.near != nil})
	b.Float(n.search.recall)
	n.storeEdges(b)
	// Which node each row is, nothing where it is its number.
	node, same := []int32(nil), []int32(nil)
	if n.rows != nil {
		node, same = n.rows.Node, n.rows.Same
	}
	b.Bools([]bool{n.rows != nil})
	b.Int32s(node)
	b.Int32s(same)
	n.storeNear(b)
	return b.Close()
}

// ReadNeighbors reads what [Neighbors.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// What is read is checked before it is used, as a checksum can be right and the rest made up:
// indices, edges in both directions, the distances against the rows, and k. Cost: O(nd), and O(d)
// an edge.
//
// Errors: bytes of another kind or version, or that are damaged or do not fit together, and
// those of r.
func ReadNeighbors(r io.Reader) (read *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	defer par.Blame("the reader")
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("graph: stored neighbours: %w", err)
	}
	if b.Version < storedVersion {
		return nil, errors.New("graph: stored neighbours of an older version: find and store them again")
	}
	// In the order of Store. Nothing is used before all of it is known to fit together.
	n := &Neighbors{}
	n.points = knn.ReadPoints(b)
	n.search.kind = searchKind(b.Int())
	n.search.k = b.Int()
	n.search.radius = b.Float()
	flags := b.Bools()
	n.search.recall = b.Float()
	ok := n.readEdges(b)
	hasRows, node, same := b.Bools(), b.Int32s(), b.Int32s()
	if len(hasRows) == 1 && hasRows[0] {
		n.rows = &csr.Rows{Node: node, Same: same, Nodes: n.nodes()}
	}
	if len(flags) == 2 {
		n.search.mutual = flags[0]
		if flags[1] {
			ok = n.readNear(b) && ok
		}
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("graph: stored neighbours: %w", err)
	}
	if !ok || len(flags) != 2 || !n.sound() {
		return nil, errors.New("graph: stored neighbours do not fit together")
	}
	n.dropLengths()
	return n, nil
}
