package knn

import (
	"slices"
	"sort"
)

// Lists holds a list of rows and squared distances for each row in turn, nearest first;
// the list of row i ends at End[i].
type Lists struct {
	End []int
	Ind []int32
	D2  []float64 // in units of 4^Exp of the points searched
	Cut int       // how many lists leave out rows that are as near as their last
}

// newLists returns lists of k entries for each of n rows.
func newLists(n, k int) *Lists {
	l := &Lists{End: make([]int, n), Ind: make([]int32, n*k), D2: make([]float64, n*k)}
	for i := range l.End {
		l.End[i] = (i + 1) * k
	}
	return l
}

// Row returns the list of row i. The slices belong to the lists.
func (l *Lists) Row(i int) (ind []int32, d2 []float64) {
	lo := l.start(i)
	return l.Ind[lo:l.End[i]], l.D2[lo:l.End[i]]
}

// Names returns the rows in the list of row i.
func (l *Lists) Names(i int) []int32 { return l.Ind[l.start(i):l.End[i]] }

// start returns where the list of row i begins.
func (l *Lists) start(i int) int {
	if i == 0 {
		return 0
	}
	return l.End[i-1]
}

// set writes the first of the ranked candidates as the list of row i, as many as it holds.
func (l *Lists) set(i int, ranked []candidate) {
	ind, d2 := l.Row(i)
	for e := range ind {
		ind[e], d2[e] = ranked[e].row, ranked[e].d2
	}
}

// merge takes candidates, ordered, into the list of row i, which keeps its length; noRow stands for an empty place. It
// returns the room that it was given, or more.
func (l *Lists) merge(i int, ranked, room []candidate) []candidate {
	ind, d2 := l.Row(i)
	room = room[:0]
	// The first of what is there and what comes, as many as fit.
	there := 0
	for len(room) < len(ind) {
		old := candidate{ind[there], d2[there]}
		if len(ranked) > 0 && (old.row == noRow || ranked[0].before(old)) {
			room, ranked = append(room, ranked[0]), ranked[1:]
			continue
		}
		room = append(room, old)
		there++
	}
	l.set(i, room)
	return room
}

// SortByIndex puts every list in the order of its rows' numbers.
func (l *Lists) SortByIndex() {
	for i := range l.End {
		SortRow(l.Row(i))
	}
}

// joinLists puts the lists of the chunks one behind the other.
func joinLists(parts []Lists) *Lists {
	// One allocation for all.
	rows, total := 0, 0
	for _, p := range parts {
		rows += len(p.End)
		total += len(p.Ind)
	}
	all := &Lists{End: make([]int, 0, rows), Ind: make([]int32, 0, total), D2: make([]float64, 0, total)}
	for _, p := range parts {
		// Ends count from the beginning of all lists.
		base := len(all.Ind)
		for _, e := range p.End {
			all.End = append(all.End, base+e)
		}
		all.Ind, all.D2 = append(all.Ind, p.Ind...), append(all.D2, p.D2...)
	}
	return all
}

// candidate is a row that may be near, with its squared distance.
type candidate struct {
	row int32
	d2  float64
}

// before orders by distance, then index.
func (c candidate) before(d candidate) bool {
	return c.d2 < d.d2 || c.d2 == d.d2 && c.row < d.row
}

// byDistance compares by distance, then index.
func byDistance(a, b candidate) int {
	switch {
	case a.before(b):
		return -1
	case b.before(a):
		return 1
	}
	return 0
}

// topK holds the k best candidates of one row so far, ordered by distance, then index.
type topK struct {
	ind []int32
	d2  []float64
}

// consider takes j in if it is among the best k. Candidates come with j rising, so that one
// at the distance of the last is not better than it.
func (t *topK) consider(j int32, d2 float64, k int) {
	if len(t.d2) == k {
		if d2 >= t.d2[k-1] {
			return
		}
		// The last one makes room.
		t.ind, t.d2 = t.ind[:k-1], t.d2[:k-1]
	}
	// Behind all that are as near: they have lower indices.
	at := sort.Search(len(t.d2), func(x int) bool { return t.d2[x] > d2 })
	t.ind, t.d2 = slices.Insert(t.ind, at, j), slices.Insert(t.d2, at, d2)
}

// SortRow orders a sparse row by index.
func SortRow(ind []int32, val []float64) {
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

// PrefixSums replaces counts by their running sums.
func PrefixSums(counts []int) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}
