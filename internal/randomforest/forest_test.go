package randomforest_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/propagate-go/propagate/internal/randomforest"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// clouds returns rows around a center for each class, a category that follows the
// class, some columns of noise, and the classes.
func clouds(n, classes, noise int, distance float64) ([]features.Column, []int) {
	r := rand.New(rand.NewPCG(1, 2))
	table, y := make([]features.Column, 3+noise), make([]int, n)
	table[2].Categories = classes
	for i := range n {
		y[i] = i % classes
		category := y[i]
		if r.Float64() < 0.3 {
			category = r.IntN(classes)
		}
		row := []float64{distance*float64(y[i]) + r.NormFloat64(), r.NormFloat64() - distance*float64(y[i]), float64(category)}
		for range noise {
			row = append(row, r.NormFloat64())
		}
		for j, v := range row {
			if r.Float64() < 0.05 {
				v = math.NaN()
			}
			table[j].Values = append(table[j].Values, v)
		}
	}
	return table, y
}

func firsts(y []int, n int) (rows, classes []int) {
	for i := range n {
		rows, classes = append(rows, i), append(classes, y[i])
	}
	return rows, classes
}

// right returns the share of the rows of p whose largest entry is the class.
func right(p *mat.Dense, y []int) float64 {
	count := 0
	for i, class := range y {
		row, best := p.RawRowView(i), 0
		for k, v := range row {
			if v > row[best] {
				best = k
			}
		}
		if best == class {
			count++
		}
	}
	return float64(count) / float64(len(y))
}

func TestForestTellsCloudsApart(t *testing.T) {
	table, y := clouds(600, 3, 4, 3)
	rows, given := firsts(y, 45)
	f := randomforest.Grow(table, rows, given, 3, randomforest.Options{})
	p := f.Probabilities(table, randomforest.Options{})
	assert.Greater(t, right(p, y), 0.9)
	for i := range y {
		assert.InDelta(t, 1, mat.Sum(p.RowView(i)), 1e-5)
	}
	q, trees := f.OutOfBag(table)
	assert.InDelta(t, right(p, y), right(q, given), 0.1)
	for l, n := range trees {
		assert.InDelta(t, 500*math.Pow(1-1./15, 15), n, 60)
		assert.InDelta(t, 1, mat.Sum(q.RowView(l)), 1e-5)
	}
}

// Where the columns say nothing of the classes, a forest that had seen the rows would
// be right of all of them, and one that has not is right of half.
func TestOutOfBagHasNotSeenTheLabel(t *testing.T) {
	table, y := clouds(400, 2, 0, 0)
	table[2].Categories = 0
	for i := range table[2].Values {
		table[2].Values[i] = math.Mod(float64(i)*math.Phi, 1)
	}
	f := randomforest.Grow(table, allOf(y), y, 2, randomforest.Options{})
	assert.Greater(t, right(f.Probabilities(table, randomforest.Options{}), y), 0.95)
	q, _ := f.OutOfBag(table)
	assert.InDelta(t, 0.5, right(q, y), 0.1)
}

func allOf(y []int) []int {
	rows, _ := firsts(y, len(y))
	return rows
}

// The answer for labelled rows is a vote of the trees with them and of those without,
// so that the means of both give that of all.
func TestOutOfBagIsTheVoteOfSomeTrees(t *testing.T) {
	table, y := clouds(60, 2, 1, 1)
	rows, given := firsts(y, 20)
	const trees = 40
	f := randomforest.Grow(table, rows, given, 2, randomforest.Options{Trees: trees})
	p := f.Probabilities(table, randomforest.Options{})
	q, without := f.OutOfBag(table)
	for l := range rows {
		require.Positive(t, without[l])
		for k := range 2 {
			rest := (trees*p.At(l, k) - float64(without[l])*q.At(l, k)) / float64(trees-without[l])
			assert.GreaterOrEqual(t, rest, -1e-6)
			assert.LessOrEqual(t, rest, 1+1e-6)
		}
	}
}

func TestAClassWithOneLabelIsInEveryTree(t *testing.T) {
	table, y := clouds(50, 2, 0, 3)
	f := randomforest.Grow(table, []int{0, 1, 3}, []int{y[0], y[1], y[3]}, 2, randomforest.Options{Trees: 30})
	q, trees := f.OutOfBag(table)
	assert.Zero(t, trees[0])
	assert.Zero(t, mat.Sum(q.RowView(0)))
	assert.Positive(t, trees[1])
}

