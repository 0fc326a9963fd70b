package starmesh

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// problem is a network as full matrices.
type problem struct{ w, b [][]float64 } // w[i][i] is the ground of i

// randomProblem draws n nodes whose conductances range over so many powers of two, a share of them being 0.
func randomProblem(r *rand.Rand, n, classes int, bits, zeros float64) problem {
	p := problem{make([][]float64, n), make([][]float64, n)}
	draw := func() float64 {
		if r.Float64() < zeros {
			return 0
		}
		return math.Exp2(-bits * r.Float64())
	}
	for i := range n {
		p.w[i], p.b[i] = make([]float64, n), make([]float64, classes)
		for j := range i {
			p.w[i][j] = draw()
			p.w[j][i] = p.w[i][j]
		}
		// The ground is what comes from the classes.
		for c := range classes {
			p.b[i][c] = draw()
			p.w[i][i] += p.b[i][c]
		}
	}
	return p
}

// solved is the answer in blocks of a given size.
func (p problem) solved(t testing.TB, side int) ([]float64, *Matrix) {
	m := newMatrix(len(p.w), len(p.b[0]), side)
	for i, row := range p.w {
		for j, v := range row[:i] {
			m.SetEdge(i, j, v)
		}
		m.SetGround(i, row[i])
		for c, v := range p.b[i] {
			m.SetSource(i, c, v)
		}
	}
	f, err := m.Solve(nil, nil)
	require.NoError(t, err)
	return f, m
}

// exact solves by the same formulas in 300 bits, one node after the other.
func (p problem) exact() [][]*big.Float {
	n, classes := len(p.w), len(p.b[0])
	of := func(v float64) *big.Float { return new(big.Float).SetPrec(300).SetFloat64(v) }
	w, b, d := make([][]*big.Float, n), make([][]*big.Float, n), make([]*big.Float, n)
	for i := range n {
		for _, v := range p.w[i] {
			w[i] = append(w[i], of(v))
		}
		for _, v := range p.b[i] {
			b[i] = append(b[i], of(v))
		}
	}
	add := func(to, x, y *big.Float) { to.Add(to, of(0).Mul(x, y)) }
	for k := range n {
		d[k] = of(0).Set(w[k][k])
		for j := k + 1; j < n; j++ {
			d[k].Add(d[k], w[k][j])
		}
		for i := k + 1; i < n && d[k].Sign() > 0; i++ {
			if w[i][k].Sign() == 0 {
				continue
			}
			q := of(0).Quo(w[i][k], d[k])
			for j := k + 1; j < n; j++ {
				if j != i {
					add(w[i][j], q, w[k][j])
				}
			}
			add(w[i][i], q, w[k][k])
			for c := range classes {
				add(b[i][c], q, b[k][c])
			}
		}
	}
	for k := n - 1; k >= 0; k-- {
		for c := range classes {
			for j := k + 1; j < n; j++ {
				add(b[k][c], w[k][j], b[j][c])
			}
			if d[k].Sign() > 0 {
				b[k][c].Quo(b[k][c], d[k])
			}
		}
	}
	return b
}

// Answers are right to the bound, whatever the conductances range over, and however the nodes fall into blocks.
func TestAnswersAreRightToTheBound(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 17))
	worst := 0.0
	for _, n := range []int{1, 2, 24, 25, 49} {
		for _, bits := range []float64{0, 10, 100, 450} {
			for _, zeros := range []float64{0, 0.3, 0.9} {
				p := randomProblem(r, n, 1+r.IntN(4), bits, zeros)
				f, m := p.solved(t, mostPanel)
				for i, row := range p.exact() {
					for c, want := range row {
						// Scores so small that underflow matters have the other bound.
						v, _ := want.Float64()
						off := math.Abs(f[i*m.classes+c] - v)
						require.LessOrEqual(t, off, m.Relative()*v+m.Lost(-500), "n = %d, 2^-%g, node %d", n, bits, i)
						if v > 0x1p-40 {
							worst = max(worst, off/v/m.Relative())
						}
					}
				}
			}
		}
	}
	t.Logf("the largest error is %.2g of its bound", worst)
	assert.Positive(t, worst)
}

// Nodes that are caught in clusters, joined to the rest by as little as the range permits, keep their digits.
func TestDeepClusters(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 17))
	for range 3 {
		p := randomProblem(r, 50, 3, 3, 0)
		for i := range p.w {
			for j := range p.w {
				switch {
				case i == j:
					p.w[i][i] = 0
					for c := range p.b[i] {
						p.b[i][c] = math.Exp2(-440 - 20*r.Float64())
						p.w[i][i] += p.b[i][c]
					}
				case i/10 != j/10 && j < i:
					p.w[i][j] = math.Exp2(-400 - 50*r.Float64())
					p.w[j][i] = p.w[i][j]
				}
			}
		}
		f, m := p.solved(t, mostPanel)
		for i, row := range p.exact() {
			for c, want := range row {
				v, _ := want.Float64()
				require.InDelta(t, 1, f[i*m.classes+c]/v, m.Relative())
			}
		}
	}
}

// Blocks of any size give the same answers to the bound, at sizes that have several blocks of the usual one.
func TestBlocksOfTheUsualSize(t *testing.T) {
	p := randomProblem(rand.New(rand.NewPCG(3, 17)), 2*side+37, 2, 30, 0.2)
	small, m := p.solved(t, mostPanel)
	usual, _ := p.solved(t, side)
	for i, v := range small {
		require.InDelta(t, 1, usual[i]/v, 2*m.Relative())
	}
}

// Twofold numbers hold 100 bits.
func TestTwofold(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 17))
	of := func(x twofold) *big.Float {
		sum := new(big.Float).SetPrec(400).SetFloat64(x.high)
		return sum.Add(sum, new(big.Float).SetFloat64(x.low))
	}
	for range 1000 {
		x := normal(math.Exp2(60*r.Float64()-30), 0x1p-54*r.Float64()*0x1p-30)
		y := normal(math.Exp2(60*r.Float64()-30), 0x1p-54*r.Float64()*0x1p-30)
		a, b := of(x), of(y)
		for _, c := range []struct {
			got  twofold
			want *big.Float
		}{
			{x.plus(y), new(big.Float).SetPrec(400).Add(a, b)},
			{x.times(y), new(big.Float).SetPrec(400).Mul(a, b)},
			{x.over(y), new(big.Float).SetPrec(400).Quo(a, b)},
		} {
			off := new(big.Float).Sub(of(c.got), c.want)
			share, _ := off.Quo(off, c.want).Float64()
			require.Less(t, math.Abs(share), 0x1p-100)
		}
	}
}

// Elimination of complete networks:
//
//	go test ./internal/starmesh -run '^$' -bench Solve -benchtime 1x
func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{1000, 2000, 4000, 8000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				m := New(n, 10)
				for i := range n {
					for j := range i {
						m.SetEdge(i, j, float64(1+(i*j)%7))
					}
					m.SetGround(i, 10)
					for c := range 10 {
						m.SetSource(i, c, 1)
					}
				}
				b.ResetTimer()
				_, err := m.Solve(nil, nil)
				require.NoError(b, err)
			}
		})
	}
}
