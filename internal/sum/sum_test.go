package sum_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/sum"
)

func TestOfKeepsWhatALoopLoses(t *testing.T) {
	if got := sum.Of([]float64{1, 1e100, 1, -1e100}); got != 2 {
		t.Errorf("got %g, want 2", got)
	}
	if got := sum.Of(nil); got != 0 {
		t.Errorf("empty sum is %g", got)
	}
}

func TestOfInfinities(t *testing.T) {
	inf := math.Inf(1)
	cases := []struct {
		xs   []float64
		want float64
	}{
		{[]float64{1, inf, 2}, inf},
		{[]float64{1, -inf, 2}, -inf},
		{[]float64{math.MaxFloat64, math.MaxFloat64, 1}, inf},
		{[]float64{inf, -inf}, math.NaN()},
		{[]float64{1, math.NaN()}, math.NaN()},
	}
	for _, c := range cases {
		got := sum.Of(c.xs)
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("Of(%v) = %g, want %g", c.xs, got, c.want)
		}
	}
}

func TestOfAgainstExactArithmetic(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		exact := new(big.Float).SetPrec(2000)
		xs := make([]float64, 1000)
		for i := range xs {
			xs[i] = math.Ldexp(random.Float64(), random.IntN(40)-20)
			exact.Add(exact, big.NewFloat(xs[i]))
		}
		want, _ := exact.Float64()
		if got := sum.Of(xs); math.Abs(got-want) > 3e-16*want {
			t.Fatalf("got %.17g, want %.17g", got, want)
		}
	}
}
