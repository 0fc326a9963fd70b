package graph_test

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr/csrtest"
	"github.com/propagate-go/propagate/kernel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// times returns x·2^exp, which must be exact.
func times(x [][]float64, exp int) [][]float64 {
	out := make([][]float64, len(x))
	for i, row := range x {
		for _, v := range row {
			w := math.Ldexp(v, exp)
			if math.Ldexp(w, -exp) != v {
				panic(fmt.Sprintf("%g·2^%d is out of range", v, exp))
			}
			out[i] = append(out[i], w)
		}
	}
	return out
}

// powers of two from all values subnormal to the largest near 1e308.
var powers = []int{-1074, -1000, -700, -545, -500, -300, -17, 17, 300, 500, 513, 700, 1003}

// Rows times 2^e: the same neighbours at 2^e times the distance, bit for bit.
func TestPowerOfTwoLeavesNeighborsAlone(t *testing.T) {
	x := integerRows(random(1), 70, 3, 1<<19)
	for _, metric := range []kernel.Metric{kernel.Euclidean{}, kernel.Manhattan{}} {
		for _, form := range forms {
			want := requireKNN(t, form.of(x), 4, &graph.SearchOptions{Metric: metric})
			for _, e := range powers {
				got := requireKNN(t, form.of(times(x, e)), 4, &graph.SearchOptions{Metric: metric})
				requireScaled(t, requireJoined(t, want), requireJoined(t, got), e)
			}
		}
	}
}

// requireScaled checks that the distances are 2^e times those of want.
func requireScaled(t *testing.T, want, got *graph.Neighbors, e int) {
	t.Helper()
	for i := range want.N() {
		ind, d := want.Row(i)
		gotInd, gotD := got.Row(i)
		require.Equal(t, ind, gotInd, "times 2^%d, row %d", e, i)
		for k := range d {
			require.Equal(t, math.Ldexp(d[k], e), gotD[k], "times 2^%d, row %d", e, i)
		}
	}
}

func TestPowerOfTwoAndRadius(t *testing.T) {
	x := integerRows(random(2), 40, 2, 9)
	want := requireRadius(t, dense(x), 5, nil)
	for _, e := range []int{-1074, -600, -300, 300, 600, 1018} {
		requireScaled(t, want, requireRadius(t, dense(times(x, e)), math.Ldexp(5, e), nil), e)
	}
}

// Weights stay the same bit for bit when γ goes the other way.
func TestPowerOfTwoLeavesWeightsAlone(t *testing.T) {
	// 500 bits between the coordinates: squares reach down to 2^-1000.
	x := randomRows(random(3), 50, 3)
	for i := range x {
		x[i][2] *= 0x1p-450
	}
	n := requireKNN(t, dense(x), 5, nil)
	for _, e := range []int{-480, -470, -100, 100, 300, 512, 1000} {
		got := requireKNN(t, dense(times(x, e)), 5, nil)
		requireSameWeights(t, requireWeigh(t, n, kernel.SelfTuning{}), requireWeigh(t, got, kernel.SelfTuning{}))
		gamma := math.Ldexp(0.7, -e)
		requireSameWeights(t, requireWeigh(t, n, kernel.Laplacian{Gamma: 0.7}), requireWeigh(t, got, kernel.Laplacian{Gamma: gamma}))
		if gamma = math.Ldexp(0.7, -2*e); gamma > 0x1p-1022 && gamma < 0x1p1000 {
			requireSameWeights(t, requireWeigh(t, n, kernel.RBF{Gamma: 0.7}), requireWeigh(t, got, kernel.RBF{Gamma: gamma}))
		}
	}
}

func requireSameWeights(t *testing.T, want, got *graph.Graph) {
	t.Helper()
	for i := range want.N() {
		require.Equal(t, want.LogWeights(nil, i), got.LogWeights(nil, i), "%v, row %d", got, i)
	}
}

// At 2^e times the distance, 1/d is 2^-e times as much.
func TestPowerOfTwoAndInverseDistance(t *testing.T) {
	x := integerRows(random(4), 50, 2, 7) // with duplicates
	want := requireWeigh(t, requireKNN(t, dense(x), 5, nil), kernel.InverseDistance{})
	for _, e := range []int{-1074, -700, 100, 700, 1018} {
		got := requireWeigh(t, requireKNN(t, dense(times(x, e)), 5, nil), kernel.InverseDistance{})
		for i := range want.N() {
			l := got.LogWeights(nil, i)
			for k := range l {
				l[k] += float64(e) * math.Ln2
			}
			require.InDeltaSlice(t, want.LogWeights(nil, i), l, 1e-12, "times 2^%d", e)
		}
	}
}

// exactDistances returns the squared distances without rounding.
func exactDistances(x [][]float64) [][]*big.Float {
	d := make([][]*big.Float, len(x))
	for i, a := range x {
		for _, b := range x {
			d[i] = append(d[i], exactSquare(a, b))
		}
	}
	return d
}

func exactSquare(a, b []float64) *big.Float {
	const bits = 5000 // 2^-1074 to 2^1024, squared
	sum, diff := new(big.Float).SetPrec(bits), new(big.Float).SetPrec(bits)
	for k := range a {
		diff.Sub(big.NewFloat(a[k]), big.NewFloat(b[k]))
		sum.Add(sum, diff.Mul(diff, diff))
	}
	return sum
}

