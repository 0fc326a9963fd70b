package knn

import (
	"math"
	"slices"
	"sync"
)

// probes are the lists besides its own in which each row looks for neighbours: those whose
// border is within a certain distance.
type probes struct {
	start []int   // row i probes the lists list[start[i]:start[i+1]], rising
	list  []int32 //
	from  []int   // list l is probed by rows row[from[l]:from[l+1]], in the order of ivf.order
	row   []int32
}

// probe is one row, by its place in a block, that probes one list.
type probe struct{ row, list int32 }

// probeRoom holds the memory of the probes of a block.
var probeRoom sync.Pool

// add appends the lists that a block of rows probes to those of the rows before it, row by row, and counts them. All
// rows together have many more probes than neighbours, so none is kept with its row.
func (v *probes) add(before, rows []int32, found []probe) []int32 {
	// A counting sort by row, which leaves the lists of a row in their order.
	at := make([]int, len(rows)+1)
	for _, x := range found {
		at[x.row+1]++
	}
	for r, i := range rows {
		v.start[i+1] = at[r+1]
	}
	PrefixSums(at)
	// Exactly as long as needed: what append would leave free adds up.
	all := make([]int32, len(before)+len(found))
	own := all[copy(all, before):]
	for _, x := range found {
		own[at[x.row]] = x.list
		at[x.row]++
	}
	return all
}

// join orders the probes by row, and by list. parts are, of each list, those of its rows; their memory is given up.
func (v *probes) join(c *ivf, parts [][]int32) {
	PrefixSums(v.start)
	v.list = make([]int32, v.start[c.p.n])
	for own, lists := range parts {
		for _, i := range c.list(own) {
			lists = lists[copy(v.list[v.start[i]:v.start[i+1]], lists):]
		}
		parts[own] = nil
	}
	// The same by list: rows come in the order of their own lists, as the search reads them.
	for _, l := range v.list {
		v.from[l+1]++
	}
	PrefixSums(v.from)
	v.row = make([]int32, len(v.list))
	at := slices.Clone(v.from)
	for _, i := range c.order {
		for _, l := range v.of(i) {
			v.row[at[l]] = i
			at[l]++
		}
	}
}

// to returns the rows that probe a list.
func (v *probes) to(list int) []int32 { return v.row[v.from[list]:v.from[list+1]] }

// of returns the lists that a row probes.
func (v *probes) of(row int32) []int32 { return v.list[v.start[row]:v.start[row+1]] }

// border returns the distance, in the frame, of a row from the plane halfway between the
// centre a of its own list and the centre b of another: (|x-b|² - |x-a|²) / (2|a-b|).
func (c *ivf) border(i, list int) float64 {
	// Three squared distances, in float64 and the units of the rows.
	_, row := c.p.row(i)
	_, own := c.centers.row(int(c.listOf[i]))
	_, other := c.centers.row(list)
	toOwn, toOther, apart := 0.0, 0.0, 0.0
	for j, v := range row {
		toOwn += (v - own[j]) * (v - own[j])
		toOther += (v - other[j]) * (v - other[j])
		apart += (own[j] - other[j]) * (own[j] - other[j])
	}
	// Two equal centres: the row is on the border.
	if apart == 0 {
		return 0
	}
	return (toOther - toOwn) / 2 / math.Sqrt(apart) * c.frame.scale
}

// probesWithin finds, for each row, the lists whose border is within the given distance, in
// the frame. O(n²d/listRows).
func (c *ivf) probesWithin(distance float64) (*probes, error) {
	v := &probes{start: make([]int, c.p.n+1), from: make([]int, c.count()+1)}
	parts := make([][]int32, c.count())
	err := c.eachList(func(x *product, own int, apart []float64, rows []int32) {
		// The border is within w where (x·b - |b|²/2) + w|a-b| ≥ x·a - |a|²/2, which is the
		// score of the row: halves less w|a-b| as columns, scores as thresholds.
		for j, half := range c.columns.Half[:c.count()] {
			x.cols.Half[j] = half - float32(distance*apart[j])
		}
		x.cols.Half[own] = float32(math.NaN()) // no row probes its own list
		for r, i := range rows {
			x.rows.Level[r] = c.score[i]
		}
		room, _ := probeRoom.Get().(*[]probe)
		if room == nil {
			room = new([]probe)
		}
		found := (*room)[:0]
		x.run(len(rows), c.count(), func(r, j int, _ float32) {
			found = append(found, probe{int32(r), int32(j)})
		})
		parts[own] = v.add(parts[own], rows, found)
		*room = found
		probeRoom.Put(room)
	})
	if err != nil {
		return nil, err
	}
	v.join(c, parts)
	return v, nil
}

// eachList calls f with some rows of one list at a time, packed beside the centres, and
// how far apart its centre is from them.
func (c *ivf) eachList(f func(x *product, own int, apart []float64, rows []int32)) error {
	return eachChunk(c.ctx, c.count(), 1, func(_, own, _ int) {
		x := c.idle.Get().(*product)
		apart := make([]float64, c.count())
		// |a-b| of the own centre a and each other centre b.
		c.centerDistances(own, apart)
		for rows := range slices.Chunk(c.list(own), scanRows) {
			c.pack(x, rows)
			f(x, own, apart, rows)
			_ = c.done.addWork(centerPairs*len(rows)*c.count(), c.whole) // as in scan
		}
		c.idle.Put(x)
	})
}

// centerDistances writes the distances of a centre from all centres, in the frame.
func (c *ivf) centerDistances(list int, to []float64) {
	c.centers.Distances(list, to)
	for j, d2 := range to {
		to[j] = math.Sqrt(d2) * c.frame.scale
	}
}

// rest returns the work of a search with these probes.
func (c *ivf) rest(v *probes) int {
	own := 0
	for l := range c.count() {
		n := len(c.list(l))
		own += n * (n - 1) / 2
	}
	return c.pairs(v) + (ownPairs-1)*own + rankPairs*c.p.n
}

// pairs returns the number of pairs of rows that a search with these probes compares.
func (c *ivf) pairs(v *probes) int {
	sum := 0
	for l := range c.count() {
		// Pairs within the list, and of its rows with those that probe it.
		n := len(c.list(l))
		sum += n*(n-1)/2 + n*len(v.to(l))
	}
	return sum
}
