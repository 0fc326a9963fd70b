package labelprop

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/vec"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"gonum.org/v1/gonum/mat"
)

// CorrectSmooth improves the probabilities of another classifier by the graph
// [huang2021], with S = D^-½WD^-½. Correct spreads the errors it makes at labelled
// nodes, and takes them away from the others:
//
//	E ← αSE + (1-α)E⁰, cut to [-1,1];  E⁰ = Y-Z on labelled nodes, 0 elsewhere;
//	Ẑᵢ = Zᵢ + Eᵢ·σ/‖Eᵢ‖₁,  σ the mean of ‖E⁰ᵢ‖₁ over labelled nodes.
//
// Smooth spreads the labels and what was corrected:
//
//	G ← αSG + (1-α)G⁰, cut to [0,1];  G⁰ = Y on labelled nodes, Ẑ elsewhere.
//
// The zero value works.
type CorrectSmooth struct {
	CorrectAlpha float64 // in (0,1); 0 means 0.8
	SmoothAlpha  float64 // in (0,1); 0 means 0.8
	Steps        int     // of either; 0 means 50
}

func (m CorrectSmooth) String() string {
	m = m.orDefault()
	return fmt.Sprintf("correct and smooth(α=%g,%g)", m.CorrectAlpha, m.SmoothAlpha)
}

func (m CorrectSmooth) orDefault() CorrectSmooth {
	if m.CorrectAlpha == 0 {
		m.CorrectAlpha = 0.8
	}
	if m.SmoothAlpha == 0 {
		m.SmoothAlpha = 0.8
	}
	if m.Steps == 0 {
		m.Steps = 50
	}
	return m
}

// Improve returns G, n×C, with rows divided by their sums, for the graph g, the seeds
// and the probabilities z of the other classifier, n×C. A row of zeros in z has
// no prediction: it gets what its neighbours have, or stays zero.
//
// Errors: shapes that do not fit, parameters out of range, seeds without classes,
// entries of z outside [0,1], and that of ctx. O(steps·C·edges).
func (m CorrectSmooth) Improve(ctx context.Context, g *graph.Graph, seeds Seeds,
	z mat.Matrix) (improved *mat.Dense, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	d := m.orDefault()
	if err := d.check(g, &seeds, z); err != nil {
		return nil, fmt.Errorf("labelprop: correct and smooth: %w", err)
	}
	// From here on they are the module's own.
	z = copied(z)
	// Copies of a row may have other probabilities: those with the same share a node.
	f, err := foldBy(g, &seeds, copiesWith(z))
	if err != nil {
		return nil, fmt.Errorf("labelprop: correct and smooth: %w", err)
	}
	return d.improve(ctx, f, z)
}

// copiesWith tells copies apart by the probabilities of another classifier.
func copiesWith(z mat.Matrix) copiesOf {
	return copiesOf{free: true, differ: func(a, b int) int {
		return slices.Compare(mat.Row(nil, a, z), mat.Row(nil, b, z))
	}}
}

func (m CorrectSmooth) improve(ctx context.Context, f *folded, z mat.Matrix) (*mat.Dense, error) {
	// Errors first, then labels, both spread over the same S.
	s := newSmoother(f, z)
	if err := s.correct(ctx, m.CorrectAlpha, m.Steps); err != nil {
		return nil, fmt.Errorf("labelprop: correct and smooth: %w", err)
	}
	if err := s.smooth(ctx, m.SmoothAlpha, m.Steps); err != nil {
		return nil, fmt.Errorf("labelprop: correct and smooth: %w", err)
	}
	out := mat.NewDense(s.n, s.c, s.z)
	if f.rows != nil {
		out = rowsOf(out, f.rows.first, s.c)
	}
	return out, nil
}

// copied reads a matrix of the caller once.
func copied(z mat.Matrix) mat.Matrix {
	defer par.Blame("the matrix of probabilities")
	n, c := rows.Dims(z)
	own := mat.NewDense(n, c, nil)
	own.Apply(func(i, k int, _ float64) float64 { return z.At(i, k) }, own)
	return own
}

