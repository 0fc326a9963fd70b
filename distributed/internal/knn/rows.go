// Package knn is the pipelines that find the nearest rows of each row, exactly by pairs of blocks, or approximately by
// cells of rows that are near each other.
//
//	pack     files of features ─> rows by block ─> files of blocks
//	exact    pairs of blocks ─> nearest rows in one block of each row in the other ─> by block ─> edges
//	cells    blocks ─> rows by cell ─> nearest rows in the cell ─> by block ─> edges
package knn

import (
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// rows are some rows with their features.
type rows struct {
	Number []uint32
	X      []float64 // len(Number)×d
}

// width returns the number of features.
func (r *rows) width() int {
	if len(r.Number) == 0 {
		return 0
	}
	return len(r.X) / len(r.Number)
}

// at returns the features of the i-th row.
func (r *rows) at(i int) []float64 {
	// Rows stand one after the other.
	d := r.width()
	return r.X[i*d : (i+1)*d]
}

func (r *rows) add(number uint32, x []float64) {
	r.Number, r.X = append(r.Number, number), append(r.X, x...)
}

func (r *rows) append(to []byte) []byte { return encode.Append(encode.Append(to, r.Number), r.X) }

// takeRows reads what append has written.
//
// Errors: features that do not fill rows.
func takeRows(in *encode.Reader) *rows {
	// Numbers and features, as append writes them.
	r := &rows{Number: encode.Take[uint32](in), X: encode.Take[float64](in)}
	if in.Err == nil && (len(r.Number) == 0 && len(r.X) > 0 || len(r.Number) > 0 && len(r.X)%len(r.Number) != 0) {
		in.Err = encode.ErrShort
	}
	return r
}

// inOrder returns the rows of a block in the order of their numbers.
//
// Errors: a row that is missing or there twice, rows of several widths.
func inOrder(r block.Ranges, number int, parts []*rows) (*rows, error) {
	// The first part gives the width.
	lo, hi := r.Bounds(number)
	all, d, seen := &rows{}, 0, make([]bool, hi-lo)
	for _, part := range parts {
		if d == 0 {
			d = part.width()
			all.Number, all.X = make([]uint32, hi-lo), make([]float64, int(hi-lo)*d)
		}
		for i, row := range part.Number {
			at := int64(row) - lo
			if at < 0 || at >= hi-lo || seen[at] {
				return nil, fmt.Errorf("row %d is there twice", row)
			}
			if part.width() != d {
				return nil, fmt.Errorf("row %d has %d features, others %d", row, part.width(), d)
			}
			// Each row at the place of its number.
			seen[at], all.Number[at] = true, row
			copy(all.X[int(at)*d:], part.at(i))
		}
	}
	// What did not come would have the features 0.
	for at, there := range seen {
		if !there {
			return nil, fmt.Errorf("row %d is missing: rows 0 to %d must all be there", lo+int64(at), r.Nodes-1)
		}
	}
	return all, nil
}

// near is a row at a squared distance.
type near struct {
	row    uint32
	square float64
}

// closer puts smaller distances first, and of equal ones the smaller number: the order does not depend on blocks.
func (n near) closer(than near) bool {
	return n.square < than.square || n.square == than.square && n.row < than.row
}

// nearest are the k nearest rows so far, the closest first.
type nearest []near

// insert adds a row unless k others are closer.
func (n *nearest) insert(one near, k int) {
	// As far away as the last, or farther: nothing changes.
	list := *n
	if len(list) == k && !one.closer(list[k-1]) {
		return
	}
	if len(list) < k {
		list = append(list, one)
	}
	// The last moves up to its place.
	at := len(list) - 1
	for ; at > 0 && one.closer(list[at-1]); at-- {
		list[at] = list[at-1]
	}
	list[at] = one
	*n = list
}

// weight returns exp(-γd²), or 1 for γ = 0.
//
// Errors: a distance or a weight that float64 cannot hold.
func (n near) weight(gamma float64) (float64, error) {
	if math.IsInf(n.square, 1) {
		return 0, errors.New("their distance is too large: divide the features by a number")
	}
	w := math.Exp(-gamma * n.square)
	if w == 0 {
		return 0, fmt.Errorf("the weight exp(-γ·%g) is 0: take a smaller --gamma", n.square)
	}
	return w, nil
}
