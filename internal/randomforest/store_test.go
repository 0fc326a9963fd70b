package randomforest

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// grownForest is a forest on numbers, categories and gaps, and other rows.
func grownForest(t *testing.T) (f *Forest, other []features.Column) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 9))
	rows := func(n int) []features.Column {
		table := []features.Column{{}, {Categories: 4}, {}}
		for range n {
			values := []float64{r.NormFloat64(), float64(r.IntN(5)), math.Round(3 * r.Float64())}
			for j, v := range values {
				if r.IntN(10) == 0 {
					v = math.NaN()
				}
				table[j].Values = append(table[j].Values, v)
			}
		}
		return table
	}
	table := rows(60)
	labelled, y := make([]int, 60), make([]int, 60)
	for i := range y {
		labelled[i] = i
		if v := table[1].Values[i]; v == 1 || table[0].Values[i] > 0.5 {
			y[i] = 1 + r.IntN(2)
		}
	}
	return Grow(table, labelled, y, 3, Options{Trees: 20, Seed: 4}), rows(50)
}

// askLeaves says what a tree says of a row by asking all leaves whether the conditions on the way to them hold: no
// walk, and another order of comparisons.
func askLeaves(t *tree, row []float64, at int32, holds bool) (found [][]float32) {
	n := t.nodes[at]
	if n.column < 0 {
		if holds {
			found = append(found, t.shares[n.below:n.below+n.above])
		}
		return found
	}
	v, first := row[n.column], false
	switch {
	case math.IsNaN(v):
		first = n.lost
	case n.category:
		first = int(v) == int(n.threshold)
	default:
		first = !(v > n.threshold)
	}
	return append(askLeaves(t, row, n.below, holds && first), askLeaves(t, row, n.above, holds && !first)...)
}

func TestForestOfOtherRows(t *testing.T) {
	f, other := grownForest(t)
	var file bytes.Buffer
	require.NoError(t, f.Store(&file))
	again, err := Read(bytes.NewReader(file.Bytes()))
	require.NoError(t, err)
	p := again.Probabilities(other, Options{})
	assert.True(t, mat.Equal(f.Probabilities(other, Options{}), p), "stored in every bit")
	assert.Equal(t, f.Importances(), again.Importances())
	row := make([]float64, 3)
	for i := range 50 {
		want := make([]float64, 3)
		newRows(other).read(row, i)
		for k := range f.trees {
			leaves := askLeaves(&f.trees[k], row, 0, true)
			require.Len(t, leaves, 1, "a row is in one leaf")
			for c, v := range leaves[0] {
				want[c] += float64(v) / 20
			}
		}
		assert.True(t, floats.EqualApprox(want, p.RawRowView(i), 1e-12), i)
	}
	assert.True(t, again.Fits(other))
	assert.False(t, again.Fits(other[:2]))
	assert.False(t, again.Fits([]features.Column{other[0], other[2], other[1]}), "a category is no number")
}

// Files whose checksum is right, but that would lead a walk astray, are errors.
func TestCraftedForests(t *testing.T) {
	for name, spoil := range map[string]func(*Forest){
		"no class":           func(f *Forest) { f.classes = 0 },
		"no tree":            func(f *Forest) { f.trees = nil },
		"another class":      func(f *Forest) { f.classes = 4 },
		"no column":          func(f *Forest) { f.nominal, f.importances = nil, nil },
		"importance":         func(f *Forest) { f.importances[0] = math.NaN() },
		"column beyond":      func(f *Forest) { f.trees[0].nodes[0].column = 3 },
		"column below":       func(f *Forest) { f.trees[0].nodes[0].column = -2 },
		"another kind":       func(f *Forest) { f.trees[0].nodes[0].category = !f.trees[0].nodes[0].category },
		"circle":             func(f *Forest) { f.trees[1].nodes[0].below = 0 },
		"child beyond":       func(f *Forest) { f.trees[1].nodes[0].above = 1 << 30 },
		"negative child":     func(f *Forest) { f.trees[1].nodes[0].above = -1 },
		"threshold":          func(f *Forest) { f.trees[2].nodes[0].threshold = math.NaN() },
		"share that is none": func(f *Forest) { f.trees[2].shares[0] = float32(math.NaN()) },
		"negative share":     func(f *Forest) { f.trees[2].shares[0] -= 2 },
		"shares that are 2":  func(f *Forest) { f.trees[2].shares[1]++ },
		"fewer shares":       func(f *Forest) { f.trees[3].shares = f.trees[3].shares[:1] },
		"no node":            func(f *Forest) { f.trees[3].nodes = nil },
	} {
		f, _ := grownForest(t)
		spoil(f)
		var file bytes.Buffer
		require.NoError(t, f.Store(&file))
		_, err := Read(&file)
		assert.ErrorContains(t, err, "do not fit together", name)
	}
}