func TestProcessorsDoNotMatter(t *testing.T) {
	table, y := clouds(300, 3, 5, 1)
	rows, given := firsts(y, 60)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var p, q *mat.Dense
	var imp []float64
	for _, procs := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(procs)
		f := randomforest.Grow(table, rows, given, 3, randomforest.Options{Trees: 50, Seed: 9})
		a, b := f.Probabilities(table, randomforest.Options{}), f.Importances()
		c, _ := f.OutOfBag(table)
		if p == nil {
			p, q, imp = a, c, b
		}
		assert.True(t, mat.Equal(p, a))
		assert.True(t, mat.Equal(q, c))
		assert.Equal(t, imp, b)
	}
	other := randomforest.Grow(table, rows, given, 3, randomforest.Options{Trees: 50, Seed: 10})
	assert.False(t, mat.Equal(p, other.Probabilities(table, randomforest.Options{})))
}

func TestImportances(t *testing.T) {
	table, y := clouds(400, 2, 3, 3)
	rows, given := firsts(y, 80)
	imp := randomforest.Grow(table, rows, given, 2, randomforest.Options{}).Importances()
	sum := 0.0
	for j, v := range imp {
		if sum += v; j >= 3 {
			assert.Less(t, 3*v, imp[0])
		}
	}
	assert.InDelta(t, 1, sum, 1e-12)
}

// Thresholds depend on the order of numbers alone, but for where between two of them
// they are.
func TestMonotoneFunctionsOfColumns(t *testing.T) {
	table, y := clouds(200, 2, 0, 2)
	f := randomforest.Grow(table, allOf(y), y, 2, randomforest.Options{Trees: 40})
	q, _ := f.OutOfBag(table)
	for i, v := range table[0].Values {
		table[0].Values[i] = -4 * v
	}
	g := randomforest.Grow(table, allOf(y), y, 2, randomforest.Options{Trees: 40})
	r, _ := g.OutOfBag(table)
	assert.InDelta(t, right(q, y), right(r, y), 0.05)
}

func TestTreesOfFewRows(t *testing.T) {
	table, y := clouds(2000, 2, 0, 3)
	rows, given := firsts(y, 1000)
	f := randomforest.Grow(table, rows, given, 2, randomforest.Options{Trees: 60, PerTree: 100})
	_, trees := f.OutOfBag(table)
	for _, n := range trees {
		assert.Greater(t, n, 40) // nine in ten trees did not draw it
	}
	assert.Greater(t, right(f.Probabilities(table, randomforest.Options{}), y), 0.95)
}

func TestNoColumnTellsRowsApart(t *testing.T) {
	table := []features.Column{{Values: []float64{1, 1, 1, 1}}}
	p := randomforest.Grow(table, []int{0, 1, 2}, []int{0, 0, 1}, 2, randomforest.Options{Trees: 3}).Probabilities(table, randomforest.Options{})
	for i := range 4 {
		assert.InDeltaSlice(t, []float64{2. / 3, 1. / 3}, p.RawRowView(i), 1e-6)
	}
}

// TestWeightsDraw: where every column tells the classes apart by one split, a tree splits by the column that it draws,
// and columns are drawn by their weights.
func TestWeightsDraw(t *testing.T) {
	y := []int{0, 0, 0, 1, 1, 1}
	table := make([]features.Column, 4)
	for j := range table {
		for _, class := range y {
			table[j].Values = append(table[j].Values, float64(class))
		}
	}
	weights := []float64{4, 1, 2, 1}
	const trees = 4000
	f := randomforest.Grow(table, allOf(y), y, 2, randomforest.Options{Trees: trees, Tries: 1, Weights: weights})
	for j, share := range f.Importances() {
		p := weights[j] / 8
		// Four standard deviations of the share, and as much again for trees of unequal gains.
		assert.InDelta(t, p, share, 8*math.Sqrt(p*(1-p)/trees), j)
	}
}

// Columns of hardly any weight are drawn once all others are, and no tree is grown forever.
func TestColumnsOfHardlyAnyWeight(t *testing.T) {
	table, y := make([]features.Column, 3), make([]int, 40)
	for j := range table {
		table[j].Values = make([]float64, len(y))
		for i := range y {
			y[i] = i % 2
			table[j].Values[i] = float64((i*(7+j) + i%2*9) % 31)
		}
	}
	labelled := make([]int, len(y))
	for i := range labelled {
		labelled[i] = i
	}
	for _, weights := range [][]float64{{1, 0x1p-1074, 0x1p-1074}, {1, 0, 0}, {1e-300, 1, 1e-300}} {
		f := randomforest.Grow(table, labelled, y, 2, randomforest.Options{Trees: 4, Tries: 3, Weights: weights})
		assert.Len(t, f.Importances(), 3)
	}
}
