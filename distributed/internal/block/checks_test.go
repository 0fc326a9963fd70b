package block

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// soundGraph is the graph of the first block of rows 0 to 3 of seven, whose row 3 leads to row 4 of the second.
func soundGraph() *Graph {
	return &Graph{Start: []uint32{0, 1, 2, 2, 4}, Ind: []uint32{1, 0, 2, 4}, M: []float64{1, 1, 0.5, 0.5},
		B: make([]float64, 8), Class: []int32{-1, 0, 1, -1}, Ghosts: []uint32{4, 6}}
}

// TestCheckRefuses makes one number of a sound graph, and of what is sent, wrong at a time, by as little as can be.
func TestCheckRefuses(t *testing.T) {
	r, err := NewRanges(7, 2)
	require.NoError(t, err)
	require.NoError(t, soundGraph().Check(r, 0, 2))
	for name, lie := range map[string]func(g *Graph){
		"a class too many":        func(g *Graph) { g.Class[0] = 2 },
		"a class below none":      func(g *Graph) { g.Class[0] = -2 },
		"a class less":            func(g *Graph) { g.Class = g.Class[:3] },
		"a place too far":         func(g *Graph) { g.Ind[3] = 6 },
		"a ghost of its own":      func(g *Graph) { g.Ghosts[0] = 3 },
		"a ghost twice":           func(g *Graph) { g.Ghosts[1] = 4 },
		"ghosts in falling order": func(g *Graph) { g.Ghosts = []uint32{6, 4} },
		"a ghost beyond the end":  func(g *Graph) { g.Ghosts[1] = 7 },
		"a row that falls":        func(g *Graph) { g.Start[1] = 3 },
		"a first row that lacks":  func(g *Graph) { g.Start[0] = 1 },
		"an end too late":         func(g *Graph) { g.Start[4] = 5 },
		"a row less":              func(g *Graph) { g.Start = append(g.Start[:3:3], 4) },
		"a value more":            func(g *Graph) { g.M = append(g.M, 1) },
		"a weight below 0":        func(g *Graph) { g.M[0] = -math.SmallestNonzeroFloat64 },
		"a side below 0":          func(g *Graph) { g.B[7] = -math.SmallestNonzeroFloat64 },
		"an infinite weight":      func(g *Graph) { g.M[0] = math.Inf(1) },
		"a side that is NaN":      func(g *Graph) { g.B[0] = math.NaN() },
		"a side more":             func(g *Graph) { g.B = append(g.B, 0) },
	} {
		g := soundGraph()
		lie(g)
		assert.Error(t, g.Check(r, 0, 2), name)
	}
	require.NoError(t, (&Sends{To: []int32{1}, Rows: [][]uint32{{0, 3}}}).check(r, 0))
	for name, s := range map[string]*Sends{
		"to itself":              {To: []int32{0}, Rows: [][]uint32{{0}}},
		"to nobody":              {To: []int32{2}, Rows: [][]uint32{{0}}},
		"to less than the first": {To: []int32{-1}, Rows: [][]uint32{{0}}},
		"twice":                  {To: []int32{1, 1}, Rows: [][]uint32{{0}, {0}}},
		"a row too far":          {To: []int32{1}, Rows: [][]uint32{{4}}},
	} {
		assert.Error(t, s.check(r, 0), name)
	}
	// A raw block: an edge may lead to the last row, and not beyond it.
	raw := func() *Raw {
		return &Raw{Start: []uint32{0, 1, 1, 1, 1}, Other: []uint32{6}, LogWeight: []float64{0}, Class: []int32{1, 0, -1, -1}}
	}
	require.NoError(t, raw().check(r, 0, 2))
	for name, lie := range map[string]func(raw *Raw){
		"an edge to nowhere":      func(raw *Raw) { raw.Other[0] = 7 },
		"a weight of 0":           func(raw *Raw) { raw.LogWeight[0] = math.Inf(-1) },
		"an infinite weight":      func(raw *Raw) { raw.LogWeight[0] = math.Inf(1) },
		"a weight that is NaN":    func(raw *Raw) { raw.LogWeight[0] = math.NaN() },
		"a class that is none":    func(raw *Raw) { raw.Class[0] = 2 },
		"a weight without an end": func(raw *Raw) { raw.LogWeight = append(raw.LogWeight, 0) },
	} {
		x := raw()
		lie(x)
		assert.Error(t, x.check(r, 0, 2), name)
	}
}
