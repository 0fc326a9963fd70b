package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/elimination"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
)

// network writes out the balances of all free nodes for elimination.
func (p *problem) network() *elimination.Network {
	rows := p.assembleAll()
	nw := &elimination.Network{Rate: p.rate, Start: []int{0}, Classes: p.columns(), Stochastic: !p.rooted && p.seeds.exclusive()}
	most := 0
	for _, r := range rows {
		for _, end := range r.end {
			nw.Start = append(nw.Start, len(nw.Ind)+end)
		}
		nw.Ind, nw.W = append(nw.Ind, r.ind...), append(nw.W, r.w...)
		nw.Ground, nw.Source = append(nw.Ground, r.ground...), append(nw.Source, r.source...)
	}
	if p.rooted {
		nw.Post = make([]lognum.Num, len(p.free))
		for i, u := range p.free {
			nw.Post[i] = p.degree[u].Sqrt()
		}
	}
	for _, u := range p.free {
		most = max(most, len(p.neighbors(u)))
	}
	nw.InputError, nw.InputLogError = p.inputErrors(most)
	return nw
}

// inputErrors bounds the relative errors of the T and the absolute errors of the
// S of a network: those of the graph, and those of summing up to terms numbers.
func (p *problem) inputErrors(terms int) (t, s float64) {
	tError, sError := p.w.TError, p.w.SError
	_, largest := p.extent()
	logs := largest + math.Log(float64(terms+1)) + 40 // 40: factors such as log(1-α)
	if p.reshaped() {
		return 4 * (tError + unit), 4 * (sError*largest + unit*(30*logs+10))
	}
	return tError, sError*largest + unit*(20*logs+10)
}

// rowsOf holds the balances of one chunk of free nodes.
type rowsOf struct {
	end    []int // where the edges of each row end
	ind    []int32
	w      []lognum.Num
	ground []lognum.Num
	source []lognum.Num
}

// assembleAll writes out the balances of all free nodes, chunk by chunk.
func (p *problem) assembleAll() []rowsOf {
	rows := make([]rowsOf, par.Chunks(len(p.free), chunkRows))
	par.For(len(p.free), chunkRows, func(c, lo, hi int) {
		var r balance[lognum.Num]
		all := &rows[c]
		for _, u := range p.free[lo:hi] {
			assemble(p, p.rate, p.weights(u), p.degree[u], u, &r)
			all.ind, all.w = append(all.ind, r.ind...), append(all.w, r.w...)
			all.end = append(all.end, len(all.ind))
			all.ground, all.source = append(all.ground, r.ground), append(all.source, r.source...)
		}
	})
	return rows
}

// exact returns the numbers of the network with exact exponents, or nil if the
// graph does not come from rows at squared Euclidean distances.
func (p *problem) exact() *elimination.Exact {
	if p.w.Point(0) == nil || p.reshaped() {
		return nil
	}
	var flat []float64
	for i := range p.graph.N() {
		flat = append(flat, p.w.Point(i)...)
	}
	points, err := lognum.NewPoints(flat, len(flat)/p.graph.N())
	if err != nil {
		return nil
	}
	a := points.Exact(1)
	shift := a.Rate.Exp - 1 // the points' own scale, as 4^(shift/2)
	a.Rate = p.rate.Scale(shift)
	x := &elimination.Exact{Exp: a.Exp + shift}
	distances := points.Distances()
	var r balance[lognum.Big]
	for _, u := range p.free {
		ind := p.neighbors(u)
		w := make([]lognum.Big, len(ind))
		for e, v := range ind {
			w[e] = distances.Between(u, int(v))
		}
		degree := a.Sum(w)
		assemble(p, a, w, degree, u, &r)
		x.W, x.Ground, x.Source = append(x.W, r.w...), append(x.Ground, r.ground), append(x.Source, r.source...)
		if p.rooted {
			x.Post = append(x.Post, a.Sqrt(degree))
		}
	}
	return x
}
