package block

import (
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// Graph holds the rows of M and b of a block, ready for the steps. Places below the number of rows are rows of the
// block, those from there on are ghosts.
type Graph struct {
	Start  []uint32
	Ind    []uint32  // places, in the order of the numbers of the rows
	M      []float64 // entry of each place
	B      []float64 // rows×classes
	Class  []int32   // given class of each row, -1 for none
	Ghosts []uint32  // numbers of the rows of other blocks whose values are needed, rising
}

// Reply is what the owner of rows says of them: their given classes, and the logarithms of their diagonals.
type Reply struct {
	Class    []int32
	Diagonal []float64
}

// Answer replies about some rows of the block, given by their numbers. The first row of the block is lo, and diagonals
// are those of all its rows.
func (raw *Raw) Answer(diagonals []float64, lo int64, rows []uint32) Reply {
	// One entry for each row that was asked for, in that order.
	var r Reply
	for _, row := range rows {
		i := int64(row) - lo
		r.Class, r.Diagonal = append(r.Class, raw.Class[i]), append(r.Diagonal, diagonals[i])
	}
	return r
}

// Sends returns the places of those of the rows whose values change: those that are not clamped to a label.
func (raw *Raw) Sends(m Method, lo int64, rows []uint32) []uint32 {
	var sends []uint32
	for _, row := range rows {
		// A clamped row is known once and for all: it went into the right side.
		if i := int64(row) - lo; m.spreads() || raw.Class[i] < 0 {
			sends = append(sends, uint32(i))
		}
	}
	return sends
}

// outside is what is known of the rows of other blocks: replies by block, on the rows of needs.
type outside struct {
	needs   map[int][]uint32
	replies map[int]Reply
}

// NewGraph normalises the edges of a block, given the replies of all blocks that its edges lead to.
//
// Errors: a reply is missing or has another length than the needs.
func NewGraph(m Method, r Ranges, block int, raw *Raw, replies map[int]Reply) (*Graph, error) {
	// What was asked for is computed again: it follows from the edges.
	out := outside{raw.Needs(m, r, block), replies}
	g := &Graph{Start: []uint32{0}, Class: raw.Class}
	ghosts, err := out.ghosts(m)
	if err != nil {
		return nil, err
	}
	g.Ghosts = ghosts
	// Ghosts have their places before any row is written.
	lo, hi := r.Bounds(block)
	w := &writer{m: m, raw: raw, g: g, lo: lo, hi: hi, out: out, ranges: r, own: m.Diagonals(raw)}
	for i := range int(hi - lo) {
		w.writeRow(i)
	}
	return g, nil
}

// ghosts lists the rows outside that are solved for.
func (o outside) ghosts(m Method) ([]uint32, error) {
	var all []uint32
	for owner, rows := range o.needs {
		// A reply has an entry for each row of the needs, in their order.
		reply := o.replies[owner]
		if len(reply.Class) != len(rows) || len(reply.Diagonal) != len(rows) {
			return nil, fmt.Errorf("block %d replied about %d rows, %d were asked for", owner, len(reply.Class),
				len(rows))
		}
		for k, row := range rows {
			if m.spreads() || reply.Class[k] < 0 {
				all = append(all, row)
			}
		}
	}
	slices.Sort(all)
	return all, nil
}

// writer writes the rows of a graph one after the other.
type writer struct {
	m      Method
	ranges Ranges
	lo, hi int64
	raw    *Raw
	own    []float64 // logarithms of the diagonals of the block
	out    outside
	g      *Graph
}

// writeRow writes M = D⁻¹W or D^-½WD^-½ and b of row i. A clamped row has neither: its value stays 0, and nobody asks
// for it.
func (w *writer) writeRow(i int) {
	others, weights := w.raw.row(i)
	class := w.raw.Class[i]
	b := make([]float64, w.m.Classes)
	switch {
	case len(others) == 0 && w.m.spreads() && class >= 0:
		// Without neighbours there is the own label alone.
		b[class] = 1 - w.m.Alpha
	case len(others) > 0 && (w.m.spreads() || class < 0):
		// What is at the other ends decides which edges are unknowns and which are sources.
		classes, diagonals := w.know(others)
		bal := w.m.balance(weights, class, classes)
		by := w.m.normalization()
		for k, e := range bal.free {
			// Entries stay in the order of the row numbers: the product is summed in that order.
			w.g.Ind = append(w.g.Ind, w.place(others[e]))
			w.g.M = append(w.g.M, by.Entry(bal.weights[k], bal.diagonal, lognum.FromLog(diagonals[e])))
		}
		// The right side is divided in the same way.
		for c, s := range bal.source {
			b[c] = by.Source(s, bal.diagonal)
		}
	}
	// Rows without edges end where they begin.
	w.g.B = append(w.g.B, b...)
	w.g.Start = append(w.g.Start, uint32(len(w.g.Ind)))
}

// know looks up the given classes and the diagonals of rows, of this block or of others.
func (w *writer) know(rows []uint32) (classes []int32, diagonals []float64) {
	for _, row := range rows {
		class, diagonal := int32(-1), 0.0
		if i := int64(row) - w.lo; int64(row) >= w.lo && int64(row) < w.hi {
			class, diagonal = w.raw.Class[i], w.own[i]
		} else {
			// The replies are sorted by row.
			owner := w.ranges.Of(row)
			k, _ := slices.BinarySearch(w.out.needs[owner], row)
			class, diagonal = w.out.replies[owner].Class[k], w.out.replies[owner].Diagonal[k]
		}
		// Labels that may change are no boundary.
		if w.m.spreads() {
			class = -1
		}
		classes, diagonals = append(classes, class), append(diagonals, diagonal)
	}
	return classes, diagonals
}

// place returns where the value of a row stands.
func (w *writer) place(row uint32) uint32 {
	// Own rows come first, then the ghosts.
	if int64(row) >= w.lo && int64(row) < w.hi {
		return uint32(int64(row) - w.lo)
	}
	k, _ := slices.BinarySearch(w.g.Ghosts, row)
	return uint32(w.hi-w.lo) + uint32(k)
}

const graphKind = "prop-csr"

// Encode returns the bytes of a file.
func (g *Graph) Encode() []byte {
	all := encode.Append(nil, g.Start)
	all = encode.Append(all, g.Ind)
	all = encode.Append(all, g.M)
	all = encode.Append(all, g.B)
	all = encode.Append(all, g.Class)
	return encode.Seal(graphKind, encode.Append(all, g.Ghosts))
}

// DecodeGraph reads them. It returns the errors of damaged files.
func DecodeGraph(all []byte) (*Graph, error) {
	// Lists are in the order in which Encode writes them.
	content, err := encode.Unseal(graphKind, all)
	if err != nil {
		return nil, err
	}
	r := &encode.Reader{Data: content}
	g := &Graph{Start: encode.Take[uint32](r), Ind: encode.Take[uint32](r), M: encode.Take[float64](r),
		B:     encode.Take[float64](r),
		Class: encode.Take[int32](r), Ghosts: encode.Take[uint32](r)}
	return g, r.End()
}
