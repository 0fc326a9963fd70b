package elimination

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/lognum"
)

// changed returns a copy of p with other coordinates and γ.
func (p problem) changed(gamma float64, f func(float64) float64) problem {
	p.gamma = gamma
	x := make([]float64, len(p.x))
	for i, v := range p.x {
		x[i] = f(v)
	}
	p.x = x
	return p
}

func (p problem) solve(t *testing.T, a Arithmetic) *Solution {
	nw, _ := p.network(t)
	return solve(t, nw, Options{Arithmetic: a})
}

// requireClose compares logarithms relative to max(1, |log F|).
func requireClose(t *testing.T, want, got *Solution, tol float64) {
	t.Helper()
	for k := range want.F {
		x, y := want.gamma.Log(want.F[k]), got.gamma.Log(got.F[k])
		if x != y {
			require.InDelta(t, x, y, tol*math.Max(1, math.Abs(x)), "entry %d", k)
		}
	}
}

func TestInvariants(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for range 300 {
		p := randomProblem(rng)
		for i := range p.x { // short enough that scaling by 3 and moving are exact
			p.x[i] = math.Round(p.x[i]*1024) / 1024
		}
		for _, a := range []Arithmetic{Auto, Pair, Big} {
			base := p.solve(t, a)
			k := rng.IntN(200) - 100
			double := func(v float64) float64 { return math.Ldexp(v, k) }
			require.Equal(t, base.F, p.changed(math.Ldexp(p.gamma, -2*k), double).solve(t, a).F, "2^k")
			move := func(v float64) float64 { return v + 64 }
			requireSame(t, base, p.changed(p.gamma, move).solve(t, a))
			triple := func(v float64) float64 { return 3 * v }
			requireClose(t, base, p.changed(p.gamma/9, triple).solve(t, a), 1e-13)
		}
	}
}

// requireSame compares logarithms bit by bit; the unit of T may differ.
func requireSame(t *testing.T, want, got *Solution) {
	t.Helper()
	for i := range len(want.F) / want.Classes {
		require.Equal(t, want.logs(i), got.logs(i))
	}
}

func TestPermutations(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	for range 300 {
		p := randomProblem(rng)
		n := len(p.labels)
		perm, classes := rng.Perm(n), rng.Perm(p.classes)
		q := p
		q.x, q.labels, q.edges = make([]float64, len(p.x)), make([]int, n), nil
		for i, to := range perm {
			copy(q.x[to*p.dim:(to+1)*p.dim], p.x[i*p.dim:(i+1)*p.dim])
			q.labels[to] = p.labels[i]
			if p.labels[i] >= 0 {
				q.labels[to] = classes[p.labels[i]]
			}
		}
		for _, e := range p.edges {
			q.edges = append(q.edges, [2]int{perm[e[0]], perm[e[1]]})
		}
		nwP, nodesP := p.network(t)
		nwQ, nodesQ := q.network(t)
		solP, solQ := solve(t, nwP, Options{Arithmetic: Big}), solve(t, nwQ, Options{Arithmetic: Big})
		at := make([]int, n)
		for k, node := range nodesQ {
			at[node] = k
		}
		for k, node := range nodesP {
			for c := range p.classes {
				x, y := solP.Log(k, c), solQ.Log(at[perm[node]], classes[c])
				if x != y {
					require.InDelta(t, x, y, 2e-14*math.Max(1, math.Abs(x)))
				}
			}
		}
	}
}

func TestRowsSumToOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 14))
	for range 500 {
		p := randomProblem(rng)
		p.alpha = nil
		for _, a := range []Arithmetic{Auto, Pair, Big} {
			sol := p.solve(t, a)
			for i := range len(sol.F) / sol.Classes {
				sum := 0.0
				for _, log := range sol.logs(i) {
					require.LessOrEqual(t, log, sol.LogError(i, 0)+1e-14)
					sum += math.Exp(log)
				}
				if sum != 0 {
					require.InDelta(t, 1, sum, 1e-14+8*sol.LogError(i, sol.best(i)))
				}
			}
		}
	}
}

