package network

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// signed is Poisson learning with walks of so many steps, +Inf for no end.
func signed(steps float64) *Method {
	return &Method{
		Name: "signed", Signed: true, Sources: true,
		Rule: func(float64) Rule { return Rule{LogSelf: -math.Log(steps), LogSource: Nothing} },
	}
}

// exactPoisson is Poisson's equation in the rows that are not attached, in exact numbers, with
// the clusters and the bridges as they are: D, the part of it inside the cluster, and b, in units
// of the largest D as it is stored.
type exactPoisson struct{ d, inside, b []*big.Float }

func newExactPoisson(p *Poisson, w [][]*big.Float, steps float64) exactPoisson {
	nw := p.nw
	x := exactPoisson{}
	for _, u := range nw.Free {
		degree, inside, bridges := exactly(0), exactly(0), exactly(0)
		for e, v := range nw.Neighbors(u) {
			degree = add(degree, w[u][e])
			switch {
			case nw.weak == nil || nw.weak.cluster[u] == nw.weak.cluster[v]:
				inside = add(inside, w[u][e])
			case !nw.weak.cuts(u, int(v)):
				pair := nw.weak.bridges[[2]int{min(u, int(v)), max(u, int(v))}]
				bridges = add(bridges, exactPair(nw, pair.Exponent, pair.LogCoeff))
			}
		}
		if !math.IsInf(steps, 1) {
			inside = add(inside, quo(degree, exactly(steps)))
		}
		x.inside, x.d = append(x.inside, inside), append(x.d, add(inside, bridges))
	}
	x.setSources(p)
	return x
}

// exactPair is exp(-γt+s).
func exactPair(nw *Network, t, s float64) *big.Float {
	return expOf(add(exactly(s), exactly(0).Neg(mul(exactly(nw.gamma.Float64()), exactly(t)))))
}

func (x *exactPoisson) setSources(p *Poisson) {
	nw, cols := p.nw, p.eq.cols
	total := exactly(0)
	mean := make([]*big.Float, cols)
	for k := range mean {
		mean[k] = exactly(0)
	}
	for l := range nw.Labels.Nodes {
		total = add(total, exactly(nw.Labels.Weight(l)))
		for k, y := range nw.Labels.Row(l) {
			mean[k] = add(mean[k], mul(exactly(nw.Labels.Weight(l)), exactly(y)))
		}
	}
	volume, charge := make([]*big.Float, len(nw.Reached)), make([]*big.Float, len(nw.Reached)*cols)
	for j := range charge {
		charge[j], volume[j/cols] = exactly(0), exactly(0)
	}
	x.b = make([]*big.Float, len(nw.Free)*cols)
	for i, u := range nw.Free {
		c := nw.Component[u]
		if !nw.weak.attached(u) {
			volume[c] = add(volume[c], x.inside[i])
		}
		for k := range cols {
			x.b[i*cols+k] = exactly(0)
			if l := nw.LabelAt[u]; l >= 0 {
				off := add(exactly(nw.Labels.Row(l)[k]), exactly(0).Neg(quo(mean[k], total)))
				x.b[i*cols+k] = mul(exactly(nw.Labels.Weight(l)), off)
				charge[c*cols+k] = add(charge[c*cols+k], x.b[i*cols+k])
			}
		}
	}
	for i, u := range nw.Free {
		c := nw.Component[u]
		for k := range cols {
			share := quo(mul(charge[c*cols+k], x.inside[i]), volume[c])
			x.b[i*cols+k] = quo(add(x.b[i*cols+k], exactly(0).Neg(share)), x.d[i])
		}
	}
}

// The sources, the volumes and the matrix are within their bounds of the exact ones, where weak
// links take the graph apart and where none do.
func TestPoissonErrorsHoldAndAreNotVacuous(t *testing.T) {
	for _, steps := range []float64{500, 2, math.Inf(1)} {
		for _, deep := range []float64{1e-3, 1, 200, 600} {
			t.Run(fmt.Sprintf("%g/%g", steps, deep), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(43, 1))
				worst, weak := 0.0, 0
				for range 6 {
					nw, x, gamma := drawnNetwork(t, rng, signed(steps), deep)
					for range nw.Labels.Nodes {
						nw.Labels.Weights = append(nw.Labels.Weights, 1-rng.Float64())
					}
					p := NewPoisson(nw)
					if !p.holds() {
						continue
					}
					if nw.weak != nil {
						weak++
					}
					worst = max(worst, p.worstError(t, exactWeights(nw, x, gamma), steps))
				}
				t.Logf("the largest error is %.3g of the bound; %d of 6 with weak links", worst, weak)
				assert.LessOrEqual(t, worst, 1.0)
				assert.Greater(t, worst, 1e-4)
			})
		}
	}
}

// worstError returns the largest error of any number as a share of its bound.
func (p *Poisson) worstError(t *testing.T, w [][]*big.Float, steps float64) float64 {
	eq, nw := p.eq, p.nw
	want, top := newExactPoisson(p, w, steps), p.exactTops()
	worst, volume := 0.0, make([]*big.Float, len(nw.Reached))
	for i, u := range nw.Free {
		c := nw.Component[u]
		if nw.weak.attached(u) {
			continue
		}
		worst = max(worst, off(eq.omega[i], quo(want.d[i], top[c]))/p.errors.omega)
		if volume[c] == nil {
			volume[c] = exactly(0)
		}
		volume[c] = add(volume[c], quo(want.inside[i], top[c]))
		for k := range eq.cols {
			b := mul(want.b[i*eq.cols+k], top[c])
			d, _ := add(exactly(eq.b[i*eq.cols+k]), exactly(0).Neg(b)).Float64()
			require.LessOrEqual(t, math.Abs(d), p.errors.source[i], "row %d of %d", i, eq.n)
			worst = max(worst, math.Abs(d)/p.errors.source[i])
		}
	}
	for c, v := range volume {
		if v != nil {
			require.LessOrEqual(t, off(p.volume[c], v), p.errors.mean[c])
		}
	}
	return worst
}

// exactTops are the largest D of each component, as they are stored.
func (p *Poisson) exactTops() []*big.Float {
	nw := p.nw
	top := make([]lognum.Num, len(nw.Reached))
	for c := range top {
		top[c] = lognum.Zero()
	}
	for i, d := range nw.diagonal(nw.assembleRows()) {
		if c := nw.Component[nw.Free[i]]; nw.gamma.LogRatio(d, top[c]) > 0 {
			top[c] = d
		}
	}
	exact := make([]*big.Float, len(top))
	for c, d := range top {
		if !d.IsZero() {
			exact[c] = exactPair(nw, d.Exponent, d.LogCoeff)
		}
	}
	return exact
}
