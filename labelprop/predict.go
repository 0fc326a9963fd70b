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
	nodes, w := r.reachedLinks(links, p.kinds, i)
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
	if p.Labels == nil {
		return
	}
	if tied := r.decide(links, p, i, nodes); tied && p.Status[i] == Propagated && r.deep(p, i) {
		r.followNodes(p, i, weighty(gamma, nodes, w, total))
	}
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
// weights leave it certain; it reports whether classes look tied, which is the status only if it is known.
// nodes are those that its answer comes from.
func (r *Result) decide(links *graph.Links, p *Prediction, i int, nodes []int) (tied bool) {
	if p.Status[i] == Unreachable {
		p.Labels[i] = Unlabeled
		return false
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
	rounding := linkError(csr.Of(links), i) + r.countError(nodes)
	slack := 2*r.ErrorBound + 2*rounding*size
	for k, f := range row {
		if k != first && allowed[k] {
			p.Proven[i] = p.Proven[i] && row[first]-f > slack
		}
	}
	// Scores of a solver that was stopped early may be equal by chance, weights because their exponents round, and
	// logarithms because of their size.
	if tied && rounding <= tieKnown && (r.precise() || slack <= 2*tieKnown*size) && !r.deep(p, i) {
		p.Status[i] = Tied
	}
	return tied
}

// deep reports whether the logarithms of the scores of row i are so large that float64 holds no small difference of
// them, as those of rows far from all labels at large γ.
func (r *Result) deep(p *Prediction, i int) bool {
	return p.LogScores != nil && math.Abs(p.LogScores.At(i, p.Labels[i]))*0x1p-52 > tieKnown
}

// weighty returns the nodes whose share of all the weight is above 0.
func weighty(gamma lognum.Gamma, nodes []int, w []lognum.Num, total lognum.Num) []int {
	var some []int
	for e, u := range nodes {
		if math.Exp(gamma.LogRatio(w[e], total)) > 0 {
			some = append(some, u)
		}
	}
	return some
}

// followNodes decides row i, of scores that cannot be told apart, by the nodes that it is the mean of: a class that
// leads in each of them leads in their mean, and the tie of a single one is that of the row. Otherwise nothing is
// known.
func (r *Result) followNodes(p *Prediction, i int, nodes []int) {
	if len(nodes) == 0 {
		return
	}
	label, leads := r.Labels[nodes[0]], false
	for _, u := range nodes {
		if r.Labels[u] != label {
			return
		}
		leads = leads || r.Status[u] != Tied
	}
	if p.Labels[i] = label; len(nodes) == 1 && !leads {
		p.Status[i] = Tied
	}
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
