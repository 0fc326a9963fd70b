package graph

import (
	"slices"
	"sort"
)

// ranking holds the best candidates of one row, ordered by distance, then index.
type ranking struct {
	ind []int32
	d2  []float64
}

// offer takes j in if it is among the best k; candidates come with j rising.
func (r *ranking) offer(j int32, d2 float64, k int) {
	if len(r.d2) == k {
		if d2 >= r.d2[k-1] {
			return
		}
		r.ind, r.d2 = r.ind[:k-1], r.d2[:k-1]
	}
	at := sort.Search(len(r.d2), func(x int) bool { return r.d2[x] > d2 })
	r.ind, r.d2 = slices.Insert(r.ind, at, j), slices.Insert(r.d2, at, d2)
}

// lists holds a list of rows and squared distances for each row in turn; the
// list of row i ends at end[i].
type lists struct {
	end []int
	ind []int32
	d2  []float64
}

func (l *lists) row(i int) (ind []int32, d2 []float64) {
	lo := 0
	if i > 0 {
		lo = l.end[i-1]
	}
	return l.ind[lo:l.end[i]], l.d2[lo:l.end[i]]
}

// sort puts every list in the order of its rows' numbers.
func (l *lists) sort() {
	for i := range l.end {
		sortRow(l.row(i))
	}
}

// pairs returns the lists, of neighbours in p, as rows behind one start.
func (l *lists) pairs(p *points) pairs {
	return pairs{start: append([]int{0}, l.end...), ind: l.ind, d2: l.d2, points: p}
}

// joined puts the lists of the chunks one behind the other.
func joined(parts []lists) *lists {
	rows, total := 0, 0
	for _, p := range parts {
		rows += len(p.end)
		total += len(p.ind)
	}
	all := &lists{end: make([]int, 0, rows), ind: make([]int32, 0, total), d2: make([]float64, 0, total)}
	for _, p := range parts {
		base := len(all.ind)
		for _, e := range p.end {
			all.end = append(all.end, base+e)
		}
		all.ind, all.d2 = append(all.ind, p.ind...), append(all.d2, p.d2...)
	}
	return all
}

// sortRow orders a sparse row by index.
func sortRow(ind []int32, val []float64) {
	if !slices.IsSorted(ind) {
		sort.Sort(byIndex{ind, val})
	}
}

type byIndex struct {
	ind []int32
	val []float64
}

func (r byIndex) Len() int           { return len(r.ind) }
func (r byIndex) Less(a, b int) bool { return r.ind[a] < r.ind[b] }
func (r byIndex) Swap(a, b int) {
	r.ind[a], r.ind[b] = r.ind[b], r.ind[a]
	r.val[a], r.val[b] = r.val[b], r.val[a]
}
