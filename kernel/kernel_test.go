package kernel_test

import (
	"math"
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
)

const (
	tiny = math.SmallestNonzeroFloat64
	huge = 1e300
)

var inf = math.Inf(1)

func TestLogWeight(t *testing.T) {
	for _, c := range []struct {
		kernel   kernel.Kernel
		d2, want float64
	}{
		{kernel.RBF{Gamma: 0.5}, 4, -2},
		{kernel.RBF{Gamma: 0}, 4, 0},
		{kernel.RBF{Gamma: 0}, inf, 0},
		{kernel.RBF{Gamma: tiny}, 4, -4 * tiny},
		{kernel.RBF{Gamma: tiny}, tiny, 0},
		{kernel.RBF{Gamma: huge}, 4, -4e300},
		{kernel.RBF{Gamma: huge}, 1e10, -inf},
		{kernel.RBF{Gamma: huge}, tiny, -1e300 * tiny},
		{kernel.RBF{Gamma: huge}, 0, 0},
		{kernel.RBF{Gamma: inf}, 0, 0},
		{kernel.RBF{Gamma: inf}, tiny, -inf},
		{kernel.Laplacian{Gamma: 0.5}, 4, -1},
		{kernel.Laplacian{Gamma: 0}, 4, 0},
		{kernel.Laplacian{Gamma: tiny}, 16, -4 * tiny},
		{kernel.Laplacian{Gamma: huge}, 4, -2e300},
		{kernel.Laplacian{Gamma: inf}, 0, 0},
		{kernel.Laplacian{Gamma: inf}, tiny, -inf},
		{kernel.Laplacian{Gamma: 3}, tiny, -3 * 0x1p-537},
		{kernel.Unweighted{}, 0, 0},
		{kernel.Unweighted{}, 1e300, 0},
		{kernel.InverseDistance{}, 1, 0},
		{kernel.InverseDistance{}, 0, inf},
		{kernel.InverseDistance{}, inf, -inf},
		{kernel.InverseDistance{}, tiny, 537 * math.Ln2},
		{kernel.InverseDistance{}, 0x1p-1022, 511 * math.Ln2},
		{kernel.InverseDistance{}, 0x1p1000, -500 * math.Ln2},
		{kernel.SelfTuning{}, 0, 0},
		{kernel.SelfTuning{K: 3}, 2.5, -2.5},
	} {
		got := c.kernel.LogWeight(c.d2)
		if math.IsInf(c.want, 0) || c.want == 0 {
			assert.Equal(t, c.want, got+0, "%v of %g", c.kernel, c.d2) // +0: no sign on zero
			continue
		}
		assert.InEpsilon(t, c.want, got, 1e-15, "%v of %g", c.kernel, c.d2)
	}
}

// The weights themselves, over distances where exp is in range.
func TestLogWeightIsLogOfTextbookWeight(t *testing.T) {
	for _, d := range []float64{1e-3, 0.1, 0.5, 1, 2, 7.25} {
		assert.InEpsilon(t, math.Exp(-0.3*d*d), math.Exp(kernel.RBF{Gamma: 0.3}.LogWeight(d*d)), 1e-14)
		assert.InEpsilon(t, math.Exp(-0.3*d), math.Exp(kernel.Laplacian{Gamma: 0.3}.LogWeight(d*d)), 1e-14)
		assert.InEpsilon(t, 1/d, math.Exp(kernel.InverseDistance{}.LogWeight(d*d)), 1e-14)
	}
}

func TestExponentialKernelsAgreeWithTheirDecay(t *testing.T) {
	for _, k := range []kernel.Exponential{kernel.RBF{Gamma: 0.7}, kernel.Laplacian{Gamma: 0.7}} {
		gamma, power := k.Decay()
		for _, d := range []float64{0, 0.25, 1, 3, 11} {
			assert.InDelta(t, -gamma*math.Pow(d, float64(power)), k.LogWeight(d*d), 1e-13, "%v at %g", k, d)
		}
	}
}

func TestSelfTuningRank(t *testing.T) {
	for k, want := range map[int]int{0: 7, 1: 1, 7: 7, 20: 20, -3: -3} {
		assert.Equal(t, want, kernel.SelfTuning{K: k}.Rank())
	}
}

func TestNames(t *testing.T) {
	for want, v := range map[string]interface{ String() string }{
		"rbf(γ=0.05)":        kernel.RBF{Gamma: 0.05},
		"rbf(γ=+Inf)":        kernel.RBF{Gamma: inf},
		"laplacian(γ=1e+06)": kernel.Laplacian{Gamma: 1e6},
		"connectivity":       kernel.Unweighted{},
		"inverse distance":   kernel.InverseDistance{},
		"self-tuning(K=7)":   kernel.SelfTuning{},
		"self-tuning(K=3)":   kernel.SelfTuning{K: 3},
		"euclidean":          kernel.Euclidean{},
		"manhattan":          kernel.Manhattan{},
		"cosine":             kernel.Cosine{},
	} {
		assert.Equal(t, want, v.String())
	}
}
