package labelprop

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
)

// graph returns the graph of the parts; mass is nil where all are 1.
func (b *folder) graph(mass []float64) *graph.Graph {
	r := b.w.Rows
	// A part for each node: the graph as it is.
	if len(b.node) == r.Nodes {
		return csr.Wrap(b.w).(*graph.Graph)
	}
	w := &csr.Weights{Gamma: b.w.Gamma, TError: b.w.TError, SError: b.w.SError, Mass: mass, Start: []int{0}}
	if b.w.S != nil || b.w.Self != nil || mass != nil {
		w.S = []float64{}
	}
	for a, u := range b.node {
		if u >= 0 {
			b.addRow(w, a, int(u))
		}
		w.Start = append(w.Start, len(w.Ind))
	}
	if mass == nil && b.w.Points != nil {
		w.Points = partPoints{b.w.Points, b.node}
	}
	if mass != nil {
		w.Twin = b.twins()
		b.boundErrors(w)
	}
	return csr.Wrap(w).(*graph.Graph)
}

// addRow adds the edges of part a of node u to w, by rising part.
func (b *folder) addRow(w *csr.Weights, a, u int) {
	ind, t, s := b.w.Row(u)
	own := false
	for e := 0; e <= len(ind); e++ {
		// The other parts of the node come where their numbers belong.
		if !own && (e == len(ind) || int(ind[e]) > u) {
			self := 0.0
			if b.w.Self != nil {
				self = b.w.Self[u]
			}
			b.addParts(w, a, u, 0, self)
			own = true
		}
		if e < len(ind) {
			log := 0.0
			if s != nil {
				log = s[e]
			}
			b.addParts(w, a, int(ind[e]), t[e], log)
		}
	}
}

// addParts adds the edges from part a to the parts of node v, of the weight exp(s-γt) a pair.
func (b *folder) addParts(w *csr.Weights, a, v int, t, s float64) {
	for c := b.part[v]; c < b.part[v+1]; c++ {
		if c == a || math.IsInf(s, -1) {
			continue // no edge
		}
		w.Ind, w.T = append(w.Ind, int32(c)), append(w.T, t)
		if w.S == nil {
			continue
		}
		// As many pairs as the product of the masses, and m-1 for each of m/2 copies alike.
		other := b.mass[c]
		if b.same[a] == b.same[c] && b.mass[c] != 1 {
			other = b.size[a] - 1
		}
		w.S = append(w.S, s+(math.Log(b.mass[a])+math.Log(other)))
	}
}

// twins returns, of each part of half of the copies that are alike, the part of the other half,
// and of any other part itself.
func (b *folder) twins() []int32 {
	twin := make([]int32, len(b.node))
	for a := range twin {
		twin[a] = int32(a)
	}
	for a := 1; a < len(twin); a++ {
		if b.same[a] == int32(a-1) && b.mass[a] != 1 {
			twin[a-1], twin[a] = int32(a), int32(a-1)
		}
	}
	return twin
}

// boundErrors bounds the error of S, to which logarithms of masses were added.
func (b *folder) boundErrors(w *csr.Weights) {
	before, after := 0.0, 0.0
	for e := range w.S {
		after = max(after, math.Abs(w.S[e]))
	}
	for e := range b.w.S {
		before = max(before, math.Abs(b.w.S[e]))
	}
	for _, s := range b.w.Self {
		before = max(before, math.Abs(s))
	}
	most := math.Log(slices.Max(b.size))
	// Two logarithms, off by a few units each, and two sums.
	absolute := before*b.w.SError + 8*unit*(before+2*most)
	if after > 0 {
		w.SError = absolute / after
	}
}

// partPoints are the coordinates of parts.
type partPoints struct {
	csr.Points
	node []int32
}

func (p partPoints) Point(a int) []float64 {
	if p.node[a] < 0 {
		return nil
	}
	return p.Points.Point(int(p.node[a]))
}
