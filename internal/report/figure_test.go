package report

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/propagate-go/propagate/internal/summary"
)

func TestAxis(t *testing.T) {
	plain := func(v float64) string { return short1(v) }
	a := axis{0, 10, 100, 200, false}
	assert.Equal(t, 150.0, a.at(5))
	assert.Equal(t, []tick{{100, "0"}, {150, "5"}, {200, "10"}}, a.ticks(2, plain))
	up := axis{1e-6, 1, 200, 100, true}
	assert.Equal(t, 150.0, up.at(1e-3))
	assert.Equal(t, []tick{{200, "10⁻⁶"}, {150, "10⁻³"}, {100, "10⁰"}}, up.ticks(2, plain))
}

func TestRoundStep(t *testing.T) {
	for v, want := range map[float64]float64{1: 1, 1.1: 2, 2: 2, 3: 5, 7: 10, 0.03: 0.05, 240: 500} {
		assert.InEpsilon(t, want, roundStep(v), 1e-12, v)
	}
}

// TestBinned compares with the bins of the definition: above i/20, up to (i+1)/20, and 0 in the first.
func TestBinned(t *testing.T) {
	for i := range 1001 {
		c := float64(i) / 1000
		want := 0
		for b := range confidenceBins {
			if i*confidenceBins > b*1000 {
				want = b
			}
		}
		assert.Equal(t, 1, binned([]float64{c})[want], c)
	}
}

func TestWords(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234"} {
		assert.Equal(t, want, count(n))
	}
	assert.Equal(t, "0 %", percent(0, 7))
	assert.Equal(t, "100 %", percent(7, 7))
	assert.Equal(t, "99.999 %", percent(9999999, 10000000), "not all")
	assert.Equal(t, "1e-05 %", percent(1, 10000000), "not none")
	assert.Equal(t, "–", percent(0, 0))
	assert.Equal(t, "-∞", four(summary.Number(math.Inf(-1))))
	assert.Equal(t, "a…c", short("añbc", 3))
	assert.Equal(t, "the l…er A", short("the letter A", 10))
	assert.Equal(t, "añbc", short("añbc", 4))
	assert.True(t, math.IsNaN(median(nil)))
}

// TestHues checks that the largest of many classes have a colour of their own.
func TestHues(t *testing.T) {
	all := make([]summary.Class, 13)
	for k := range all {
		all[k].Predicted = k
	}
	got := hues(all)
	assert.Equal(t, []int{other, other, other, 9}, got[:4])
	assert.Equal(t, 0, got[12])
	assert.Equal(t, []int{0, 1}, hues(all[:2]))
}

// TestColoursDiffer checks that classes can be told apart with any colour vision: how the colours look
// to people without one kind of cones, by the matrices of Machado, Oliveira and Fernandes (2009).
func TestColoursDiffer(t *testing.T) {
	visions := map[string][9]float64{
		"full":         {1, 0, 0, 0, 1, 0, 0, 0, 1},
		"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
		"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
		"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
	}
	for name, m := range visions {
		for _, page := range []func(colour) string{
			func(c colour) string { return c.Light }, func(c colour) string { return c.Dark },
		} {
			for i, a := range palette {
				for _, b := range palette[:i] {
					assert.Greater(t, distance(page(a), page(b), m), 12.0, "%s: %s and %s", name, page(a), page(b))
				}
			}
		}
	}
}

// distance is that of CIELAB, of 1976, between two colours as somebody sees them.
func distance(a, b string, vision [9]float64) float64 {
	x, y := lab(a, vision), lab(b, vision)
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}

func lab(hex string, m [9]float64) [3]float64 {
	var v [3]float64 // linear red, green, blue
	for i := range v {
		c := float64(16*digit(hex[1+2*i])+digit(hex[2+2*i])) / 255
		if v[i] = c / 12.92; c > 0.04045 {
			v[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	v = times(m, v)
	xyz := times([9]float64{
		0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505,
		0.2126, 0.7152, 0.0722,
		0.0193 / 1.089, 0.1192 / 1.089, 0.9505 / 1.089,
	}, v)
	for i, c := range xyz {
		if xyz[i] = c*841/108 + 4.0/29; c > 216.0/24389 {
			xyz[i] = math.Cbrt(c)
		}
	}
	return [3]float64{116*xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])}
}

func digit(c byte) int {
	if c >= 'a' {
		return int(c-'a') + 10
	}
	return int(c - '0')
}

func times(m [9]float64, v [3]float64) [3]float64 {
	var out [3]float64
	for i := range out {
		out[i] = m[3*i]*v[0] + m[3*i+1]*v[1] + m[3*i+2]*v[2]
	}
	return out
}
