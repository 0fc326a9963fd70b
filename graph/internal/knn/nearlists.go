package knn

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Where lists are many, finding the nearest of m centres by m products a row would be most of a search. It is done in
// three steps, each of which looks at few centres:
//
//	the centres are divided among 2√m centres of their own, and each row is in the cell of the nearest of these;
//	of the 2√m centres that are nearest to that of its cell, it takes the nearest;
//	of the centres nearest to that one, it takes the nearest again, which mends most of what the first step missed.
//
// A row that misses its nearest centre is in the list of another near one: it is compared with more rows then, or finds
// fewer neighbours, which the recall shows.

// nearLists is the number of lists, the nearest to its own, among which a row is settled, and at first those that it
// may probe.
const nearLists = 256

// cellCount returns the number of cells that m centres are divided among, which is also the number of centres that the
// rows of a cell look at.
func cellCount(m int) int { return min(m, int(2*math.Sqrt(float64(m)))) }

// assignBySteps puts some rows into lists by the first two steps.
func (c *ivf) assignBySteps(rows []int32) error {
	// The centres are divided as rows are, in the same frame: rows can be multiplied with the centres of both.
	count := cellCount(c.count())
	s := &query{ctx: c.ctx, q: c.centers.Points, p: c.centers.Points, tier: c.tier}
	cells := &ivf{query: s, formed: &formed{c.frame, c.centers.norms}}
	if err := cells.divide(count, false, rand.New(rand.NewPCG(c.Seed, 2))); err != nil {
		return err
	}
	// The cell of each row, then the nearest of the lists around the centre of its cell.
	around, err := c.nearestLists(cells.centers, count)
	if err != nil {
		return err
	}
	of, err := c.cellsOf(rows, cells.centers)
	if err != nil {
		return err
	}
	to, err := c.assignAmong(rows, of, around)
	if err != nil {
		return err
	}
	c.take(rows, to)
	return nil
}

// cellsOf returns the nearest of some other centres for each row.
func (c *ivf) cellsOf(rows []int32, cells *centers) ([]int32, error) {
	in := *c
	in.centers = cells
	to, err := in.nearestOfAll(rows)
	return to.list, err
}

// settle moves each row to the nearest of the lists that are nearest to its own.
func (c *ivf) settle() error {
	near, err := c.nearestLists(c.centers, nearLists)
	if err != nil {
		return err
	}
	c.near = near
	rows := identity(c.p.n)
	to, err := c.assignAmong(rows, c.listOf, near)
	if err != nil {
		return err
	}
	c.take(rows, to)
	return nil
}

// nearestLists returns, for each of some points, count lists whose centres are nearest to it, or all, the nearest
// first. O(pmd) for p points and m lists.
func (c *ivf) nearestLists(points *centers, count int) ([][]int32, error) {
	near, count := make([][]int32, points.n), min(count, c.count())
	rows, idle := identity(points.n), c.allColumns()
	err := eachChunk(c.ctx, points.n, scanRows, func(_, lo, hi int) {
		x := idle.get()
		defer idle.put(x)
		c.packPoints(x, points.Points, points.norms, rows[lo:hi])
		lowest := make([]lowestKeys, hi-lo)
		for r := range lowest {
			lowest[r].count, x.rows.Level[r] = count, float32(math.Inf(-1))
		}
		// The nearest centres have the largest scores. What so many are nearer than is passed over.
		x.run(hi-lo, c.count(), func(r, j int, s float32) {
			if limit, full := lowest[r].add(key{-float64(s), int32(j)}); full {
				x.rows.Level[r] = float32(-limit)
			}
		})
		for r := range lowest {
			near[lo+r] = lowest[r].rows()
		}
		c.worked((hi - lo) * c.count())
	})
	return near, err
}

// lowestKeys holds the lowest of the keys that it was given, and some more.
type lowestKeys struct {
	count int // how many are wanted
	keys  []key
}

// add takes a key. From time to time it drops all that count are lower than, and returns the limit of the others.
func (l *lowestKeys) add(k key) (limit float64, full bool) {
	l.keys = append(l.keys, k)
	if len(l.keys) < 4*l.count {
		return 0, false
	}
	selectLowest(l.keys, l.count)
	l.keys = l.keys[:l.count]
	return slices.MaxFunc(l.keys, byKey).value, true
}

// rows returns the rows of the lowest keys, rising by key.
func (l *lowestKeys) rows() []int32 {
	slices.SortFunc(l.keys, byKey)
	rows := make([]int32, min(l.count, len(l.keys)))
	for e := range rows {
		rows[e] = l.keys[e].row
	}
	return rows
}

// groupRows is the number of rows of one group that one worker puts into lists at a time.
const groupRows = 2048

// assignAmong returns, for each row, the nearest of some lists: those of the group that the row is of.
func (c *ivf) assignAmong(rows, of []int32, groups [][]int32) (*assigned, error) {
	to, idle := newAssigned(len(rows)), c.someColumns(longest(groups))
	start, order := groupBy(of, len(groups))
	err := eachOfGroups(c, start, func(group, lo, hi int) {
		x := idle.get()
		defer idle.put(x)
		lists := groups[group]
		// The centres of the group are packed once and meet all its rows.
		c.packCenters(x, lists)
		// Chunks of its rows, gathered from anywhere.
		some := make([]int32, scanRows)
		for places := range slices.Chunk(order[lo:hi], scanRows) {
			for r, at := range places {
				some[r] = rows[at]
			}
			c.pack(x, some[:len(places)])
			x.nearest(len(places), len(lists), func(r, j int, s float32) { to.set(int(places[r]), lists[j], s) })
			c.worked(len(places) * len(lists))
		}
	})
	return to, err
}

// eachOfGroups calls f with the places of some rows of one group at a time; those of group g are start[g] to
// start[g+1].
func eachOfGroups(c *ivf, start []int, f func(group, lo, hi int)) error {
	// Groups are of very different sizes: large ones are work for several.
	type part struct{ group, lo, hi int }
	var parts []part
	for g := range start[1:] {
		for lo := start[g]; lo < start[g+1]; lo += groupRows {
			parts = append(parts, part{g, lo, min(start[g+1], lo+groupRows)})
		}
	}
	return eachChunk(c.ctx, len(parts), 1, func(i, _, _ int) { f(parts[i].group, parts[i].lo, parts[i].hi) })
}

func longest(groups [][]int32) int {
	most := 0
	for _, g := range groups {
		most = max(most, len(g))
	}
	return most
}
