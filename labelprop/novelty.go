package labelprop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
)

// Novelty tells which nodes are unlike all labelled ones: of a kind that no label has, or far from
// everything. See [NoveltyOf].
type Novelty struct {
	// P is the p-value of each of n nodes: the share of the labelled nodes that are reached no
	// better by the other labels, the node itself counted among them. Small: novel.
	P []float64

	// Labels is how many labelled nodes it rests on: no p-value is below 1/(Labels+1).
	Labels int

	reach  []float64 // n: how probably a walk from the node ends at a label before it dies
	judges []float64 // the same of each labelled node without its own label, rising
	ground float64   // the rate at which walks die, in the unit of the weights
}

// groundShare is the rate at which walks die, as a share of the rate at which they would meet a label if these
// lay in the way at random. On four tables, a class of each without labels, 0.1 to 1 find the same rows.
const groundShare = 0.3

// NoveltyOf compares how well the labels reach each node with how well they reach each other. A random walk
// along the edges of g ends at the first labelled node, or dies on the way:
//
//	rᵢ = Σⱼ wᵢⱼ·rⱼ / (δ + Σⱼ wᵢⱼ),   r = 1 at labelled nodes,   δ = 0.3·(l/n)·median degree.
//
// Rows of a kind without a label lie close together, and a walk dies among them; a row that is far from all
// others has weights far below δ. For a labelled node i, rᵢ is computed without its own label. With sᵢ = 1-rᵢ,
//
//	p(x) = (1 + #{labelled i: sᵢ ≥ s(x)}) / (l+1)
//
// is a conformal p-value [vovk2005]: if the labelled nodes and x are a random sample of the same rows, p(x) ≤ a with
// probability a at most. For walks to tell near from far, use weights that know distances, such as
// [kernel.SelfTuning]. Only labels of full weight count; their classes do not.
//
// Errors: no label, seeds of [MultiLabel] or [Values], and those of [Solve].
// Cost: [Solve] with two classes and [LeaveOneOut].
func NoveltyOf(ctx context.Context, g *graph.Graph, seeds Seeds, o *Options) (v *Novelty, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	v, err = noveltyOf(ctx, g, &seeds, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: novelty: %w", err)
	}
	return v, nil
}

func noveltyOf(ctx context.Context, g *graph.Graph, seeds *Seeds, o *Options) (*Novelty, error) {
	known, err := seeds.knownNodes(g.N())
	if err != nil {
		return nil, err
	}
	f, err := foldChecked(g, known, Harmonic{}, o)
	if err != nil {
		return nil, err
	}
	w := grounded{w: csr.Of(f.g), mass: f.mass}
	v := &Novelty{Labels: len(known.nodes)}
	// Walks that die end at one more node, which is labelled as the other of two classes.
	v.ground = groundShare * float64(len(known.nodes)) / float64(g.N()) * w.medianDegree(f, g.N())
	joined, err := w.graph(v.ground)
	if err != nil {
		return nil, err
	}
	ends := make([]int, joined.N())
	for a := range ends {
		ends[a] = Unlabeled
	}
	for _, a := range f.seeds.nodes {
		ends[a] = 0
	}
	ends[len(ends)-1] = 1
	if err := v.solve(ctx, joined, ends, f, o); err != nil {
		return nil, err
	}
	v.rank(known)
	return v, nil
}

// knownNodes are the nodes with a label of full weight, all of one class.
func (s *Seeds) knownNodes(n int) (*Seeds, error) {
	if err := s.check(n); err != nil {
		return nil, err
	}
	if !s.exclusive() {
		return nil, errors.New("labels of one class each are compared: pass Classes or Soft")
	}
	known := &Seeds{kind: hard, n: s.n, c: 1}
	for l, i := range s.nodes {
		if s.weight(l) == 1 {
			known.nodes, known.y = append(known.nodes, i), append(known.y, 1)
		}
	}
	if len(known.nodes) == 0 {
		return nil, ErrNoSeeds
	}
	return known, nil
}

// grounded are weights of nodes to which one more node is to be joined.
type grounded struct {
	w    *csr.Weights
	mass []float64 // how many rows a node stands for; nil: 1
}

func (b grounded) massOf(a int) float64 {
	if b.mass == nil {
		return 1
	}
	return b.mass[a]
}

// degree is the sum of the weights of a node, for one of its rows.
func (b grounded) degree(a int) float64 {
	sum := 0.0
	for _, l := range b.w.LogWeights(nil, a) {
		sum += math.Exp(l)
	}
	return sum / b.massOf(a)
}

