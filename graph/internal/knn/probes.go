package knn

import (
	"math"
	"slices"
)

// probes are the lists besides its own in which each row looks for neighbours: those whose
// border is within a certain distance.
type probes struct {
	start []int   // row i probes the lists list[start[i]:start[i+1]], rising
	list  []int32 //
	from  []int   // list l is probed by rows row[from[l]:from[l+1]], in the order of ivf.order
	row   []int32
}

// probe is one row that probes one list.
type probe struct{ row, list int32 }

// newProbes orders the probes by row, and by list.
func newProbes(rows, lists int, parts [][]probe) *probes {
	v := &probes{start: make([]int, rows+1), from: make([]int, lists+1)}
	// Two counting sorts side by side: by row, and by list.
	for _, part := range parts {
		for _, x := range part {
			v.start[x.row+1]++
			v.from[x.list+1]++
		}
	}
	PrefixSums(v.start)
	PrefixSums(v.from)
	// Parts come by rising list of the row, so both orders are those that the search reads.
	v.list, v.row = make([]int32, v.start[rows]), make([]int32, v.start[rows])
	atRow, atList := slices.Clone(v.start), slices.Clone(v.from)
	for _, part := range parts {
		for _, x := range part {
			v.list[atRow[x.row]], v.row[atList[x.list]] = x.list, x.row
			atRow[x.row]++
			atList[x.list]++
		}
	}
	return v
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
	parts := make([][]probe, c.count())
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
		x.run(len(rows), c.count(), func(r, j int, _ float32) {
			parts[own] = append(parts[own], probe{rows[r], int32(j)})
		})
	})
	if err != nil {
		return nil, err
	}
	return newProbes(c.p.n, c.count(), parts), nil
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
