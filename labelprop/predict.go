package labelprop

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/pair"
	"github.com/propagate-go/propagate/internal/par"
	"gonum.org/v1/gonum/mat"
)

// Prediction is what a [Result] says of m new rows. The fields are those of Result.
type Prediction struct {
	Labels    []int
	Scores    *mat.Dense
	LogScores *mat.Dense
	Status    []Status
	Proven    []bool
}

// Predict gives each new row the weighted mean of the scores of the nodes it is
// linked to, nodes that no label reached left out,
//
//	F(x) = Σᵢ w(x,xᵢ)Fᵢ / Σᵢ w(x,xᵢ),
//
// which is the harmonic extension of F to one more node [delalleau2005]. Weights
// and scores stay logarithms: however far a row is from all nodes, it gets the
// answer of the nearest. A row linked to no reached node is Unreachable.
//
// Errors: links to another number of nodes than the Result has.
func (r *Result) Predict(links *graph.Links) (*Prediction, error) {
	n, c := r.Scores.Dims()
	if links.Nodes() != n {
		return nil, fmt.Errorf("labelprop: %w: links to %d nodes, result for %d", ErrShape, links.Nodes(), n)
	}
	m := links.N()
	p := &Prediction{Scores: mat.NewDense(m, c, nil), Status: make([]Status, m), Proven: make([]bool, m)}
	if r.Labels != nil {
		p.Labels = make([]int, m)
	}
	if r.LogScores != nil {
		p.LogScores = mat.NewDense(m, c, nil)
	}
	par.For(m, chunkRows, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			r.extend(links, p, i)
		}
	})
	return p, nil
}

// extend predicts row i.
func (r *Result) extend(links *graph.Links, p *Prediction, i int) {
	rate := links.Rate()
	nodes, w := r.reachedLinks(links, i)
	total := rate.Sum(w)
	row := p.Scores.RawRowView(i)
	p.Status[i] = Propagated
	if total.IsZero() {
		p.Status[i] = Unreachable
	}
	for e, u := range nodes {
		share := math.Exp(rate.LogRatio(w[e], total))
		for k, f := range r.Scores.RawRowView(u) {
			row[k] += share * f
		}
	}
	if p.LogScores != nil {
		r.extendLogs(rate, nodes, w, total, p.LogScores.RawRowView(i))
	}
	if p.Labels != nil {
		r.decide(links, p, i)
	}
}

// reachedLinks lists the nodes linked to new row i that a label reached, with
// the weights.
func (r *Result) reachedLinks(links *graph.Links, i int) (nodes []int, w []pair.Num) {
	ind, t, s := links.Row(i)
	for e, u := range ind {
		if r.Status[u] == Unreachable {
			continue
		}
		x := pair.Num{T: t[e]}
		if s != nil {
			x.S = s[e]
		}
		nodes, w = append(nodes, int(u)), append(w, x)
	}
	return nodes, w
}

// extendLogs writes ln of the weighted mean of exp(LogScores).
func (r *Result) extendLogs(rate pair.Rate, nodes []int, w []pair.Num, total pair.Num, out []float64) {
	terms := make([]pair.Num, len(nodes))
	for k := range out {
		for e, u := range nodes {
			terms[e] = pair.Zero()
			if l := r.LogScores.At(u, k); !math.IsInf(l, -1) {
				terms[e] = w[e].Times(l)
			}
		}
		out[k] = math.Inf(-1)
		if sum := rate.Sum(terms); !sum.IsZero() {
			out[k] = rate.LogRatio(sum, total)
		}
	}
}

// decide sets the label of row i, and whether the errors of the scores and of the
// weights leave it certain.
func (r *Result) decide(links *graph.Links, p *Prediction, i int) {
	if p.Status[i] == Unreachable {
		p.Labels[i] = Unlabeled
		return
	}
	row := p.Scores.RawRowView(i)
	best := largest(row)
	if p.LogScores != nil {
		best = largest(p.LogScores.RawRowView(i))
	}
	p.Labels[i] = best
	top := row[best]
	size := top
	for _, f := range row {
		size = max(size, math.Abs(f))
	}
	slack := 2*r.ErrorBound + 2*linkError(links, i)*size
	p.Proven[i] = true
	for k, f := range row {
		if k == best {
			continue
		}
		p.Proven[i] = p.Proven[i] && top-f > slack
		if math.Abs(top-f) <= tieMargin*size && !p.Proven[i] && p.logTied(i, k, best) {
			p.Status[i], p.Labels[i] = Tied, min(k, p.Labels[i])
		}
	}
}

// logTied reports whether classes k and best of row i are equal in logarithms too.
func (p *Prediction) logTied(i, k, best int) bool {
	return p.LogScores == nil || p.LogScores.At(i, best)-p.LogScores.At(i, k) <= tieMargin
}

// linkError bounds the relative error of the shares of row i's links.
func linkError(links *graph.Links, i int) float64 {
	tError, sError := links.InputError()
	_, t, s := links.Row(i)
	longest, largest := 0.0, 0.0
	for e := range t {
		longest = max(longest, math.Abs(t[e]))
		if s != nil {
			largest = max(largest, math.Abs(s[e]))
		}
	}
	way := links.Rate().Times(longest)
	rounding := 2*min(way, 745) + 40*(1+largest) + 8*float64(len(t)+2)
	return 2*(way*tError+largest*sError) + rounding*unit
}
