package lognum

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGammaKeepsItsValue(t *testing.T) {
	for _, gamma := range []float64{0, 5e-324, 1e-310, 1e-300, 0.5, 1, 20, 1e300, math.MaxFloat64} {
		r := NewGamma(gamma)
		require.True(t, r.Valid())
		require.Equal(t, gamma, r.Float64())
		require.Zero(t, r.Times(0))
		require.Equal(t, gamma, r.Scale(700).Scale(-700).Float64())
	}
	inf := NewGamma(math.Inf(1))
	require.True(t, inf.Valid())
	require.Zero(t, inf.Times(0))
	require.Equal(t, math.Inf(-1), inf.Times(-5e-324))
	require.False(t, NewGamma(-1).Valid())
	require.False(t, NewGamma(math.NaN()).Valid())
}

// TestTimesRange: no overflow or underflow but that of the product itself.
func TestTimesRange(t *testing.T) {
	require.Equal(t, 1.0, NewGamma(1).Scale(2000).Times(0x1p-1000)*0x1p-1000)
	require.Equal(t, 0x1p-1000, NewGamma(0x1p-500).Scale(-1500).Times(0x1p1000))
	require.Equal(t, 4.0, NewGamma(0x1p1023).Times(0x1p-1021))
	require.Equal(t, 1.5, NewGamma(1.5*0x1p1000).Scale(74).Times(5e-324))
	require.Equal(t, math.Inf(1), NewGamma(1e300).Times(1e300))
	require.Zero(t, NewGamma(1e-300).Times(1e-300))
}

func TestZeroAndOne(t *testing.T) {
	for _, gamma := range []float64{0, 1, 1e300, math.Inf(1)} {
		r := NewGamma(gamma)
		x := Num{Exponent: 2, LogCoeff: 3}
		require.Equal(t, x, r.Add(x, Zero()))
		require.Equal(t, x, r.Add(Zero(), x))
		require.True(t, r.Add(Zero(), Zero()).IsZero())
		require.True(t, x.Mul(Zero()).IsZero())
		require.Equal(t, x, x.Mul(r.One()))
		require.Equal(t, math.Inf(-1), r.Log(Zero()))
		require.Equal(t, math.Inf(-1), r.LogRatio(Zero(), x))
		require.Equal(t, math.Inf(1), r.LogRatio(x, Zero()))
		require.Zero(t, r.LogRatio(Zero(), Zero()))
		require.True(t, r.Sum(nil).IsZero())
		require.True(t, r.Sum([]Num{Zero(), Zero()}).IsZero())
		require.True(t, x.Times(math.Inf(-1)).IsZero())
	}
}

// TestBigAgrees: on short dyadic numbers both arithmetics do the same.
func TestBigAgrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		r := NewGamma(math.Exp(20 * rng.NormFloat64()))
		e := Exact{Gamma: r, Exp: -4}
		var nums []Num
		var bigs []Big
		for range 1 + rng.IntN(5) {
			k, s := int64(2*rng.IntN(100)), rng.NormFloat64()
			nums = append(nums, Num{float64(k) / 16, s})
			bigs = append(bigs, Big{big.NewInt(k), s})
		}
		require.Equal(t, r.Sum(nums), e.Num(e.Sum(bigs)))
		require.Equal(t, nums[0].Sqrt(), e.Num(e.Sqrt(bigs[0])))
		require.Equal(t, r.Mul(nums[0], nums[len(nums)-1]), e.Num(e.Mul(bigs[0], bigs[len(nums)-1])))
	}
	require.True(t, Exact{}.Mul(Big{}, Exact{}.One()).IsZero())
	require.True(t, Exact{}.Sqrt(Exact{}.Zero()).IsZero())
	require.True(t, Exact{}.Shift(Exact{}.One(), math.Inf(-1)).IsZero())
	require.True(t, Exact{}.Sum(nil).IsZero())
	require.True(t, Exact{}.Num(Big{}).IsZero())
}

func TestFixedAgreesWithBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		bitLen := 1 + rng.IntN(300)
		f := NewFixed(bitLen+1, rng.IntN(100)-50)
		f.Grow(3)
		x, y := randomInt(rng, bitLen), randomInt(rng, bitLen)
		f.SetBig(0, Big{x, 1})
		f.SetBig(1, Big{y, 2})
		require.Zero(t, f.Big(0).Exponent.Cmp(x))
		Plus(f.At(2), f.At(0), f.At(1))
		f.S[2] = 0
		require.Zero(t, f.Big(2).Exponent.Cmp(new(big.Int).Add(x, y)))
		Minus(f.At(2), f.At(0), f.At(1))
		diff := new(big.Int).Sub(x, y)
		require.Zero(t, f.Big(2).Exponent.Cmp(diff))
		require.Equal(t, diff.Sign() < 0, Negative(f.At(2)))
		if diff.Sign() >= 0 {
			r := NewGamma(3)
			want := Exact{Gamma: r, Exp: f.Exp}.G(diff)
			require.InDelta(t, want, r.G(f.At(2), f.Exp), 4*0x1p-53*want)
		}
	}
	f := NewFixed(64, 0)
	f.Grow(1)
	require.True(t, f.Big(0).IsZero())
	f.SetBig(0, Big{})
	require.True(t, f.IsZero(0))
}

func randomInt(rng *rand.Rand, bitLen int) *big.Int {
	x := new(big.Int)
	for range bitLen/32 + 1 {
		x.Lsh(x, 32)
		x.Or(x, big.NewInt(int64(rng.Uint32())))
	}
	x.Rsh(x, uint(max(0, x.BitLen()-bitLen)))
	if rng.IntN(2) == 0 {
		x.Neg(x)
	}
	return x
}

// TestDistances compares both squared distances with big.Float at every scale.
func TestDistances(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, scale := range []float64{1, 1e155, 1e-170, 1e307, 4.9e-322, 1e8} {
		const n, dim = 6, 3
		x := make([]float64, n*dim)
		for i := range x {
			x[i] = scale * (math.Round(1000*rng.Float64()) / 1000)
		}
		p, err := NewPoints(x, dim)
		require.NoError(t, err)
		d, exact := p.Distances(), p.Exact(1)
		for i := range n {
			for j := range n {
				want := exactDistance(x[i*dim:(i+1)*dim], x[j*dim:(j+1)*dim])
				got := new(big.Float).SetPrec(0).SetInt(d.Between(i, j).Exponent)
				got.SetMantExp(got, exact.Exp+2*p.exp)
				require.Zero(t, got.Cmp(want), "%v: %v and %v", scale, got, want)
				approx := new(big.Float).SetFloat64(p.T(i, j))
				approx.SetMantExp(approx, 2*p.exp)
				if want.Sign() == 0 {
					require.Zero(t, approx.Sign())
					continue
				}
				require.LessOrEqual(t, relative(approx, want), p.InputError())
			}
		}
	}
}

func exactDistance(a, b []float64) *big.Float {
	sum := new(big.Float).SetPrec(8000)
	for k := range a {
		d := new(big.Float).SetPrec(8000).Sub(big.NewFloat(a[k]), big.NewFloat(b[k]))
		sum.Add(sum, d.Mul(d, d))
	}
	return sum
}

func TestInputError(t *testing.T) {
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{[]float64{0, 1, 2, 16}, 0},
		{[]float64{0, 0}, 0},
		{[]float64{0.5, 1e-300}, math.Inf(1)},
		{[]float64{0.1, 0.7}, 5 * 0x1p-53},
	} {
		p, err := NewPoints(c.x, 2)
		require.NoError(t, err)
		require.Equal(t, c.want, p.InputError(), "%v", c.x)
		require.Positive(t, p.Bits())
	}
	_, err := NewPoints([]float64{1, 2, 3, math.NaN()}, 2)
	require.EqualError(t, err, "lognum: row 1, column 1: NaN")
}
