package graph_test

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The reference: every search and join again, by sorting all pairs of a distance
// matrix. Nothing here is shared with the package.

// neighbor is a row and the distance to it.
type neighbor struct {
	row      int
	distance float64
}

func byDistance(a, b neighbor) int {
	return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.row, b.row))
}

// distances is the full matrix of distances.
type distances [][]float64

func allDistances(x [][]float64, distance func(a, b []float64) float64) distances {
	d := make(distances, len(x))
	for i, a := range x {
		for _, b := range x {
			d[i] = append(d[i], distance(a, b))
		}
	}
	return d
}

// ranked lists the other rows, nearest first.
func (d distances) ranked(i int) []neighbor {
	var all []neighbor
	for j, v := range d[i] {
		if j != i {
			all = append(all, neighbor{j, v})
		}
	}
	slices.SortFunc(all, byDistance)
	return all
}

// first returns the first of the rows that are equal to row i.
func (d distances) first(i int) int {
	for j := range i {
		if d[i][j] == 0 {
			return j
		}
	}
	return i
}

// nearest lists the k nearest of each row among different rows, with all that are as near as
// the last, and then the copies of all of them and of the row.
func (d distances) nearest(k int) [][]neighbor {
	lists := make([][]neighbor, len(d))
	for i := range d {
		limit := 0.0
		different := 0
		for _, nb := range d.ranked(i) {
			if d.first(nb.row) == nb.row && nb.distance > 0 && different < k {
				different++
				limit = nb.distance
			}
		}
		for _, nb := range d.ranked(i) {
			if nb.distance <= limit {
				lists[i] = append(lists[i], nb)
			}
		}
	}
	return lists
}

// joins holds whether rows are joined.
type joins [][]bool

func newJoins(n int) joins {
	m := make(joins, n)
	for i := range m {
		m[i] = make([]bool, n)
	}
	return m
}

func (d distances) union(k int) joins {
	m := newJoins(len(d))
	for i, list := range d.nearest(k) {
		for _, nb := range list {
			m[i][nb.row], m[nb.row][i] = true, true
		}
	}
	return m
}

func (d distances) mutual(k int) joins {
	listed := newJoins(len(d))
	for i, list := range d.nearest(k) {
		for _, nb := range list {
			listed[i][nb.row] = true
		}
	}
	m := newJoins(len(d))
	for i := range m {
		for j := range m {
			m[i][j] = listed[i][j] && listed[j][i]
		}
	}
	return m
}

func (d distances) within(r float64) joins {
	m := newJoins(len(d))
	for i := range m {
		for j := range m {
			m[i][j] = i != j && d[i][j] <= r
		}
	}
	return m
}

// components numbers the components by depth-first search.
func (m joins) components() (id []int, count int) {
	id = make([]int, len(m))
	var visit func(i int)
	visit = func(i int) {
		id[i] = count
		for j, joined := range m[i] {
			if joined && id[j] == 0 {
				visit(j)
			}
		}
	}
	for i := range m {
		if id[i] == 0 {
			count++
			visit(i)
		}
	}
	for i := range id {
		id[i]--
	}
	return id, count
}

// connected adds, shortest first, every edge that joins two components
// [kruskal1956].
func (m joins) connected(d distances) joins {
	type edge struct {
		d    float64
		i, j int
	}
	var all []edge
	for i := range d {
		for j := range i {
			all = append(all, edge{d[i][j], j, i})
		}
	}
	slices.SortFunc(all, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.d, b.d), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	out := newJoins(len(m))
	for i := range m {
		copy(out[i], m[i])
	}
	id, _ := m.components()
	for _, e := range all {
		from, to := id[e.i], id[e.j]
		if from == to {
			continue
		}
		out[e.i][e.j], out[e.j][e.i] = true, true
		for i := range id {
			if id[i] == from {
				id[i] = to
			}
		}
	}
	return out
}

