package ln_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/internal/ln"
)

func TestOfPowersOfTwo(t *testing.T) {
	for e := -1074; e <= 1023; e++ {
		want := float64(e) * math.Ln2
		got := ln.Of(math.Ldexp(1, e))
		if math.Abs(got-want) > 4e-16*math.Abs(want) {
			t.Errorf("Of(2^%d) = %.17g, want %.17g", e, got, want)
		}
	}
}

func TestOfSpecialValues(t *testing.T) {
	cases := map[float64]float64{
		0:           math.Inf(-1),
		1:           0,
		math.Inf(1): math.Inf(1),
		5e-324:      -744.4400719213812,
		-1:          math.NaN(),
		-5e-324:     math.NaN(),
	}
	for x, want := range cases {
		got := ln.Of(x)
		if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("Of(%g) = %.17g, want %.17g", x, got, want)
		}
	}
	if !math.IsNaN(ln.Of(math.NaN())) {
		t.Error("Of(NaN) is not NaN")
	}
}

// A difference in the last place is left to machines that fuse multiply and
// add.
func TestOfIsMathLogOnNormalNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	numbers := []float64{0x1p-1022, math.MaxFloat64, math.Sqrt2 / 2, math.Sqrt2, math.Nextafter(1, 0), math.Nextafter(1, 2)}
	for range 200_000 {
		x := math.Float64frombits(random.Uint64() >> 1)
		numbers = append(numbers, random.Float64(), 1+1e-3*random.NormFloat64(), x)
	}
	for _, x := range numbers {
		if !(x >= 0x1p-1022 && x <= math.MaxFloat64) {
			continue
		}
		want := math.Log(x)
		if got := ln.Of(x); math.Abs(got-want) > 3e-16*math.Abs(want) {
			t.Fatalf("Of(%g) = %.17g, math.Log gives %.17g", x, got, want)
		}
	}
}

func TestOfSubnormalNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100_000 {
		x := math.Float64frombits(1 + random.Uint64N(1<<52-1))
		want := math.Log(x*0x1p54) - 54*math.Ln2
		if got := ln.Of(x); math.Abs(got-want) > 3e-16*math.Abs(want) {
			t.Fatalf("Of(%g) = %.17g, want %.17g", x, got, want)
		}
	}
}

var sink float64

func BenchmarkOf(b *testing.B) {
	x := 0.3
	for b.Loop() {
		sink += ln.Of(x)
	}
}

func BenchmarkMathLog(b *testing.B) {
	x := 0.3
	for b.Loop() {
		sink += math.Log(x)
	}
}