func (m CorrectSmooth) check(g *graph.Graph, seeds *Seeds, z mat.Matrix) error {
	defer par.Blame("the matrix of probabilities")
	if err := seeds.check(g.N()); err != nil {
		return err
	}
	n, c := rows.Dims(z)
	switch {
	case !seeds.exclusive():
		return fmt.Errorf("the seeds have no classes: pass Classes or Soft")
	// The classifier may know more classes than the labels name.
	case n != g.N() || c < seeds.c:
		return fmt.Errorf("%w: probabilities are %d×%d, for %d nodes and %d classes", ErrShape, n, c, g.N(), seeds.c)
	case !(m.CorrectAlpha > 0 && m.CorrectAlpha < 1 && m.SmoothAlpha > 0 && m.SmoothAlpha < 1):
		return fmt.Errorf("%v: α is not between 0 and 1", m)
	case m.Steps < 0:
		return fmt.Errorf("CorrectSmooth.Steps = %d: must be at least 0", m.Steps)
	}
	for i := range n {
		for k := range c {
			if v := z.At(i, k); !(v >= 0 && v <= 1) {
				return fmt.Errorf("node %d, class %d: probability %g is not in [0,1]", i, k, v)
			}
		}
	}
	return nil
}

// smoother is the state of CorrectSmooth.
type smoother struct {
	n, c  int
	s     *vec.Sparse
	seeds *Seeds
	z     []float64 // n×c
}

func newSmoother(f *folded, z mat.Matrix) *smoother {
	s := &smoother{n: f.g.N(), s: network.Normalized(f.g), seeds: f.seeds}
	_, s.c = z.Dims()
	all := mat.DenseCopyOf(z)
	if f.rows != nil {
		all = rowsOf(all, f.rows.row, s.c)
	}
	s.z = all.RawMatrix().Data
	return s
}

// spread takes steps x ← αSx + (1-α)x⁰ from x⁰, each cut to [lo, 1].
func (s *smoother) spread(ctx context.Context, x0 []float64, alpha, least float64, steps int) ([]float64, error) {
	x, next := append([]float64(nil), x0...), make([]float64, len(x0))
	for range steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		par.For(s.n, chunkRows, func(_, lo, hi int) {
			// αSx + (1-α)x⁰, cut to the range that shares, or errors of shares, can have.
			s.s.MulRows(next, x, s.c, lo, hi)
			for i := lo * s.c; i < hi*s.c; i++ {
				next[i] = min(max(alpha*next[i]+(1-alpha)*x0[i], least), 1)
			}
		})
		x, next = next, x
	}
	return x, nil
}

// correct adds the spread errors to z.
func (s *smoother) correct(ctx context.Context, alpha float64, steps int) error {
	// E⁰ is what the classifier gets wrong at the labels, and σ its mean size.
	e0, sigma := make([]float64, len(s.z)), 0.0
	for l, u := range s.seeds.nodes {
		row := e0[u*s.c : (u+1)*s.c]
		copy(row, s.seeds.row(l))
		for k := range row {
			row[k] -= s.z[u*s.c+k]
		}
		sigma += size(row) / float64(len(s.seeds.nodes))
	}
	e, err := s.spread(ctx, e0, alpha, -1, steps)
	for i := 0; err == nil && i < s.n; i++ {
		row := e[i*s.c : (i+1)*s.c]
		// A spread error keeps its direction and takes the size σ, unless it is almost
		// nothing: then it counts as it is.
		by := sigma / size(row)
		if !(by <= mostScale) {
			by = 1
		}
		for k, v := range row {
			s.z[i*s.c+k] += by * v
		}
	}
	return err
}

// mostScale is the scale of an error beyond which it is taken as it is.
const mostScale = 1000

// size is the sum of absolute values.
func size(row []float64) float64 {
	sum := 0.0
	for _, v := range row {
		sum += math.Abs(v)
	}
	return sum
}

// smooth spreads the labels and z.
func (s *smoother) smooth(ctx context.Context, alpha float64, steps int) error {
	for l, u := range s.seeds.nodes {
		// Labelled rows begin with their labels, all others with what was corrected.
		row := s.z[u*s.c : (u+1)*s.c]
		clear(row)
		copy(row, s.seeds.row(l))
	}
	g, err := s.spread(ctx, s.z, alpha, 0, steps)
	if err != nil {
		return err
	}
	for i := range s.n {
		// Probabilities again.
		simplex.Normalize(g[i*s.c : (i+1)*s.c])
	}
	s.z = g
	return nil
}
