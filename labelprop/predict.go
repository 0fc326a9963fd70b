package labelprop

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// Prediction holds the answers of a [Result] for m new rows. The fields are those of Result.
type Prediction struct {
	Labels    []int
	Scores    *mat.Dense
	LogScores *mat.Dense
	Status    []Status
	Proven    []bool

	result  *Result
	kinds   *copyKinds
	allowed [][]bool // by row: the classes that it may have; nil for one that is unreachable
}

// Probabilities returns Scores with rows that sum to 1, m×C, as [Result.Probabilities] does.
func (p *Prediction) Probabilities() *mat.Dense {
	return p.result.probabilities(p.Scores, p.LogScores, p.Status, func(i int) []bool { return p.allowed[i] })
}

// Predict gives each new row the weighted mean of the scores of the nodes it is
// linked to, nodes that no label reached left out,
//
//	F(x) = Σᵢ w(x,xᵢ)Fᵢ / Σᵢ w(x,xᵢ),
//
// which is the harmonic extension of F to one more node [delalleau2005]. Weights
// and scores stay logarithms: however far a row is from all nodes, it gets the
// answer of the nearest. A row linked to no reached node is Unreachable. Signed scores
// are centred in every component, and those of two do not compare: of them, the nodes
// of the component with the most weight count alone.
//
// Errors: links to another number of nodes than the Result has.
func (r *Result) Predict(links *graph.Links) (*Prediction, error) {
	n, c := r.Scores.Dims()
	if links.Nodes() != n {
		return nil, fmt.Errorf("labelprop: %w: links to %d nodes, result for %d", ErrShape, links.Nodes(), n)
	}
	m := links.Rows()
	p := &Prediction{Scores: mat.NewDense(m, c, nil), Status: make([]Status, m), Proven: make([]bool, m),
		result: r, kinds: r.copyKinds(csr.Of(links).Rows), allowed: make([][]bool, m)}
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
	gamma := csr.Of(links).Gamma
	// Weights relative to their sum, which cannot underflow.
	nodes, w := r.reachedLinks(links, p, i)
	total := gamma.Sum(w)
	row := p.Scores.RawRowView(i)
	p.Status[i] = Propagated
	if total.IsZero() {
		p.Status[i] = Unreachable
	}
	for e, u := range nodes {
		// F(x) as the weighted mean of scores.
		share := math.Exp(gamma.LogRatio(w[e], total))
		for k, f := range r.Scores.RawRowView(u) {
			row[k] += share * f
		}
	}
	if p.LogScores != nil {
		// The same of exp(LogScores), for answers below the range of float64.
		r.extendLogs(gamma, nodes, w, total, p.LogScores.RawRowView(i))
	}
	if p.Labels != nil {
		r.decide(links, p, i, nodes)
	}
}

// reachedLinks lists the nodes linked to new row i that a label reached, with
// the weights.
func (r *Result) reachedLinks(links *graph.Links, p *Prediction, i int) (nodes []int, w []lognum.Num) {
	ind, t, s := csr.Of(links).Row(i)
	for e, v := range ind {
		x := lognum.Num{Exponent: t[e]}
		if s != nil {
			x.LogCoeff = s[e]
		}
		p.kinds.each(int(v), func(u int, count float64) {
			// A node without an answer takes no part.
			if r.Status[u] == Unreachable {
				return
			}
			one := x
			if count != 1 {
				one = x.Times(math.Log(count))
			}
			nodes, w = append(nodes, u), append(w, one)
		})
	}
	// Signed scores have a zero of their own in each component: only those of one compare.
	if r.signed && len(nodes) > 0 {
		return r.heaviest(csr.Of(links).Gamma, nodes, w)
	}
	return nodes, w
}

// heaviest returns the nodes of the component that has the most weight, the first of
// those that have.
func (r *Result) heaviest(gamma lognum.Gamma, nodes []int, w []lognum.Num) ([]int, []lognum.Num) {
	// The weight of the links into each component.
	of := map[int][]lognum.Num{}
	for e, u := range nodes {
		of[r.component[u]] = append(of[r.component[u]], w[e])
	}
	if len(of) == 1 {
		return nodes, w
	}
	best, top := -1, lognum.Zero()
	for _, u := range nodes {
		c := r.component[u]
		if sum := gamma.Sum(of[c]); best < 0 || gamma.LogRatio(sum, top) > 0 {
			best, top = c, sum
		}
	}
	return slices.DeleteFunc(nodes, func(u int) bool { return r.component[u] != best }), of[best]
}

