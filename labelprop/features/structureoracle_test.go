package features_test

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
)

// partsByHand divides a column as the method is described: numbers by how many of the four quintiles are no larger,
// those of the least value together; categories by their rank in frequency, from the twelfth on together. -1: missing.
func partsByHand(c features.Column) []int {
	var sorted []float64
	count := map[float64]int{}
	for _, v := range c.Values {
		if v == v {
			sorted = append(sorted, v)
			count[v]++
		}
	}
	sort.Float64s(sorted)
	parts := make([]int, len(c.Values))
	for i, v := range c.Values {
		switch {
		case v != v:
			parts[i] = -1
		case c.Categories > 0:
			for other, n := range count {
				if n > count[v] || n == count[v] && other < v {
					parts[i]++
				}
			}
			parts[i] = min(parts[i], 11)
		default:
			for k := 1; k <= 4; k++ {
				if end := sorted[k*len(sorted)/5]; end > sorted[0] && end <= v {
					parts[i]++
				}
			}
		}
	}
	return parts
}

// cramer returns (χ² - f)/(n·m) with χ² as the sum of (observed - expected)²/expected, and 2f/(n·m)².
func cramer(a, b []int) (v, variance float64) {
	observed, inA, inB, present := map[[2]int]float64{}, map[int]float64{}, map[int]float64{}, 0.0
	for i := range a {
		if a[i] >= 0 && b[i] >= 0 {
			observed[[2]int{a[i], b[i]}]++
			inA[a[i]]++
			inB[b[i]]++
			present++
		}
	}
	if min(len(inA), len(inB)) < 2 {
		return 0, 0
	}
	chi := 0.0
	for k, x := range inA {
		for l, y := range inB {
			e := x * y / present
			chi += (observed[[2]int{k, l}] - e) * (observed[[2]int{k, l}] - e) / e
		}
	}
	f, nm := float64((len(inA)-1)*(len(inB)-1)), float64(len(a)*(min(len(inA), len(inB))-1))
	return (chi - f) / nm, 2 * f / (nm * nm)
}

// TestWeightsByDefinition: numbers with and without ties, few and many categories, and gaps.
func TestWeightsByDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	const n, d = 300, 6
	for range 10 {
		columns := make([]features.Column, d)
		columns[2].Categories, columns[3].Categories = 3, 30
		for range n {
			x := r.NormFloat64()
			for j, v := range []float64{
				x, math.Max(0, math.Round(2*x)), math.Min(2, math.Floor(math.Abs(x+r.Float64()))),
				math.Floor(29 / (1 + math.Exp(2*x+r.NormFloat64()))), math.Round(x + r.NormFloat64()), r.NormFloat64(),
			} {
				// Gaps are those of two columns, so that rows, rows that count and parts differ.
				if j > 3 && r.IntN(3) == 0 {
					v = math.NaN()
				}
				columns[j].Values = append(columns[j].Values, v)
			}
		}
		s, noise, mean := make([]float64, d), 0.0, 0.0
		for i := range d {
			for j := range d {
				if i != j {
					v, variance := cramer(partsByHand(columns[i]), partsByHand(columns[j]))
					s[i] += v
					noise += variance / d
				}
			}
			s[i] = max(0, s[i])
			mean += s[i] / d
		}
		a := 0.1 + 2*math.Sqrt(noise)
		for j, w := range features.Weights(columns) {
			assert.InDelta(t, math.Sqrt((s[j]+a)/(mean+a)), w, 1e-9, "column %d", j)
		}
	}
}
