package network

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/progress"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The entries of the walk that is conditioned on ending at a label are within their
// bound, h being exactly what its exponent and logarithm are; those left out are small.
func TestConditionedErrorHolds(t *testing.T) {
	for name, m := range boundedMethods() {
		for _, deep := range []float64{1e-3, 1, 30, 1000, 1e5} {
			t.Run(fmt.Sprintf("%s/%g", name, deep), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(43, 1))
				worst := 0.0
				for range 4 {
					nw, x, gamma := drawnNetwork(t, rng, m, deep)
					e, err := nw.conditioned()
					require.NoError(t, err)
					require.NoError(t, e.settleScale(t.Context(), nil))
					want := exactEquation(nw, exactWeights(nw, x, gamma), 0.9)
					exactH := make([]*big.Float, e.n())
					for i, h := range e.h {
						exactH[i] = expOf(add(exactly(h.LogCoeff), mul(exactly(-gamma), exactly(h.Exponent))))
					}
					for i := range e.order {
						worst = max(worst, e.worstOff(t, i, &want, exactH))
					}
				}
				t.Logf("the largest error is %.3g of the bound", worst)
				assert.LessOrEqual(t, worst, 1.0)
			})
		}
	}
}

// worstOff returns the largest relative error of row i, as a share of its bound.
func (e *conditioned) worstOff(t *testing.T, i int, want *oracleRows, h []*big.Float) float64 {
	u, at, worst, left, tail := e.order[i], e.start[i], 0.0, 0.0, 0.0
	for k, m := range want.m[u] {
		j := e.place[e.rows.ind[e.rows.start[u]+k]]
		m := quo(mul(m, h[j]), h[i])
		if at < e.start[i+1] && e.ind[at] == j {
			own := math.Expm1(e.stepError(e.rows.w[e.rows.start[u]+k], u, e.order[j]))
			worst = max(worst, off(e.m[at], m)/(e.relErr+own))
			tail += own * e.m[at]
			at++
			continue
		}
		v, _ := m.Float64()
		left += v
	}
	require.LessOrEqual(t, left, e.lost[i])
	for k, b := range want.b[u] {
		if b := quo(b, h[i]); b.Sign() > 0 && b.MantExp(nil) > -1000 {
			source := e.sources(u)[k]
			own := math.Expm1(e.errorOf(source.Exponent + e.by[u].Exponent))
			worst = max(worst, off(e.b[i*e.cols()+k], b)/(e.relErr+own))
			tail += own * e.b[i*e.cols()+k]
		}
	}
	if e.tail != nil {
		require.LessOrEqual(t, tail, e.tail[i])
	}
	return worst
}

// Rows of z sum to nearly 1, whatever the range of the weights.
func TestConditionedRowsSumToOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(44, 1))
	for _, deep := range []float64{1e-3, 30, 1e4} {
		for _, alpha := range []float64{0.2, 0.95} {
			nw, _, _ := drawnNetwork(t, rng, spreading(alpha), deep)
			e, err := nw.conditioned()
			require.NoError(t, err)
			require.NoError(t, e.settleScale(t.Context(), nil))
			s := sweeper{conditioned: e, z: make([]float64, e.n()*e.cols()), exclusive: true}
			require.NoError(t, s.sweep(1000, progress.Watch(nil).Begin(1)))
			s.bounds = e.certify(s.z)
			require.True(t, s.bounds.ok)
			for i := range e.n() {
				total := 0.0
				for _, v := range s.z[i*e.cols() : i*e.cols()+e.classes] {
					total += v
				}
				assert.InDelta(t, 1, total, 0.2)
			}
			assert.Less(t, s.bound(), 1e-7)
			assert.Less(t, s.bounds.residual, 1e-14)
		}
	}
}

func TestLowestBit(t *testing.T) {
	for v, want := range map[float64]int{1: 0, -12: 2, 0.75: -2, 5e-324: -1074, 0x1p1000 + 0x1p960: 960} {
		assert.Equal(t, want, lowestBit(v), "%g", v)
	}
}

// Sweeps with momentum reach the answer of plain ones, to the bounds of both, never have an entry below 0 in the end, and
// never prove another label. They are fewer.
func TestMomentum(t *testing.T) {
	rng, sweeps := rand.New(rand.NewPCG(45, 1)), [2]int{}
	for _, deep := range []float64{1e-3, 30, 1e4} {
		for _, alpha := range []float64{0.2, 0.95, 0.999} {
			nw, _, _ := drawnNetwork(t, rng, spreading(alpha), deep)
			e, err := nw.conditioned()
			require.NoError(t, err)
			require.NoError(t, e.settleScale(t.Context(), nil))
			run := func(work float64) *sweeper {
				s := &sweeper{conditioned: e, z: slices.Clone(e.b), exclusive: true, tol: 1e-6}
				for s.sweeps < 5000 {
					require.NoError(t, s.sweep(sweepsAtOnce, progress.Watch(nil).Begin(1)))
					s.cut()
					if s.bounds = e.certify(s.z); s.done() {
						break
					}
					s.hurry(work)
				}
				require.NoError(t, s.settle(progress.Watch(nil).Begin(1)))
				require.True(t, s.converged(), "deep = %g, α = %g", deep, alpha)
				return s
			}
			plain, fast := run(0), run(fastWork)
			require.Zero(t, plain.a)
			// The bounds are those of the answer that is given, after the last sweep.
			require.Equal(t, e.certify(fast.z), fast.bounds)
			sweeps[0], sweeps[1] = sweeps[0]+plain.sweeps, sweeps[1]+fast.sweeps
			for i := range e.n() {
				a, b := plain.z[i*e.cols():(i+1)*e.cols()], fast.z[i*e.cols():(i+1)*e.cols()]
				within := plain.bounds.within(a) + fast.bounds.within(b)
				for k := range e.classes {
					require.InDelta(t, a[k], b[k], within)
					require.GreaterOrEqual(t, b[k], 0.0)
				}
				if plain.bounds.proves(a) && fast.bounds.proves(b) {
					require.Equal(t, simplex.Largest(a[:e.classes]), simplex.Largest(b[:e.classes]))
				}
			}
			t.Logf("deep = %g, α = %g: %d sweeps, %d with momentum, a = %g", deep, alpha, plain.sweeps, fast.sweeps, fast.a)
		}
	}
	t.Logf("%d sweeps, %d with momentum", sweeps[0], sweeps[1])
	require.Less(t, 6*sweeps[1], sweeps[0])
}

// In a direction of which a sweep takes the share λ, a ≤ λ ≤ 1, k steps leave a polynomial in λ whose roots have the
// size q: at most (k+1)·qᵏ of an error, times a small constant from the start at rest [golub1961].
func TestMomentumFallsAsTheory(t *testing.T) {
	for _, a := range []float64{0.5, 0.1, 0.01, 1e-3} {
		for _, share := range []float64{a, 2 * a, 0.5 + a/2, 1} {
			m := &momentum{}
			m.set(a, 1)
			q, z := m.q(), []float64{1}
			for k := 1; k <= 200; k++ {
				// The answer is 0, so that z is the error.
				old := slices.Clone(z)
				z[0] -= share * z[0]
				m.push(z, old, m.p, []float64{1})
				most := 2*float64(k+1)*math.Pow(q, float64(k)) + 1e-15
				require.LessOrEqual(t, math.Abs(z[0]), most, "a = %g, λ = %g, k = %d", a, share, k)
			}
		}
	}
}
