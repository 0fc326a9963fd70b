package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/dense"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
)

// allPairs is a large complete graph as a dense matrix.
type allPairs struct {
	w      *dense.Symmetric
	sum    []float64 // of each row
	degree []lognum.Num
}

// farAbove is how many times the least sum of a row of weights is as large as those kept
// as 0.
const farAbove = 0x1p60

// precisions lists those to try on a complete graph, one after the other as long as labels
// are not proven: float32 takes half the memory, and will do where walks to a label are
// short, so that its rounding does not add up. The last one is tried even where g is not
// complete.
func precisions(s *Seeds, m Method, o Options) []dense.Precision {
	walk := float64(s.n) / float64(max(len(s.nodes), 1))
	if m, ok := m.(Spreading); ok {
		walk = 1 / (1 - m.alpha())
	}
	if o.Tol < singleTol || walk > singleWalk {
		return []dense.Precision{dense.Double}
	}
	return []dense.Precision{dense.Single, dense.Double}
}

// With weights in float32, scores are within some 2·2⁻²⁴ of a walk's length of the exact
// ones: 2e-6 for singleWalk steps, so that of 20,000 labels hardly one is not proven.
const (
	singleTol  = 1e-6
	singleWalk = 16
)

// allPairsOf returns the dense matrix of g, or nil where m, the options or the range of
// the weights want edges one by one. O(n²d).
func allPairsOf(g *graph.Graph, m Method, o Options, precision dense.Precision) *allPairs {
	switch m := m.(type) {
	case Harmonic, Spreading:
	case Propagation:
		if m.Columns {
			return nil
		}
	default:
		return nil
	}
	if o.Solver == Elimination || o.Solver == Iteration {
		return nil
	}
	w := csr.Of(g).Dense(precision)
	if w == nil {
		return nil
	}
	a := &allPairs{w: w, sum: w.Sums(), degree: make([]lognum.Num, g.N())}
	for i, s := range a.sum {
		if !(s >= farAbove*w.Lost) {
			return nil
		}
		a.degree[i] = lognum.FromLog(math.Log(s))
	}
	return a
}

// listedRows is the largest complete graph that is solved edge by edge.
const listedRows = 10_000

// tooWide reports whether g is complete and too large to be solved edge by edge.
func tooWide(g *graph.Graph) bool {
	n := g.N()
	return n > listedRows && g.Edges() == n*(n-1)/2
}

// inSingle reports whether the weights are in float32.
func (p *problem) inSingle() bool { return p.all != nil && p.all.w.Precision == dense.Single }

// onlyDense reports whether there is no way to solve p but by its dense matrix.
func (p *problem) onlyDense() bool { return p.all != nil && tooWide(p.graph) }

// varies reports whether some weight is below 0.999.
func (a *allPairs) varies() bool {
	for _, s := range a.sum {
		if s < 0.999*float64(len(a.sum)-1) {
			return true
		}
	}
	return false
}

// scaled is the matrix M = R·W·C of an equation, R and C diagonal, between the free
// nodes of a complete graph.
type scaled struct {
	w        *dense.Symmetric
	free     []int
	held     int // how many nodes b comes from
	row, col []float64
}

// newDenseEquation is newEquation for a complete graph. With d the degrees and the rule
// of the method, diag = (tie + link)·d, and
//
//	M = link·diag⁻¹W,      b = diag⁻¹(link·WY + emit·dY), or, for a rooted rule,
//	M = link·diag^-½W diag^-½,   b = diag^-½(link·WY + emit·d^½Y),
//
// where WY is over the nodes that are held.
func newDenseEquation(p *problem, hitting bool) *equation {
	a, c := p.all, p.columns()
	eq := &equation{n: len(p.free), cols: c, dense: &scaled{w: a.w, free: p.free, held: p.graph.N() - len(p.free)}}
	eq.delta = 2*a.w.Error + 2*a.w.Rounding() + 60*unit
	if hitting {
		eq.cols++
	}
	eq.dense.row, eq.dense.col = make([]float64, eq.n), make([]float64, eq.n)
	eq.b = make([]float64, eq.n*eq.cols)
	diag := make([]lognum.Num, eq.n)
	pull := p.heldPull()
	for i, u := range p.free {
		diag[i] = eq.denseRow(p, i, u, pull)
	}
	eq.weigh(p, diag)
	return eq
}

// heldPull returns W·Y over the nodes that are held, n×C.
func (p *problem) heldPull() []float64 {
	c := p.columns()
	y, out := make([]float64, p.graph.N()*c), make([]float64, p.graph.N()*c)
	held := false
	for l, u := range p.seeds.nodes {
		if p.place[u] < 0 {
			copy(y[u*c:], p.seeds.row(l))
			held = true
		}
	}
	if held {
		p.all.w.Mul(out, y, c)
	}
	return out
}

// denseRow writes the scales and the right side of node u, and returns its diagonal.
func (eq *equation) denseRow(p *problem, i, u int, pull []float64) lognum.Num {
	rule, d, c := p.method.rule(p.labelWeight(u)), p.all.sum[u], p.columns()
	link := math.Exp(rule.link)
	diag := (math.Exp(rule.tie) + link) * d
	by, own := diag, d
	eq.dense.row[i], eq.dense.col[i] = link/diag, 1
	if p.rooted {
		by, own = math.Sqrt(diag), math.Sqrt(d)
		eq.dense.row[i], eq.dense.col[i] = link/by, 1/by
	}
	for k := range c {
		b := link * pull[u*c+k]
		if l := p.seedAt[u]; l >= 0 {
			b += math.Exp(rule.emit) * own * p.seeds.row(l)[k]
		}
		eq.b[i*eq.cols+k] = b / by
	}
	if c < eq.cols {
		eq.b[i*eq.cols+c] = 1
	}
	return lognum.FromLog(math.Log(diag))
}

// times writes Mx into y.
func (s *scaled) times(y, x []float64, cols int) {
	n := s.w.N()
	in, out := make([]float64, n*cols), make([]float64, n*cols)
	par.For(len(s.free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k, v := range x[i*cols : (i+1)*cols] {
				in[s.free[i]*cols+k] = s.col[i] * v
			}
		}
	})
	s.w.Mul(out, in, cols)
	par.For(len(s.free), chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			for k, v := range out[s.free[i]*cols : (s.free[i]+1)*cols] {
				y[i*cols+k] = s.row[i] * v
			}
		}
	})
}

// applyDense writes (I-M)x into y.
func (eq *equation) applyDense(y, x []float64) {
	eq.dense.times(y, x, eq.cols)
	par.For(eq.n, chunkRows, func(_, lo, hi int) {
		for i := lo * eq.cols; i < hi*eq.cols; i++ {
			y[i] = x[i] - y[i]
		}
	})
}
