package block

import (
	"fmt"
	"math"
)

// A checksum tells damage, not a file of another run or one that was made up: what files say is compared with the
// cut of the graph before it is used.

// check reports a raw block that does not fit.
func (raw *Raw) check(r Ranges, block, classes int) error {
	rows := r.Rows(block)
	if err := checkStarts(raw.Start, rows, len(raw.Other), len(raw.LogWeight)); err != nil {
		return err
	}
	for _, other := range raw.Other {
		if int64(other) >= r.Nodes {
			return fmt.Errorf("an edge leads to row %d of %d", other, r.Nodes)
		}
	}
	for _, w := range raw.LogWeight {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			return fmt.Errorf("the logarithm of a weight is %g", w)
		}
	}
	return checkClasses(raw.Class, rows, classes)
}

// Check reports a graph that does not fit the block of a cut into ranges and a number of classes.
func (g *Graph) Check(r Ranges, block, classes int) error {
	rows := r.Rows(block)
	if len(g.B) != rows*classes {
		return fmt.Errorf("it has %d right sides for %d rows of %d classes", len(g.B), rows, classes)
	}
	if err := checkStarts(g.Start, rows, len(g.Ind), len(g.M)); err != nil {
		return err
	}
	// Rows of the block come first, ghosts behind them.
	for _, place := range g.Ind {
		if int(place) >= rows+len(g.Ghosts) {
			return fmt.Errorf("an entry leads to place %d of %d", place, rows+len(g.Ghosts))
		}
	}
	for k, ghost := range g.Ghosts {
		if int64(ghost) >= r.Nodes || r.Of(ghost) == block || k > 0 && g.Ghosts[k-1] >= ghost {
			return fmt.Errorf("row %d is no ghost, or not in order", ghost)
		}
	}
	if err := checkValues(g.M); err != nil {
		return err
	}
	if err := checkValues(g.B); err != nil {
		return err
	}
	return checkClasses(g.Class, rows, classes)
}

// check reports places that are not in the block, and blocks that are none or are out of order.
func (s *Sends) check(r Ranges, block int) error {
	for k, to := range s.To {
		if to < 0 || int(to) >= r.Count() || int(to) == block || k > 0 && s.To[k-1] >= to {
			return fmt.Errorf("block %d needs nothing of it, or is not in order", to)
		}
		for _, place := range s.Rows[k] {
			if int(place) >= r.Rows(block) {
				return fmt.Errorf("place %d of %d is sent", place, r.Rows(block))
			}
		}
	}
	return nil
}

// checkStarts checks where the entries of each row begin.
func checkStarts(start []uint32, rows, entries, values int) error {
	if len(start) != rows+1 || start[0] != 0 || int(start[rows]) != entries || entries != values {
		return fmt.Errorf("its lists do not fit %d rows", rows)
	}
	for i := range rows {
		if start[i] > start[i+1] {
			return fmt.Errorf("row %d ends before it begins", i)
		}
	}
	return nil
}

func checkClasses(class []int32, rows, classes int) error {
	if len(class) != rows {
		return fmt.Errorf("it has the classes of %d rows, not of %d", len(class), rows)
	}
	for _, c := range class {
		if c < -1 || int(c) >= classes {
			return fmt.Errorf("class %d of %d", c, classes)
		}
	}
	return nil
}

// checkValues checks that numbers are what weights and probabilities are: finite, and not below 0.
func checkValues(all []float64) error {
	for _, v := range all {
		if !(v >= 0) || math.IsInf(v, 1) {
			return fmt.Errorf("it has a value %g", v)
		}
	}
	return nil
}