// extendLogs writes ln of the weighted mean of exp(LogScores).
func (r *Result) extendLogs(gamma lognum.Gamma, nodes []int, w []lognum.Num, total lognum.Num, out []float64) {
	terms := make([]lognum.Num, len(nodes))
	for k := range out {
		for e, u := range nodes {
			// w·F as a Num, zero where F is.
			terms[e] = lognum.Zero()
			if l := r.LogScores.At(u, k); !math.IsInf(l, -1) {
				terms[e] = w[e].Times(l)
			}
		}
		out[k] = math.Inf(-1)
		if sum := gamma.Sum(terms); !sum.IsZero() {
			out[k] = gamma.LogRatio(sum, total)
		}
	}
}

// decide sets the label of row i, and whether the errors of the scores and of the
// weights leave it certain. nodes are those that its answer comes from.
func (r *Result) decide(links *graph.Links, p *Prediction, i int, nodes []int) {
	if p.Status[i] == Unreachable {
		p.Labels[i] = Unlabeled
		return
	}
	// A class counts if one of the nodes could have it.
	row, allowed := p.Scores.RawRowView(i), r.allowedBy(nodes)
	p.allowed[i] = allowed
	size := 0.0
	for _, f := range row {
		size = max(size, math.Abs(f))
	}
	// Logarithms tell small scores apart; the margin for ties is relative to their size
	// otherwise.
	ranked, margin := row, simplex.TieMargin*size
	if p.LogScores != nil {
		ranked, margin = p.LogScores.RawRowView(i), simplex.TieMargin
	}
	first, tied := simplex.FirstOfLargest(ranked, allowed, margin)
	p.Labels[i], p.Proven[i] = first, !tied
	// Both scores may be off by the bound of the result, and by the rounding of the mean.
	slack := 2*r.ErrorBound + 2*(linkError(csr.Of(links), i)+r.countError(nodes))*size
	for k, f := range row {
		if k != first && allowed[k] {
			p.Proven[i] = p.Proven[i] && row[first]-f > slack
		}
	}
	if tied {
		p.Status[i] = Tied
	}
}

// countError bounds what the numbers of copies add to the error of the shares of links: as a
// part of S they count 40 times, and each more term of a sum 8 times, see linkError.
func (r *Result) countError(nodes []int) float64 {
	if r.rows == nil {
		return 0
	}
	return unit * (40*math.Log(float64(len(r.Status))) + 8*float64(len(nodes)))
}

// allowedBy returns which classes have a label in the components of the nodes.
func (r *Result) allowedBy(nodes []int) []bool {
	// Nearly always all nodes are of one component.
	first := r.component[nodes[0]]
	if !slices.ContainsFunc(nodes, func(u int) bool { return r.component[u] != first }) {
		return r.allowed[first]
	}
	all := slices.Clone(r.allowed[first])
	for _, u := range nodes {
		for k, ok := range r.allowed[r.component[u]] {
			all[k] = all[k] || ok
		}
	}
	return all
}

// deepest is the largest -log of a positive float64: exp of anything below -745 is 0.
const deepest = 745

// linkError bounds the relative error of the shares of row i's links, and of a mean that
// is taken with them, relative to the largest score.
//
// Derivation, to first order and in units of u, for k links with |S| ≤ s, L = log(k+2),
// and G the γ(T - T of the nearest) of a link:
//
//	total: a sum of k terms                8s + 7L + 8        (package lognum)
//	log(w/total): S - S of the total       2s + L
//	   G                                   2G                 a difference and a product
//	   the difference of both              G + 2s + L
//	exp                                    4
//	the mean: k products, summed           k + 1
//
// Links of G > 745 + 2s + L underflow to 0 and count for nothing, so that all together is
// at most 3·min(way, 745) + 18s + 12L + k + 13, way being γ·max T. As 12L < 32 + 7k, that
// is below 3·min(way, 745) + 40(1+s) + 8(k+2). The inputs' own errors count once for the
// link and once for the total.
func linkError(w *csr.Weights, i int) float64 {
	_, t, s := w.Row(i)
	longest, largest := 0.0, 0.0
	for e := range t {
		longest = max(longest, math.Abs(t[e]))
		if s != nil {
			largest = max(largest, math.Abs(s[e]))
		}
	}
	way := w.Gamma.Times(longest)
	rounding := 3*min(way, deepest) + 40*(1+largest) + 8*float64(len(t)+2)
	return 2*(way*w.TError+largest*w.SError) + rounding*unit
}
