package graph

import (
	"slices"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/store"
)

// Both ends of an edge know it, and its length is the same for both: stored are the edges to rows with higher numbers,
// from which the others follow. The lists of the nearest are among the edges, so that they need no lengths of their
// own, unless the graph leaves out what only one of a pair lists.

// storeEdges writes the edges.
func (p *pairs) storeEdges(b *store.Writer) {
	n := max(0, len(p.start)-1)
	counts, all := make([]int32, n), 0
	for i := range counts {
		counts[i] = int32(p.start[i+1] - p.higher(i))
		all += int(counts[i])
	}
	b.Bools([]bool{p.start != nil})
	b.Int32s(counts)
	b.Int32Parts(all, func(yield func([]int32) bool) {
		for i := 0; i < n && yield(p.ind[p.higher(i):p.start[i+1]]); i++ {
		}
	})
	b.FloatParts(all, func(yield func([]float64) bool) {
		for i := 0; i < n && yield(p.d2[p.higher(i):p.start[i+1]]); i++ {
		}
	})
}

// higher returns the first entry of row i that is of a row with a higher number.
func (p *pairs) higher(i int) int {
	at, _ := slices.BinarySearch(p.ind[p.start[i]:p.start[i+1]], int32(i)+1)
	return p.start[i] + at
}

// readEdges reads what storeEdges wrote, and reports whether the edges lead to rows that there are.
func (p *pairs) readEdges(b *store.Reader) bool {
	some := b.Bools()
	counts, ind, d2 := b.Int32s(), b.Int32s(), b.Floats()
	if len(some) != 1 || !some[0] {
		return len(some) == 1 && len(counts) == 0 && len(ind) == 0
	}
	n := len(counts)
	if !soundCounts(counts, len(ind)) || len(ind) != len(d2) {
		return false
	}
	// Each edge is an entry of both of its rows.
	start := make([]int, n+1)
	at := 0
	for i, count := range counts {
		start[i+1] += int(count)
		for _, j := range ind[at:][:count] {
			if int(j) <= i || int(j) >= n {
				return false
			}
			start[j+1]++
		}
		at += int(count)
	}
	knn.PrefixSums(start)
	p.start = start
	p.ind, p.d2 = make([]int32, 2*len(ind)), make([]float64, 2*len(ind))
	// Rows come in order: the lower ones of each have been met when its own edges to higher ones are.
	next := slices.Clone(p.start)
	set := func(i, j int, v float64) {
		p.ind[next[i]], p.d2[next[i]] = int32(j), v
		next[i]++
	}
	at = 0
	for i, count := range counts {
		for e := at; e < at+int(count); e++ {
			set(i, int(ind[e]), d2[e])
			set(int(ind[e]), i, d2[e])
		}
		at += int(count)
	}
	return true
}

// soundCounts reports whether none of the counts is below 0, and all are so many.
func soundCounts(counts []int32, all int) bool {
	sum := 0
	for _, c := range counts {
		if c < 0 {
			return false
		}
		sum += int(c)
	}
	return sum == all
}

// storeNear writes the lists of the nearest, or that there are none.
func (n *Neighbors) storeNear(b *store.Writer) {
	if n.near == nil {
		return
	}
	b.Ints(n.near.End)
	b.Int32s(n.near.Ind)
	b.Int(n.near.Cut)
	// Lengths that the edges do not give.
	given := n.near.D2 == nil || n.edgesGive(n.near.D2)
	b.Bools([]bool{given})
	if !given {
		b.Floats(n.near.D2)
	}
}

// readNear reads what storeNear wrote, and reports whether the lengths of lists were there.
func (n *Neighbors) readNear(b *store.Reader) bool {
	n.near = &knn.Lists{End: b.Ints(), Ind: b.Int32s(), Cut: b.Int()}
	given := b.Bools()
	if len(given) != 1 || !given[0] {
		n.near.D2 = b.Floats()
		return len(given) == 1
	}
	var ok bool
	n.near, ok = n.withLengths()
	return ok
}
