package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// responseRows are rows whose answers are sums over the columns of H.
type responseRows interface {
	len() int
	// read writes the logarithms of row x of a block of H.
	read(h *network.Responses, x int, row []float64)
}

// freeRows are the free nodes of a network.
type freeRows struct{ nw *network.Network }

func (r freeRows) len() int                                        { return len(r.nw.Free) }
func (r freeRows) read(h *network.Responses, x int, row []float64) { copy(row, h.Row(x)) }

// linkedRows are new rows: each is the mean of the nodes that it is linked to.
type linkedRows struct {
	nw    *network.Network
	nodes [][]int32
	logs  [][]float64 // of the shares of the links
}

// newLinkedRows names parts in place of rows, and leaves out those that no label reaches.
func newLinkedRows(nw *network.Network, f *folded, links *graph.Links) *linkedRows {
	r := &linkedRows{nw: nw}
	for i := range links.Rows() {
		// Weights become shares of those nodes that a label reaches.
		nodes, _ := links.Neighbors(i)
		weights := links.LogWeights(nil, i)
		var parts []int32
		var logs []float64
		for e, u := range nodes {
			if f.rows != nil {
				u = f.rows.own[u]
			}
			if nw.Reached[nw.Component[u]] {
				parts, logs = append(parts, u), append(logs, weights[e])
			}
		}
		if len(logs) > 0 {
			simplex.LogSoftmax(logs)
		}
		r.nodes, r.logs = append(r.nodes, parts), append(r.logs, logs)
	}
	return r
}

func (r *linkedRows) len() int { return len(r.nodes) }

func (r *linkedRows) read(h *network.Responses, x int, row []float64) {
	for j := range row {
		row[j] = math.Inf(-1)
	}
	for e, u := range r.nodes[x] {
		share := r.logs[x][e]
		if at := int(r.nw.Place[u]); at >= 0 {
			// A free node passes its row of H on, by its share.
			for j, log := range h.Row(at) {
				row[j] = lognum.LogAdd(row[j], share+log)
			}
			continue
		}
		// A label counts for its own column.
		if j := r.nw.LabelAt[u] - h.First; j >= 0 && j < h.Width {
			row[j] = lognum.LogAdd(row[j], share)
		}
	}
}
