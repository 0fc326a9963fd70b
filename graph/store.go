package graph

import (
	"errors"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/kernel"
)

const (
	storedKind    = "lpneighb"
	storedVersion = 1
)

// metrics are those that can be stored, by name.
var metrics = []kernel.Metric{kernel.Euclidean{}, kernel.Cosine{}, kernel.Manhattan{}}

// Store writes the neighbours with their rows, so that [ReadNeighbors] gives them back in every
// bit: [Neighbors.Weigh] and [Neighbors.Link] then need no search for rows that were there.
// It takes 8 bytes a value and 24 an edge.
//
// Errors: a metric that is not of package kernel, and those of w.
func (n *Neighbors) Store(w io.Writer) error {
	known := false
	for _, m := range metrics {
		known = known || m == n.points.metric
	}
	if !known {
		return fmt.Errorf("graph: neighbours by %v distance cannot be stored", n.points.metric)
	}
	b := store.NewWriter(w, storedKind, storedVersion)
	n.points.store(b)
	b.Int(int(n.search.kind))
	b.Int(n.search.k)
	b.Float(n.search.radius)
	b.Bools([]bool{n.search.mutual, n.near != nil})
	b.Float(n.search.recall)
	b.Ints(n.start)
	b.Int32s(n.ind)
	b.Floats(n.d2)
	if n.near != nil {
		b.Ints(n.near.end)
		b.Int32s(n.near.ind)
		b.Floats(n.near.d2)
	}
	return b.Close()
}

func (p *points) store(b *store.Writer) {
	b.Int(p.n)
	b.Int(p.d)
	b.Text(p.metric.String())
	b.Int(p.exp)
	b.Floats(p.dense)
	b.Ints(p.start)
	b.Int32s(p.ind)
	b.Floats(p.val)
	b.Bools(p.zero)
	b.Float(p.maxAbs)
	b.Int(p.gridExp)
	b.Bools([]bool{p.moved})
}

// ReadNeighbors reads what [Neighbors.Store] wrote. It reads ahead, unless r is a bufio.Reader.
//
// Errors: bytes of another kind or version, or that are damaged, and those of r.
func ReadNeighbors(r io.Reader) (*Neighbors, error) {
	b, err := store.NewReader(r, storedKind, storedVersion)
	if err != nil {
		return nil, fmt.Errorf("graph: stored neighbours: %w", err)
	}
	n := &Neighbors{}
	n.points = readPoints(b)
	n.search.kind = searchKind(b.Int())
	n.search.k = b.Int()
	n.search.radius = b.Float()
	flags := b.Bools()
	n.search.recall = b.Float()
	n.start, n.ind, n.d2 = b.Ints(), b.Int32s(), b.Floats()
	if len(flags) == 2 {
		n.search.mutual = flags[0]
		if flags[1] {
			n.near = &lists{end: b.Ints(), ind: b.Int32s(), d2: b.Floats()}
		}
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("graph: stored neighbours: %w", err)
	}
	if len(flags) != 2 || !n.sound() {
		return nil, errors.New("graph: stored neighbours do not fit together")
	}
	return n, nil
}

func readPoints(b *store.Reader) *points {
	p := &points{n: b.Int(), d: b.Int()}
	name := b.Text()
	for _, m := range metrics {
		if m.String() == name {
			p.metric = m
		}
	}
	p.exp, p.dense = b.Int(), b.Floats()
	p.start, p.ind, p.val = b.Ints(), b.Int32s(), b.Floats()
	p.zero, p.maxAbs, p.gridExp = b.Bools(), b.Float(), b.Int()
	moved := b.Bools()
	p.moved = len(moved) == 1 && moved[0]
	return p
}

// sound reports whether no index leads astray.
func (n *Neighbors) sound() bool {
	p := n.points
	if p.n < 1 || p.d < 1 || p.metric == nil || !rising(n.start, p.n+1, n.ind, n.d2, p.n) || p.zero != nil && len(p.zero) != p.n {
		return false
	}
	if p.dense == nil && !rising(p.start, p.n+1, p.ind, p.val, p.d) || p.dense != nil && len(p.dense)/p.d != p.n {
		return false
	}
	known := n.search.kind >= byRank && n.search.kind <= byPairs
	if n.near == nil {
		return known && n.search.kind != byRank
	}
	return known && n.search.k >= 1 && rising(append([]int{0}, n.near.end...), p.n+1, n.near.ind, n.near.d2, p.n)
}

// rising reports whether start cuts up ind and values, all of ind being below limit.
func rising(start []int, n int, ind []int32, values []float64, limit int) bool {
	if len(start) != n || start[0] != 0 || start[n-1] != len(ind) || len(ind) != len(values) {
		return false
	}
	for i := 1; i < n; i++ {
		if start[i] < start[i-1] {
			return false
		}
	}
	for _, j := range ind {
		if j < 0 || int(j) >= limit {
			return false
		}
	}
	return true
}