// requireNeighbors checks rows, order and distances, within a relative error.
func requireNeighbors(t testing.TB, d distances, want joins, tolerance float64, got *graph.Neighbors) {
	t.Helper()
	require.Equal(t, len(want), got.N())
	edges := 0
	for i := range want {
		ind, distance := got.Row(i)
		if rows := trueIn(want[i]); !slices.Equal(rows, ints(ind)) {
			t.Fatalf("neighbours of row %d: %v, want %v", i, ind, rows)
		}
		for e, j := range ind {
			if want := d[i][j]; math.Abs(distance[e]-want) > tolerance*want {
				require.Failf(t, "distance", "rows %d and %d: %.17g, want %.17g", i, j, distance[e], want)
			}
		}
		for _, j := range ind {
			if got.Distinct() == got.N() || d.first(i) == i && d.first(int(j)) == int(j) {
				edges++ // between different rows
			}
		}
	}
	require.Equal(t, edges/2, got.Edges())
}

// requireUndirected checks what holds for every graph: rows rising, no self-loops,
// and each edge in both rows with one distance.
func requireUndirected(t testing.TB, n *graph.Neighbors) {
	t.Helper()
	length := map[[2]int]float64{}
	for i := range n.N() {
		ind, distance := n.Row(i)
		for e, j := range ind {
			if int(j) == i {
				t.Fatalf("row %d is joined to itself", i)
			}
			if e > 0 && ind[e-1] >= j {
				t.Fatalf("row %d is not in order: %v", i, ind)
			}
			back, ok := length[[2]int{int(j), i}]
			if ok && back != distance[e] {
				t.Fatalf("rows %d and %d: %g one way, %g the other", i, j, distance[e], back)
			}
			length[[2]int{i, int(j)}] = distance[e]
		}
	}
	for pair := range length {
		if _, ok := length[[2]int{pair[1], pair[0]}]; !ok {
			t.Fatalf("row %d lists %d but not the reverse", pair[0], pair[1])
		}
	}
}

// requireSame checks that two results are equal bit for bit.
func requireSame(t testing.TB, want, got *graph.Neighbors) {
	t.Helper()
	require.Equal(t, want.N(), got.N())
	for i := range want.N() {
		ind, d := want.Row(i)
		gotInd, gotD := got.Row(i)
		require.Equal(t, ind, gotInd, "row %d", i)
		require.Equal(t, d, gotD, "row %d", i)
	}
}

func trueIn(row []bool) []int {
	at := []int{}
	for j, v := range row {
		if v {
			at = append(at, j)
		}
	}
	return at
}

func ints(ind []int32) []int {
	out := []int{}
	for _, j := range ind {
		out = append(out, int(j))
	}
	return out
}

// withWorkers runs f with 1, 2 and 7 processors.
func withWorkers(t *testing.T, f func(t *testing.T)) {
	for _, procs := range []int{1, 2, 7} {
		t.Run(fmt.Sprintf("GOMAXPROCS=%d", procs), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
			f(t)
		})
	}
}

// The reference itself, on a case worked by hand: rows at 0, 1, 2, 2 and 9.
func TestReference(t *testing.T) {
	d := allDistances([][]float64{{0}, {1}, {2}, {2}, {9}}, naiveEuclidean)
	assert.Equal(t, []neighbor{{0, 1}, {2, 1}, {3, 1}, {4, 8}}, d.ranked(1))

	union, mutual := d.union(1), d.mutual(1) // the lists: 1; 0 and 2; 1; 1; 2; and copies
	assert.Equal(t, []int{1, 3, 4}, trueIn(union[2]))
	assert.Equal(t, []int{1, 3}, trueIn(mutual[2]))
	assert.Empty(t, trueIn(mutual[4]))

	id, count := mutual.components()
	assert.Equal(t, []int{0, 0, 0, 0, 1}, id)
	assert.Equal(t, 2, count)
	assert.Contains(t, trueIn(mutual.connected(d)[4]), 2, "rows 2 and 4 are the nearest of the two")
}
