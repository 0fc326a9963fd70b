package randomforest

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// grown returns a grower over all rows of a table with the given weights, which tries
// every column at every node.
func grown(table []features.Column, y []int, classes int, weight []float64) (*grower, []int32) {
	all := make([]int, len(y))
	var rows []int32
	for l := range y {
		if all[l] = l; weight[l] > 0 {
			rows = append(rows, int32(l))
		}
	}
	g := newGrower(newSample(table, all, y, classes), Options{Tries: len(table)}.withDefaults(len(table)))
	g.random = rand.New(rand.NewPCG(1, 1))
	g.weight = weight
	return g, rows
}

// gini is the impurity of the rows, times their weight.
func gini(y []int, weight []float64, rows []int32) float64 {
	total, class := 0.0, map[int]float64{}
	for _, l := range rows {
		total += weight[l]
		class[y[l]] += weight[l]
	}
	rest := 1.0
	for _, w := range class {
		rest -= w / total * w / total
	}
	if total == 0 {
		return 0
	}
	return total * rest
}

// bestGain tries every way to cut the rows in two by one column: at every value of a
// number, with the missing ones on either side, and by every category, of which the
// missing value is one.
func bestGain(table []features.Column, y []int, weight []float64, rows []int32) float64 {
	best := math.Inf(-1)
	for j, c := range table {
		for _, at := range rows {
			for _, lost := range []bool{false, true} {
				n := node{column: int32(j), threshold: c.Values[at], category: c.Categories > 0, lost: lost && c.Categories == 0}
				switch {
				case n.threshold == n.threshold:
				case n.category:
					n.lost, n.threshold = true, missing
				default:
					n.threshold = math.Inf(-1)
				}
				var in, out []int32
				for _, l := range rows {
					if n.passes(c.Values[l]) {
						in = append(in, l)
					} else {
						out = append(out, l)
					}
				}
				if len(in) > 0 && len(out) > 0 {
					best = max(best, gini(y, weight, rows)-gini(y, weight, in)-gini(y, weight, out))
				}
			}
		}
	}
	return best
}

// randomTable has columns of few different numbers and of categories; a share of the
// values is missing.
func randomTable(r *rand.Rand, n, d int, missing float64) []features.Column {
	table := make([]features.Column, d)
	for j := range table {
		table[j].Categories = r.IntN(2) * 3
		for range n {
			v := float64(r.IntN(3 + 3*(1-table[j].Categories/3)))
			if r.Float64() < missing {
				v = math.NaN()
			}
			table[j].Values = append(table[j].Values, v)
		}
	}
	return table
}

func TestBestSplitIsThatOfAllSplits(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	for range 300 {
		n, classes := 2+r.IntN(15), 2+r.IntN(3)
		table := randomTable(r, n, 1+r.IntN(4), 0)
		y, weight := make([]int, n), make([]float64, n)
		for l := range y {
			y[l], weight[l] = r.IntN(classes), float64(r.IntN(4))
		}
		weight[0] = 1
		g, rows := grown(table, y, classes, weight)
		split, want := g.bestSplit(rows), bestGain(table, y, weight, rows)
		if g.pure(rows) || math.IsInf(want, -1) {
			assert.Negative(t, split.column)
			continue
		}
		require.GreaterOrEqual(t, split.column, int32(0))
		assert.InDelta(t, want, split.gain, 1e-10)
		middle := g.partition(rows, &split)
		assert.InDelta(t, split.gain, gini(y, weight, rows)-gini(y, weight, rows[:middle])-gini(y, weight, rows[middle:]), 1e-10)
	}
}

// With missing values the coin decides on which side they are, so that the gain is at
// most the best; of many tosses one reaches it.
func TestBestSplitWithMissingValues(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 5))
	for range 100 {
		n := 4 + r.IntN(12)
		table := randomTable(r, n, 1+r.IntN(3), 0.3)
		y, weight := make([]int, n), make([]float64, n)
		for l := range y {
			y[l], weight[l] = l%2, 1
		}
		g, rows := grown(table, y, 2, weight)
		want, got := bestGain(table, y, weight, rows), math.Inf(-1)
		for range 40 {
			split := g.bestSplit(rows)
			require.LessOrEqual(t, split.gain, want+1e-10)
			got = max(got, split.gain)
		}
		if !math.IsInf(want, -1) {
			assert.InDelta(t, want, got, 1e-10)
		}
	}
}

func TestSplitsByHand(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		column     features.Column
		y          []int
		pass, stay []float64 // values on the first side and on the other
	}{
		"between two numbers": {features.Column{Values: []float64{1, 2, 3, 4}}, []int{0, 0, 1, 1}, []float64{-9, 2, 2.4}, []float64{2.6, 3, 99}},
		"one category":        {features.Column{Values: []float64{0, 1, 1, 2}, Categories: 3}, []int{0, 1, 1, 0}, []float64{1}, []float64{0, 2, nan}},
		"missing category":    {features.Column{Values: []float64{0, 1, nan, nan}, Categories: 3}, []int{0, 0, 1, 1}, []float64{nan}, []float64{0, 1, 2}},
		"missing on a side":   {features.Column{Values: []float64{1, 1, nan, nan}}, []int{0, 0, 1, 1}, nil, nil},
		"adjacent floats":     {features.Column{Values: []float64{1, 1, math.Nextafter(1, 2), 2}}, []int{0, 0, 1, 1}, []float64{1}, []float64{math.Nextafter(1, 2)}},
	} {
		t.Run(name, func(t *testing.T) {
			g, rows := grown([]features.Column{c.column}, c.y, 2, []float64{1, 1, 1, 1})
			split := g.bestSplit(rows)
			require.Equal(t, int32(0), split.column)
			assert.InDelta(t, 2, split.gain, 1e-12) // four rows of impurity 1/2
			for _, v := range c.pass {
				assert.True(t, split.passes(v), v)
			}
			for _, v := range c.stay {
				assert.False(t, split.passes(v), v)
			}
			for l, v := range c.column.Values {
				assert.Equal(t, split.passes(c.column.Values[0]) == (c.y[l] == 0), split.passes(v))
			}
		})
	}
}

func TestAConstantColumnSplitsNothing(t *testing.T) {
	for _, v := range []float64{7, math.NaN()} {
		for _, categories := range []int{0, 9} {
			column := features.Column{Values: []float64{v, v, v}, Categories: categories}
			g, rows := grown([]features.Column{column}, []int{0, 1, 1}, 2, []float64{1, 1, 1})
			assert.Negative(t, g.bestSplit(rows).column)
		}
	}
}

func TestRootOf(t *testing.T) {
	for n := range 1000 {
		assert.Equal(t, max(1, int(math.Round(math.Sqrt(float64(n))))), rootOf(n), n)
	}
}