// medianDegree is that of the n rows; 1 where it is 0, as most rows then have no neighbours.
func (b grounded) medianDegree(f *folded, n int) float64 {
	degrees := make([]float64, b.w.N())
	for a := range degrees {
		degrees[a] = b.degree(a)
	}
	if f.rows != nil {
		degrees = taken(degrees, f.rows.first[:n])
	}
	slices.Sort(degrees)
	if median := degrees[len(degrees)/2]; median > 0 && !math.IsInf(median, 1) {
		return median
	}
	return 1
}

// graph joins every node with a last one, by the weight ground for each of its rows.
func (b grounded) graph(ground float64) (*graph.Graph, error) {
	n := b.w.N()
	var edges []graph.Edge
	for a := range n {
		ind, _, _ := b.w.Row(a)
		for e, l := range b.w.LogWeights(nil, a) {
			// Each edge once. One that underflows leads nowhere: a walk dies before it takes it.
			if c, w := int(ind[e]), math.Exp(l); a < c && w > 0 {
				edges = append(edges, graph.Edge{From: a, To: c, Weight: w})
			}
		}
		edges = append(edges, graph.Edge{From: a, To: n, Weight: ground * b.massOf(a)})
	}
	return graph.FromEdges(n+1, edges)
}

// solve finds how probably walks end at a label: from every node, and from labelled ones without their own.
func (v *Novelty) solve(ctx context.Context, joined *graph.Graph, ends []int, f *folded, o *Options) error {
	seeds, err := Classes(ends, 2)
	if err != nil {
		return err
	}
	r, err := Solve(ctx, joined, seeds, Harmonic{}, o.forScores())
	if err != nil {
		return err
	}
	// The end of walks that die is no label that could be left out.
	c := Candidate{Graph: joined, Method: Harmonic{}}
	left, err := roughLeaveOut(ctx, c, &seeds, &GraphOptions{Solve: o, Judge: f.seeds.nodes}, r)
	if err == nil && left == nil {
		left, err = leaveOut(ctx, c, &seeds, o, nil)
	}
	if err != nil {
		return err
	}
	// From parts to rows. A labelled row is reached by the other labels.
	v.reach = make([]float64, f.given.n)
	for i := range v.reach {
		a := i
		if f.rows != nil {
			a = int(f.rows.first[i])
		}
		v.reach[i] = r.Scores.At(a, 0)
	}
	v.judges = make([]float64, len(f.given.nodes))
	for l := range v.judges {
		place := l
		if f.label != nil {
			place = f.alike[f.label[l]]
		}
		v.judges[l] = math.Exp(left.logs[2*place])
	}
	return nil
}

// rank turns what reaches the nodes into p-values.
func (v *Novelty) rank(known *Seeds) {
	own := slices.Clone(v.judges)
	slices.Sort(v.judges)
	v.P = make([]float64, len(v.reach))
	for i, r := range v.reach {
		v.P[i] = v.p(r)
	}
	// A labelled node is one of those that it is compared with.
	for l, i := range known.nodes {
		v.P[i] = float64(v.noBetter(own[l])) / float64(len(own))
	}
}

// p is the p-value of a node that is not labelled, of the reach r.
func (v *Novelty) p(r float64) float64 { return float64(1+v.noBetter(r)) / float64(len(v.judges)+1) }

// noBetter counts the labelled nodes that are reached no better than r. Sums that differ by rounding are equal.
func (v *Novelty) noBetter(r float64) int {
	at, _ := slices.BinarySearchFunc(v.judges, r+reachMargin, cmp.Compare[float64])
	return at
}

// reachMargin is the rounding of what reaches a node, up to which two are equal: to count them so makes
// p-values larger, which is the safe side.
const reachMargin = 1e-9

// Predict returns the p-values of new rows, from links to the nodes that were weighed like the edges of the
// graph: a walk from a new row takes its first step along them,
//
//	r(x) = Σᵢ w(x,xᵢ)·rᵢ / (δ + Σᵢ w(x,xᵢ)).
//
// Errors: links to another number of nodes. O(links).
func (v *Novelty) Predict(links *graph.Links) ([]float64, error) {
	if links.Nodes() != len(v.reach) {
		return nil, fmt.Errorf("labelprop: novelty: %w: links to %d nodes, novelty of %d", ErrShape, links.Nodes(),
			len(v.reach))
	}
	p := make([]float64, links.Rows())
	for i := range p {
		nodes, weights := links.Neighbors(i)
		reached, total := 0.0, v.ground
		for e, u := range nodes {
			// An infinite weight is that of an equal row: the walk goes there.
			w := min(weights[e], math.MaxFloat64/float64(len(nodes)+1))
			reached, total = reached+w*v.reach[u], total+w
		}
		p[i] = v.p(reached / total)
	}
	return p, nil
}
