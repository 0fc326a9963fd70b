package lognum

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

const precision = 300

// bigExp returns exp(x) to 250 bits: Taylor's series of x/2^k, squared k times.
func bigExp(x float64) *big.Float {
	const k = 20
	z := new(big.Float).SetPrec(precision).SetFloat64(x)
	z.SetMantExp(z, -k)
	sum := new(big.Float).SetPrec(precision).SetInt64(1)
	term := new(big.Float).SetPrec(precision).SetInt64(1)
	for i := int64(1); i < 40; i++ {
		term.Mul(term, z)
		term.Quo(term, new(big.Float).SetPrec(precision).SetInt64(i))
		sum.Add(sum, term)
	}
	for range k {
		sum.Mul(sum, sum)
	}
	return sum
}

// relative returns |got/want - 1|.
func relative(got, want *big.Float) float64 {
	q := new(big.Float).SetPrec(precision).Quo(got, want)
	q.Sub(q, new(big.Float).SetInt64(1))
	f, _ := q.Float64()
	return math.Abs(f)
}

// TestMathLibrary checks what the error analysis takes from package math: exp to
// 4u, log and log1p to 2u of themselves.
func TestMathLibrary(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const u = 0x1p-53
	for range 3000 {
		x := -700 * rng.Float64()
		if rng.IntN(2) == 0 {
			x = -math.Exp(-20 * rng.Float64())
		}
		require.Less(t, relative(big.NewFloat(math.Exp(x)), bigExp(x)), 4*u, "exp(%v)", x)
		y := math.Exp(600 * (rng.Float64() - 0.5))
		log := math.Log(y)
		require.Less(t, relative(bigExp(log), big.NewFloat(y)), 2*u*math.Max(math.Abs(log), 1e-300), "log(%v)", y)
		z := rng.Float64()
		one := new(big.Float).SetPrec(precision).SetInt64(1)
		require.Less(t, relative(bigExp(math.Log1p(z)), one.Add(one, big.NewFloat(z))), 2*u*math.Log1p(z))
	}
}

// TestSums holds Add and Sum to the errors that doc.go promises.
func TestSums(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		r := NewGamma(math.Exp(4 * rng.NormFloat64()))
		xs := make([]Num, 1+rng.IntN(8))
		want := new(big.Float).SetPrec(precision)
		largest := 0.0
		for i := range xs {
			xs[i] = Num{Exponent: float64(rng.IntN(64)) / 16, LogCoeff: 8 * rng.NormFloat64()}
			largest = math.Max(largest, math.Abs(xs[i].LogCoeff))
			want.Add(want, bigValue(r, xs[i]))
		}
		got := r.Sum(xs)
		limit := 0x1p-53 * (8*largest + 7*math.Log(float64(len(xs)+1)) + 8)
		require.Less(t, relative(bigValue(r, got), want), limit)
		sum := r.Add(xs[0], xs[len(xs)-1])
		want.Add(bigValue(r, xs[0]), bigValue(r, xs[len(xs)-1]))
		require.Less(t, relative(bigValue(r, sum), want), 0x1p-53*(12*largest+5))
	}
}

// bigValue returns exp(-γT + S), the product γT exact.
func bigValue(r Gamma, x Num) *big.Float {
	hi := r.Float64() * x.Exponent
	lo := math.FMA(r.Float64(), x.Exponent, -hi)
	v := bigExp(-hi)
	v.Mul(v, bigExp(-lo))
	return v.Mul(v, bigExp(x.LogCoeff))
}