// TestWeightScale: weights times a constant change nothing; times a power of e,
// only S moves.
func TestWeightScale(t *testing.T) {
	rng := rand.New(rand.NewPCG(15, 16))
	for range 200 {
		p := randomProblem(rng)
		p.alpha = nil
		nw, _ := p.network(t)
		base := solve(t, nw, Options{Arithmetic: Pair})
		for _, part := range [][]lognum.Num{nw.W, nw.Ground, nw.Source} {
			for i := range part {
				part[i] = part[i].Times(5)
			}
		}
		requireClose(t, base, solve(t, nw, Options{Arithmetic: Pair}), 1e-12)
	}
}

// TestMonotone: a heavier edge to a labelled node of class c never lowers F_c.
func TestMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 18))
	for range 300 {
		n := 2 + rng.IntN(6)
		p := randomPlain(rng, n, 2)
		for i := range n {
			p.g[i] = p.b[i][0] + p.b[i][1]
		}
		before := solve(t, p.network(lognum.NewGamma(1)), Options{})
		i := rng.IntN(n)
		p.b[i][0] += 0.5
		p.g[i] += 0.5
		after := solve(t, p.network(lognum.NewGamma(1)), Options{})
		for k := range n {
			require.GreaterOrEqual(t, math.Exp(after.Log(k, 0)), math.Exp(before.Log(k, 0))*(1-1e-12))
		}
	}
}

// TestOrders holds dense and sparse elimination of one network together.
func TestOrders(t *testing.T) {
	rng := rand.New(rand.NewPCG(19, 20))
	for range 300 {
		p := randomProblem(rng)
		nw, _ := p.network(t)
		for _, make := range []func() arith{
			func() arith { return newPairArith(nw) }, func() arith { return newExactArith(nw) },
		} {
			a, b := forced(t, nw, make(), true), forced(t, nw, make(), false)
			for k := range a.F {
				i, c := k/a.Classes, k%a.Classes
				require.Equal(t, a.F[k].IsZero(), b.F[k].IsZero())
				if !a.F[k].IsZero() {
					require.InDelta(t, a.Log(i, c), b.Log(i, c), a.LogError(i, c)+b.LogError(i, c))
				}
			}
		}
	}
}

func forced(t *testing.T, nw *Network, s arith, asDense bool) *Solution {
	e := &elimination{arith: s, nw: nw, opts: (*Options)(nil).withDefaults(), n: nw.Len(), c: nw.Classes, leverage: math.Inf(-1)}
	require.NoError(t, e.start())
	if asDense {
		require.NoError(t, newDense(e).run(context.Background()))
	} else {
		require.NoError(t, newSparse(e).run(context.Background()))
	}
	return e.solution(Auto)
}

func TestGivingUp(t *testing.T) {
	p := cloud(300, 8, 1)
	p.noBig, p.edges = true, nearest(p.x, p.dim, 8)
	nw, _ := p.network(t)
	_, err := nw.Eliminate(context.Background(), &Options{MaxDegree: 20})
	var dense *TooDense
	require.ErrorAs(t, err, &dense)
	require.Greater(t, dense.Left, 20)
	_, err = nw.Eliminate(context.Background(), &Options{MaxUpdates: 1000})
	require.ErrorAs(t, err, &dense)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = nw.Eliminate(ctx, nil)
	require.True(t, errors.Is(err, context.Canceled))
	_, err = nw.Eliminate(context.Background(), &Options{Arithmetic: Big})
	require.ErrorIs(t, err, ErrNoExact)
}

func TestMalformed(t *testing.T) {
	for name, nw := range map[string]*Network{
		"rate":   {Gamma: lognum.NewGamma(-1), Start: []int{0}},
		"nan":    {Gamma: lognum.NewGamma(math.NaN()), Start: []int{0}},
		"rows":   {Gamma: lognum.NewGamma(1), Start: []int{0}, Ground: make([]lognum.Num, 2)},
		"source": {Gamma: lognum.NewGamma(1), Start: []int{0, 0}, Ground: make([]lognum.Num, 1), Classes: 2},
		"loop":   {Start: []int{0, 1}, Ind: []int32{0}, W: make([]lognum.Num, 1), Ground: make([]lognum.Num, 1)},
		"end":    {Start: []int{0, 1}, Ind: []int32{5}, W: make([]lognum.Num, 1), Ground: make([]lognum.Num, 1)},
		"weight": {Start: []int{0}, Ground: []lognum.Num{{Exponent: math.NaN()}}},
	} {
		_, err := nw.Eliminate(context.Background(), nil)
		require.Error(t, err, name)
	}
}
