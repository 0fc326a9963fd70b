package knn

import (
	"math"
	"slices"
)

// probes are the lists besides its own in which each row looks for neighbours: those whose
// border is within a certain distance.
type probes struct {
	from     []int       // list l is probed by rows row[from[l]:from[l+1]], in the order of ivf.order
	row      []int32     //
	segments [][]segment // of each list: what its rows probe
}

// segment are the rows of one list that probe another: in ivf.order, and so in probes.row, they stand one behind the
// other.
type segment struct {
	list  int32 // that is probed
	count int32
	at    int // the first, in probes.row
}

// probe is one row, by its place in a block, that probes one list.
type probe struct{ row, list int32 }

// rowProbes are the probes of the rows of one list: the numbers of probes of each row, and the lists, row by row. All
// rows together have many more probes than neighbours, so that this is the largest part of a search.
type rowProbes struct{ counts, lists []int32 }

// add appends the lists that a block of rows probes to those of the rows before it.
func (v *rowProbes) add(rows int, found []probe) {
	// A counting sort by row, which leaves the lists of a row in their order.
	at := make([]int, rows+1)
	for _, x := range found {
		at[x.row+1]++
	}
	for _, count := range at[1:] {
		v.counts = append(v.counts, int32(count))
	}
	PrefixSums(at)
	// Exactly as long as needed: what append would leave free adds up.
	all := make([]int32, len(v.lists)+len(found))
	own := all[copy(all, v.lists):]
	for _, x := range found {
		own[at[x.row]] = x.list
		at[x.row]++
	}
	v.lists = all
}

// join orders the probes by the list that is probed. parts are, of each list, those of its rows; their memory is given
// up.
func (c *ivf) join(parts []rowProbes) *probes {
	v := &probes{from: make([]int, c.count()+1), segments: make([][]segment, c.count())}
	for _, p := range parts {
		for _, l := range p.lists {
			v.from[l+1]++
		}
	}
	PrefixSums(v.from)
	v.row = make([]int32, v.from[c.count()])
	// Rows come in the order of their own lists, as the search reads them.
	next := slices.Clone(v.from)
	for own, p := range parts {
		v.segments[own] = v.append(next, p, c.list(own))
		parts[own] = rowProbes{}
	}
	return v
}

// append puts the rows of one list behind those that probe the same lists, at next, and returns where they are.
func (v *probes) append(next []int, p rowProbes, rows []int32) []segment {
	probed := slices.Clone(p.lists)
	slices.Sort(probed)
	probed = slices.Compact(probed)
	segments := make([]segment, len(probed))
	for s, l := range probed {
		segments[s] = segment{list: l, at: next[l]}
	}
	lists := p.lists
	for r, i := range rows {
		for _, l := range lists[:p.counts[r]] {
			v.row[next[l]] = i
			next[l]++
		}
		lists = lists[p.counts[r]:]
	}
	for s, l := range probed {
		segments[s].count = int32(next[l] - segments[s].at)
	}
	return segments
}

// to returns the rows that probe a list.
func (v *probes) to(list int) []int32 { return v.row[v.from[list]:v.from[list+1]] }

// rows returns those of a segment.
func (v *probes) rows(s segment) []int32 { return v.row[s.at:][:s.count] }

// border returns the distance, in the frame, of a row from the plane halfway between the
// centre a of its own list and the centre b of another: (|x-b|² - |x-a|²) / (2|a-b|).
func (c *ivf) border(i, list int) float64 {
	// Three squared distances, in float64 and the units of the rows.
	x, a, b := c.reader(c.p), c.centers.reader(), c.centers.reader()
	row := x.row(i)
	_, own := a.row(int(c.listOf[i]))
	_, other := b.row(list)
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
// the frame: of all lists, or of those near its own. O(nLd) for so many lists L.
func (c *ivf) probesWithin(distance float64) (*probes, error) {
	parts := make([]rowProbes, c.count())
	err := c.eachList(func(x *product, own int, lists []int32) {
		// The border is within w where (x·b - |b|²/2) + w|a-b| ≥ x·a - |a|²/2, which is the
		// score of the row: halves less w|a-b| as columns, scores as thresholds.
		pair := NewRuler(c.centers.Points, c.centers.Points)
		for j, l := range lists {
			apart := math.Sqrt(pair.between(own, int(l))) * c.frame.scale
			x.cols.Half[j] = c.centers.columns.Half[l] - float32(distance*apart)
			if int(l) == own {
				x.cols.Half[j] = float32(math.NaN()) // no row probes its own list
			}
		}
		var found []probe
		for rows := range slices.Chunk(c.list(own), scanRows) {
			found = c.probing(x, rows, lists, found[:0])
			parts[own].add(len(rows), found)
		}
	})
	if err != nil {
		return nil, err
	}
	return c.join(parts), nil
}

// probing appends the lists that some rows probe: those whose columns reach the scores of the rows.
func (c *ivf) probing(x *product, rows, lists []int32, found []probe) []probe {
	c.pack(x, rows)
	for r, i := range rows {
		x.rows.Level[r] = c.score[i]
	}
	x.run(len(rows), len(lists), func(r, j int, _ float32) {
		found = append(found, probe{int32(r), lists[j]})
	})
	c.worked(len(rows) * len(lists))
	return found
}

// eachList calls f with every list, and a product whose columns are the centres of some lists: those near it, or all.
func (c *ivf) eachList(f func(x *product, own int, lists []int32)) error {
	all, idle := identity(c.count()), c.allColumns()
	if c.near != nil {
		idle = c.someColumns(longest(c.near))
	}
	return eachChunk(c.ctx, c.count(), 1, func(_, own, _ int) {
		x, lists := idle.get(), all
		defer idle.put(x)
		if c.near != nil {
			lists = c.near[own]
			c.packCenters(x, lists)
		}
		f(x, own, lists)
	})
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
