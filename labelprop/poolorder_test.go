package labelprop_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// mixedColumns are numbers with gaps, whole numbers and categories of n rows of c classes, of which some have
// a label.
func mixedColumns(r *rand.Rand, n, c int) ([]features.Column, []int) {
	columns := []features.Column{{Name: "number"}, {Name: "whole"}, {Name: "category", Categories: 4}, {Name: "noise"}}
	for j := range columns {
		columns[j].Values = make([]float64, n)
	}
	y := make([]int, n)
	for i := range n {
		k := r.IntN(c)
		row := []float64{float64(k) + r.NormFloat64(), float64((k + r.IntN(3)) % 5), float64((k + r.IntN(2)) % 4),
			r.NormFloat64()}
		if r.IntN(10) == 0 {
			row[0] = math.NaN()
		}
		for j := range columns {
			columns[j].Values[i] = row[j]
		}
		if y[i] = labelprop.Unlabeled; r.IntN(5) == 0 || i < c {
			y[i] = k
		}
	}
	return columns, y
}

// columnsInOrder returns columns and labels in another order: row i is row order[i].
func columnsInOrder(columns []features.Column, y, order []int) ([]features.Column, []int) {
	out, py := make([]features.Column, len(columns)), make([]int, len(y))
	for j, c := range columns {
		out[j] = c
		out[j].Values = make([]float64, len(y))
		for i, k := range order {
			out[j].Values[i] = c.Values[k]
		}
	}
	for i, k := range order {
		py[i] = y[k]
	}
	return out, py
}

// allOpinions returns the opinions of a table and, last, what a pool makes of them.
func allOpinions(t *testing.T, columns []features.Column, y []int, c int) map[string]*mat.Dense {
	ctx := context.Background()
	seeds, err := labelprop.Classes(y, c)
	require.NoError(t, err)
	forest, forestFit, err := labelprop.ForestOpinion(t.Context(), columns, seeds, &labelprop.ForestOptions{Trees: 40})
	require.NoError(t, err)
	x := features.Fit(columns).Encode(columns)
	ridge, _, err := labelprop.RidgeOpinion(t.Context(), x, seeds, nil)
	require.NoError(t, err)
	some, _, err := labelprop.RidgeOpinion(t.Context(), x, seeds, &labelprop.RidgeOptions{Labels: 3 * c})
	require.NoError(t, err)
	linear, _, err := labelprop.LogisticOpinion(t.Context(), x, seeds, nil)
	require.NoError(t, err)
	less, _, err := labelprop.LogisticOpinion(t.Context(), x, seeds, &labelprop.LogisticOptions{Labels: 3 * c})
	require.NoError(t, err)
	near, err := graph.KNN(ctx, x, 8, &graph.SearchOptions{Metric: kernel.Manhattan{}})
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SharedNeighbors{})
	require.NoError(t, err)
	harmonic, _, err := labelprop.GraphOpinion(ctx, g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	pooled, err := labelprop.Pool(ctx, []labelprop.Opinion{forest, ridge, linear, harmonic}, seeds,
		&labelprop.PoolOptions{Graph: g})
	require.NoError(t, err)
	all := map[string]*mat.Dense{"forest": forest.P, "ridge": ridge.P, "ridge of some": some.P,
		"linear": linear.P, "linear of some": less.P, "harmonic": harmonic.P, "pool": pooled.P}
	n := len(y)
	for name, o := range map[string]labelprop.Opinion{"forest": forest, "ridge": ridge, "ridge of some": some,
		"linear": linear, "linear of some": less, "harmonic": harmonic} {
		all[name+", left out"] = atRows(o.LeftOut, y)
	}
	// What is the same for all rows.
	for k, v := range forestFit.Importances() {
		all[fmt.Sprint("importance ", k)] = constant(n, v)
	}
	for k, p := range pooled.Parts {
		all[fmt.Sprint("weight ", k)] = constant(n, p.Weight*p.Temperature)
	}
	return all
}

// atRows puts what is said of each label into its row, and zeros into the others.
func atRows(left *mat.Dense, y []int) *mat.Dense {
	_, c := left.Dims()
	m, l := mat.NewDense(len(y), c, nil), 0
	for i, k := range y {
		if k != labelprop.Unlabeled {
			m.SetRow(i, left.RawRowView(l))
			l++
		}
	}
	return m
}

// makeCopies makes some rows copies of others, with the same label or without.
func makeCopies(r *rand.Rand, columns []features.Column, y []int) {
	for range len(y) {
		from, to := r.IntN(len(y)), r.IntN(len(y))
		for j := range columns {
			columns[j].Values[to] = columns[j].Values[from]
		}
		if y[to] != labelprop.Unlabeled && y[from] != labelprop.Unlabeled {
			y[to] = y[from]
		}
	}
}

func constant(n int, v float64) *mat.Dense {
	m := mat.NewDense(n, 1, nil)
	for i := range n {
		m.Set(i, 0, v)
	}
	return m
}

// A permutation of the rows permutes what a pool and its opinions say of them, bit for bit; in every second table
// many rows are equal.
func TestPoolDoesNotDependOnTheOrderOfTheRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for trial := range measured(4, 40) {
		n, c := 40+r.IntN(100), 2+r.IntN(6)
		columns, y := mixedColumns(r, n, c)
		if trial%2 == 1 {
			makeCopies(r, columns, y)
		}
		want := allOpinions(t, columns, y, c)
		order := r.Perm(n)
		px, py := columnsInOrder(columns, y, order)
		for name, got := range allOpinions(t, px, py, c) {
			for i, j := range order {
				require.Equal(t, want[name].RawRowView(j), got.RawRowView(i), "%s, row %d of %d", name, i, n)
			}
		}
	}
}
