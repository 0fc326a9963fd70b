package dense

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/vec"
	"github.com/stretchr/testify/require"
)

func normals(n int, seed uint64) []float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

// Every element is within its bound of exp(-γ|x-y|²), at every tier, offset and γ.
func TestRBF(t *testing.T) {
	tiers := vec.Tiers()
	if testing.Short() {
		tiers = tiers[:1]
	}
	for _, tier := range tiers {
		for _, precision := range []Precision{Double, Single} {
			for _, n := range []int{1, 2, 191, 192, 193, 450} {
				for _, gamma := range []float64{0, 1e-300, 0.05, 1, 30} {
					requireRBF(t, n, gamma, precision, tier)
				}
			}
		}
	}
}

func requireRBF(t *testing.T, n int, gamma float64, precision Precision, tier vec.Tier) {
	const d = 5
	x := normals(n*d, uint64(n))
	for i := range x {
		x[i] += 1000
	}
	m, ok := RBF(x, n, d, gamma, Options{Precision: precision, Tier: tier})
	require.True(t, ok)
	require.Equal(t, precision == Single, m.Error > 1e-8)
	for i := range n {
		require.Zero(t, m.At(i, i))
		for j := range i {
			want := math.Exp(-gamma * vec.SquaredDistance(x[i*d:(i+1)*d], x[j*d:(j+1)*d]))
			got := m.At(i, j)
			if want < 2*m.Lost {
				require.LessOrEqual(t, got, 2*m.Lost)
				continue
			}
			require.InDelta(t, want, got, (m.Error+1e-14*(1-math.Log(want)))*want, "%v, n = %d, γ = %g, rows %d and %d", tier, n, gamma, i, j)
		}
	}
}

// Where products lose the distances, the matrix is refused.
func TestRBFRefuses(t *testing.T) {
	x := normals(300, 2)
	x[7] = 1e9
	_, ok := RBF(x, 100, 3, 1, Options{Precision: Single, Tier: vec.Best()})
	require.False(t, ok)
}

// The product is that of the definition, and the same for every number of columns.
func TestMul(t *testing.T) {
	for _, tier := range vec.Tiers() {
		for _, n := range []int{1, 5, 400} {
			m, _ := RBF(normals(n*4, 3), n, 4, 0.3, Options{Precision: Precision(n % 2), Tier: tier})
			for _, cols := range []int{1, 8, 11, 8} {
				x, got := normals(n*cols, 4), make([]float64, n*cols)
				m.Mul(got, x, cols)
				for i := range n {
					for k := range cols {
						sum := 0.0
						for j := range n {
							sum += m.At(i, j) * x[j*cols+k]
						}
						require.InDelta(t, sum, got[i*cols+k], 1e-12*float64(n), "%v, n = %d", tier, n)
					}
				}
			}
		}
	}
}

func BenchmarkDense(b *testing.B) {
	for _, d := range []int{16, 784} {
		const n = 5000
		x := normals(n*d, 1)
		for _, precision := range []Precision{Double, Single} {
			var m *Symmetric
			b.Run(fmt.Sprintf("RBF/d=%d/%d", d, precision), func(b *testing.B) {
				for b.Loop() {
					m, _ = RBF(x, n, d, 1/float64(2*d), Options{Precision: precision, Tier: vec.Best()})
				}
			})
			y, out := normals(n*11, 1), make([]float64, n*11)
			b.Run(fmt.Sprintf("Mul/d=%d/%d", d, precision), func(b *testing.B) {
				for b.Loop() {
					m.Mul(out, y, 11)
				}
			})
		}
	}
}