// Coordinates as far from 1 as they come, some both ways at once, against exact
// distances. Differences of the least coordinates count as long as they are more
// than 2^-750 of the largest coordinate.
func TestExtremeCoordinates(t *testing.T) {
	for _, c := range []struct {
		name string
		x    [][]float64
	}{
		{"1e155", column(1e155, 2.5e155, -1e155, 1.1e155, 9e155, -8.5e155)},
		{"1e307", column(1e307, 2.5e307, -1e307, 1.1e307, 9e307, -8.5e307)},
		{"largest", column(math.MaxFloat64, -math.MaxFloat64, 0, 1e308, -1e308)},
		{"1e-170", column(1e-170, 2.5e-170, -1e-170, 1.1e-170, 9e-170, -8.5e-170)},
		{"subnormal", column(5e-324, 15e-324, 1e-320, -5e-324, 30e-324, 3e-310)},
		// Where distances are equal in float64, the nearest comes first in the column.
		{"1e-200 and 1", column(3e-200, 1e-200, 0, 1, 1+1e-15, 2.5)},
		{"1e200 and 1", column(1+1e-15, 1, 0, 1e200, 3e200)},
		{"a column of 1e200 and one of 1", [][]float64{{1e200, 1}, {1e200, 2}, {1e200, 5}, {3e200, 1}, {3e200, 1.5}, {0, 0}}},
		{"offset 1e8", column(1e8+0.25, 1e8+0.75, 1e8+2, 1e8-1, 1e8+8, 1e8+15)},
		{"offset 2^52", column(0x1p52+1, 0x1p52+2, 0x1p52+4, 0x1p52-1.5, 0x1p52+9, 0x1p52-12)},
	} {
		for _, form := range forms {
			n := requireKNN(t, form.of(c.x), 2, nil)
			requireExact(t, c.name, c.x, n)
			requireUndirected(t, n)
		}
	}
}

// requireExact checks that each row is joined with its nearest by exact distances, and
// that the distances have all their digits.
func requireExact(t *testing.T, name string, x [][]float64, n *graph.Neighbors) {
	t.Helper()
	exact := exactDistances(x)
	for i := range x {
		ind, d := n.Row(i)
		for _, j := range twoNearest(exact, i) {
			require.Contains(t, ints(ind), j, "%s, row %d", name, i)
		}
		for e, j := range ind {
			want, _ := new(big.Float).Sqrt(exact[i][j]).Float64()
			if math.IsInf(want, 1) {
				require.Equal(t, want, d[e], name)
				continue
			}
			require.InEpsilon(t, want, d[e], 1e-15, "%s, rows %d and %d", name, i, j)
		}
	}
}

func twoNearest(exact [][]*big.Float, i int) []int {
	others := []int{}
	for j := range exact {
		if j != i {
			others = append(others, j)
		}
	}
	slices.SortFunc(others, func(a, b int) int { return cmp.Or(exact[i][a].Cmp(exact[i][b]), cmp.Compare(a, b)) })
	return others[:2]
}

// A far offset takes nothing from differences that are exact.
func TestOffsetLeavesNeighborsAlone(t *testing.T) {
	x := integerRows(random(5), 60, 3, 5)
	want := requireKNN(t, dense(x), 3, nil)
	for _, offset := range []float64{1e8, 0x1p52, -0x1p52} {
		moved := make([][]float64, len(x))
		for i, row := range x {
			for _, v := range row {
				moved[i] = append(moved[i], v+offset)
			}
		}
		requireSame(t, want, requireKNN(t, dense(moved), 3, nil))
	}
}

// Beyond the range that squares have, nothing is NaN and nothing is lost but digits.
func TestCoordinatesFurtherApartThanSquaresReach(t *testing.T) {
	x := column(0, 1e-300, 1, 2, 1e300)
	g := requireWeigh(t, requireKNN(t, dense(x), 1, nil), kernel.RBF{Gamma: 1})
	for i := range x {
		for _, l := range g.LogWeights(nil, i) {
			assert.False(t, math.IsNaN(l) || l > 0)
		}
	}
	te := csrtest.Rows(g).TError
	assert.Equal(t, math.Inf(1), te)
	lossy := requireWeigh(t, requireKNN(t, dense(column(5e-324, 1, 1e308)), 1, nil), kernel.RBF{Gamma: 1})
	assert.Nil(t, csrtest.Rows(lossy).Point(0))
}

func TestGammaIsThatOfTheMedianDistance(t *testing.T) {
	at := func(values ...float64) *graph.Neighbors { return requireComplete(t, dense(column(values...)), nil) }
	three := at(0, 3, 6) // the farthest stands in for the 7th: 6, 3, 6
	assert.InEpsilon(t, 10.0/36, three.Gamma(kernel.RBF{}), 1e-15)
	assert.InEpsilon(t, 10.0/6, three.Gamma(kernel.Laplacian{}), 1e-15)
	assert.Equal(t, 1.0, three.Gamma(kernel.SelfTuning{}))
	assert.Equal(t, 1.0, at(5, 5, 5).Gamma(kernel.RBF{}))

	line := at(0, 1, 2, 3, 4, 5, 6, 7, 8) // 7th: 7, 6, 5, 5, 4, 5, 5, 6, 7
	assert.InEpsilon(t, 10.0/25, line.Gamma(kernel.RBF{}), 1e-15)

	for _, e := range []int{-1000, -600, 500, 1000} {
		far := at(0, math.Ldexp(3, e), math.Ldexp(6, e))
		gamma := far.Gamma(kernel.RBF{})
		assert.True(t, gamma > 0 && gamma <= math.MaxFloat64, "%g at 2^%d", gamma, e)
		assert.InEpsilon(t, math.Ldexp(10.0/6, -e), far.Gamma(kernel.Laplacian{}), 1e-15)
	}
	assert.InEpsilon(t, 10/36e308, at(0, 3e154, 6e154).Gamma(kernel.RBF{}), 1e-10)
}
