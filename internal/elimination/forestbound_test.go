package elimination

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/lognum"
	"github.com/propagate-go/propagate/internal/progress"
)

// numbersOf counts the numbers of a product: that of a forest, given by the end of the edge upwards of each node, and
// the source in the place of the ground of its root; class -1: the ground itself. ok is false where one of them is zero.
func (nw *Network) numbersOf(up []int, root, class int, sign int, count map[[2]int]int) (ok bool) {
	n := nw.Len()
	for k, to := range up {
		key, x := [2]int{k, n}, nw.Ground[k]
		switch {
		case to < n:
			key, x = [2]int{max(k, to), min(k, to)}, nw.weight(k, to)
		case k == root && class >= 0:
			key, x = [2]int{k, n + 1 + class}, nw.Source[k*nw.Classes+class]
		}
		if x.IsZero() {
			return false
		}
		count[key] += sign
	}
	return true
}

// weight returns that of an edge; zero where there is none.
func (nw *Network) weight(i, j int) lognum.Num {
	for k := nw.Start[i]; k < nw.Start[i+1]; k++ {
		if int(nw.Ind[k]) == j {
			return nw.W[k]
		}
	}
	return lognum.Zero()
}

// number returns a number by what numbersOf calls it.
func (nw *Network) number(key [2]int) lognum.Num {
	switch n := nw.Len(); {
	case key[1] < n:
		return nw.weight(key[0], key[1])
	case key[1] == n:
		return nw.Ground[key[0]]
	default:
		return nw.Source[key[0]*nw.Classes+key[1]-n-1]
	}
}

// worst returns, of all pairs of a forest in the denominator of an answer and one in its numerator, the largest sum of
// the |T| of the numbers that they do not have in common, and the largest count of those.
func (nw *Network) worst() (sum float64, most int) {
	var all [][]int
	up := make([]int, nw.Len())
	var walk func(k int)
	walk = func(k int) {
		if k == len(up) {
			if _, ok := rootOf(up, 0); ok {
				all = append(all, append([]int{}, up...))
			}
			return
		}
		for up[k] = 0; up[k] <= len(up); up[k]++ {
			walk(k + 1)
		}
	}
	walk(0)
	for _, below := range all {
		for _, above := range all {
			for i := range up {
				root, _ := rootOf(above, i)
				for c := range nw.Classes {
					count := map[[2]int]int{}
					if !nw.numbersOf(below, 0, -1, 1, count) || !nw.numbersOf(above, root, c, -1, count) {
						continue
					}
					differ, t := 0, 0.0
					for key, k := range count {
						differ += max(k, -k)
						t += float64(max(k, -k)) * math.Abs(nw.number(key).Exponent)
					}
					sum, most = max(sum, t), max(most, differ)
				}
			}
		}
	}
	return sum, most
}

// TestErrorOfForests lists all pairs of forests of small networks, with leaves of and without grounds: the errors of the
// data come to no more than what bounds them.
func TestErrorOfForests(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 32))
	near := 0
	for range 150 {
		p := randomPlain(rng, 1+rng.IntN(3), 1)
		// Few grounds and sources, so that some nodes hang on others.
		for i := range p.g {
			if i > 0 && rng.IntN(2) == 0 {
				p.g[i], p.b[i][0] = 0, 0
			}
		}
		nw := p.network(lognum.NewGamma(1))
		size := func() float64 { return math.Exp(3 * rng.NormFloat64()) }
		for _, part := range [][]lognum.Num{nw.Ground, nw.Source} {
			for i := range part {
				if !part[i].IsZero() {
					part[i].Exponent = size()
				}
			}
		}
		_ = nw.visit(progress.Watch(nil).Begin(1), func(i, j int32, k int) {
			nw.W[k].Exponent = size()
			for at := nw.Start[j]; at < nw.Start[j+1]; at++ {
				if nw.Ind[at] == i {
					nw.W[at].Exponent = nw.W[k].Exponent
				}
			}
		})
		sum, most := nw.worst()
		require.LessOrEqual(t, sum, nw.forestT()*(1+1e-12))
		if sum > 0.9*nw.forestT() {
			near++
		}
		nw.InputTError = 1e-3
		require.LessOrEqual(t, 1e-3*float64(most), nw.inputT()*(1+1e-12))
		nw.InputError = 1e-6
		require.LessOrEqual(t, 1e-3*float64(most)+1e-6*sum, nw.inputT()*(1+1e-12))
	}
	require.Greater(t, near, 5, "the bound is reached")
}

// TestLeveragesAddUp: what is left out beside a path of weight 1 has a leverage of w·R each, R the distance on the
// path.
func TestLeveragesAddUp(t *testing.T) {
	const n, w = 6, 1e-9
	p := plain{g: make([]float64, n)}
	exact := 0.0
	for i := range n {
		p.w, p.b = append(p.w, make([]float64, n)), append(p.b, []float64{1})
		for j := range i {
			if p.w[i][j] = 1; i-j > 1 {
				p.w[i][j] = w
				exact += w * float64(i-j)
			}
			p.w[j][i] = p.w[i][j]
		}
		p.g[i] = 1
	}
	_, sum, err := p.network(lognum.NewGamma(1)).dropEdges(t.Context(), nil, 1e-7)
	require.NoError(t, err)
	require.GreaterOrEqual(t, math.Exp(sum), exact*(1-1e-6))
	require.LessOrEqual(t, math.Exp(sum), w*n*float64((n-1)*(n-2)/2)*(1+1e-6), "n·w of each")
}

// TestTooLargeCore counts the updates of a complete rest: k(k+1)/2 where k nodes are left.
func TestTooLargeCore(t *testing.T) {
	updates := 0.0
	for m := range 3000 {
		if updates < 0.99*mostCore || updates > 1.01*mostCore {
			require.Equal(t, updates > mostCore, tooLargeCore(m), "%d nodes", m)
		}
		updates += float64(m) * float64(m+1) / 2
	}
}
