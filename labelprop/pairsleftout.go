package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"gonum.org/v1/gonum/mat"
)

// MissCovariance is by how much labels left out are wrong together, beyond what they would be if
// none stood for another:
//
//	mean over i≠j of (Δᵢ - Δᵢ⁽ʲ⁾)·(Δⱼ - Δⱼ⁽ⁱ⁾),
//
// Δᵢ the error at label i without it, and Δᵢ⁽ʲ⁾ without label j as well. Two labels of a place that
// has no other are both right, each by the other. Had one of them not been drawn, the place would be
// wrong, and no error tells. The mean squared error of the mean of Δ, as an estimate of the mean at
// nodes without a label, is Var(Δ)/l and this [bates2024]. A mean over pairs may be below 0.
type MissCovariance struct {
	Classes []float64 // of each class: of Δ = Y - f
	Hits    float64   // of 1 where the label is named, else 0

	// Partial tells that it is that of a part of the answer alone, such as of the graph of a pool: what else the labels
	// decide together, such as the weights of a pool, is not in it.
	Partial bool
}

// LeavePairsOut leaves out each label, and each two of them, by a linear method. Labels count as
// certain. It needs two labels. nil where the solver did not converge.
//
// Errors: those of [LeaveOneOut], and seeds of [MultiLabel] or [Values] or in groups. Cost: that of
// Solve with l classes, l²C steps more, and 8·l² bytes.
func LeavePairsOut(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (
	c *MissCovariance, err error) {
	defer par.Catch(&err, "labelprop")
	if !seeds.exclusive() || seeds.group != nil {
		return nil, errors.New("labelprop: pairs of labels are left out where each is of one class, and in no group")
	}
	f, err := foldChecked(g, &seeds, m, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	nw, options, err := linearNetwork(orBackground(ctx), f.g, f.seeds, f.method(m), o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	p := labelPairs{seeds: f.seeds, clamps: nw.Method().Clamps}
	if err := p.find(orBackground(ctx), nw, options); err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	if p.share == nil || len(f.seeds.nodes) < 2 {
		return nil, nil
	}
	p.answer()
	return p.covariance(), nil
}

// find finds the shares of the labels, to two digits where that is quicker: enough of a covariance that is itself a
// mean over a sample. They stay nil where the solver does not converge.
func (p *labelPairs) find(ctx context.Context, nw *network.Network, o network.Options) error {
	l := len(p.seeds.nodes)
	shares, err := nw.PairShares(ctx, o)
	if err != nil {
		return err
	}
	if shares != nil {
		p.share = mat.NewDense(l, l, shares)
		return nil
	}
	// With a column for each label, nothing proven. K passes by in blocks of columns, as logarithms.
	o.ScoresOnly, o.Tol = true, max(o.Tol, roughTol)
	r, sums, logs := &LOO{Nodes: p.seeds.nodes, Converged: true}, newLeftOut(p.seeds), mat.NewDense(l, l, nil)
	keep := looVisitor{row: func(row []float64, i, first int) { copy(logs.RawRowView(i)[first:], row) }}
	if err := r.addUp(ctx, nw, o, sums, keep); err != nil || !r.Converged {
		return err
	}
	p.share = logs
	p.normalize(sums.total)
	return nil
}

// roughTol is the residual at which answers to single labels are good enough.
const roughTol = 1e-3

// labelPairs knows the share of each label in the answer at each other one, l×l: qᵢⱼ = Kᵢⱼ/Σ_{j≠i} Kᵢⱼ.
type labelPairs struct {
	seeds  *Seeds
	clamps bool // a label that is left out passes on what it hears
	share  *mat.Dense
	left   *mat.Dense // l×C: f = qY
}

// normalize turns the logarithms of K, and those of the sums of its rows, into shares.
func (p *labelPairs) normalize(total []float64) {
	par.For(len(total), 16, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			q := p.share.RawRowView(i)
			for j, log := range q {
				// No other label reaches this one, or it is itself: no share.
				if q[j] = 0; j != i && !math.IsInf(total[i], -1) {
					q[j] = math.Exp(log - total[i])
				}
			}
		}
	})
}

// answer sets the answers at the labels, f = qY.
func (p *labelPairs) answer() {
	l, _ := p.share.Dims()
	p.left = mat.NewDense(l, p.seeds.c, nil)
	par.For(l, 16, func(_, lo, hi int) {
		for i := lo; i < hi; i++ {
			f := p.left.RawRowView(i)
			for j, q := range p.share.RawRowView(i) {
				for k, y := range p.seeds.row(j) {
					f[k] += q * y
				}
			}
		}
	})
}

// leastProduct is the product of the shares of two labels in each other's answers below which they are independent.
const leastProduct = 1e-10

// covariance is the mean over all pairs.
func (p *labelPairs) covariance() *MissCovariance {
	l, c := p.left.Dims()
	// A row of sums for each label, so that their order does not depend on the number of processors.
	sums := mat.NewDense(l, c+1, nil)
	par.For(l, 8, func(_, lo, hi int) {
		a, b := make([]float64, c), make([]float64, c)
		for i := lo; i < hi; i++ {
			for j := range i {
				// Of what each changes at the other the product is at most about this.
				if p.share.At(i, j)*p.share.At(j, i) > leastProduct {
					p.without(a, i, j)
					p.without(b, j, i)
					p.addProducts(sums.RawRowView(i), i, j, a, b)
				}
			}
		}
	})
	mean := make([]float64, c+1)
	for i := range l {
		for k, v := range sums.RawRowView(i) {
			// Each pair stands for two.
			mean[k] += 2 * v / float64(l) / float64(l-1)
		}
	}
	return &MissCovariance{Classes: mean[:c], Hits: mean[c]}
}

// addProducts adds the products of what changes at labels i and j, of which a and b are the answers without both.
func (p *labelPairs) addProducts(sums []float64, i, j int, a, b []float64) {
	fi, fj := p.left.RawRowView(i), p.left.RawRowView(j)
	// Y does not change, so that Δᵢ - Δᵢ⁽ʲ⁾ = aᵢ - fᵢ.
	for k := range a {
		sums[k] += (a[k] - fi[k]) * (b[k] - fj[k])
	}
	yi, yj := p.seeds.class(i), p.seeds.class(j)
	sums[len(a)] += (hit(a, yi) - hit(fi, yi)) * (hit(b, yj) - hit(fj, yj))
}

// smallestRest is the share of the other labels in the answers at a pair below which they have none.
const smallestRest = 1e-9

// without is the answer at label i without i and j.
func (p *labelPairs) without(to []float64, i, j int) {
	qij, qji := p.share.At(i, j), p.share.At(j, i)
	fi, fj, yi, yj := p.left.RawRowView(i), p.left.RawRowView(j), p.seeds.row(i), p.seeds.row(j)
	// Where labels are clamped, a label that is left out passes on what it hears: walks go on between both,
	// and the lengths of their stay are a geometric series. Else j is just silent.
	rest := 1 - qij
	if p.clamps {
		rest = 1 - qij*qji
	}
	for k := range to {
		if to[k] = 0; rest <= smallestRest {
			continue
		}
		to[k] = fi[k] - qij*yj[k]
		if p.clamps {
			to[k] += qij * (fj[k] - qji*yi[k])
		}
		to[k] /= rest
	}
}
