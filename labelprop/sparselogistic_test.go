package labelprop_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// reports are n texts of two classes that share a few words with their class, as rows of length 1, and the classes.
func reports(t *testing.T, n int) (rows [][]int, y []int) {
	t.Helper()
	r := rand.New(rand.NewPCG(19, 31))
	for i := range n {
		class := i % 2
		row := []int{class*10 + r.IntN(10), class*10 + r.IntN(10), 20 + r.IntN(30), 20 + r.IntN(30)}
		slices.Sort(row)
		rows, y = append(rows, slices.Compact(row)), append(y, class)
	}
	return rows, y
}

// sparseRows makes a matrix of rows of length 1 in the columns that are listed.
func sparseRows(t *testing.T, rows [][]int, columns int) *graph.CSR {
	t.Helper()
	start, ind, values := []int{0}, []int(nil), []float64(nil)
	for _, row := range rows {
		for range row {
			values = append(values, 1/float64(len(row))*2)
		}
		ind = append(ind, row...)
		start = append(start, len(ind))
	}
	x, err := graph.NewCSR(len(rows), columns, start, ind, values)
	require.NoError(t, err)
	return x
}

func TestSparseLogisticOpinion(t *testing.T) {
	rows, y := reports(t, 300)
	rows[299] = nil
	given := slices.Repeat([]int{labelprop.Unlabeled}, len(rows))
	copy(given, y[:40])
	said := func(rows [][]int, given []int, o *labelprop.LogisticOptions) (labelprop.Opinion, *labelprop.SparseLogistic) {
		seeds, err := labelprop.Classes(given, 2)
		require.NoError(t, err)
		opinion, fit, err := labelprop.SparseLogisticOpinion(t.Context(), sparseRows(t, rows, 60), seeds, o)
		require.NoError(t, err)
		return opinion, fit
	}
	o, fit := said(rows, given, nil)
	right := 0
	for i, class := range y {
		if o.P.At(i, class) > 0.5 {
			right++
		}
	}
	assert.Greater(t, right, 260)
	assert.Zero(t, mat.Sum(o.P.Slice(299, 300, 0, 2)), "nothing is said of a row without a value")
	// The order of the rows decides nothing, bit for bit.
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(rows))
	shuffled, labels := make([][]int, len(rows)), make([]int, len(rows))
	for to, from := range order {
		shuffled[to], labels[to] = rows[from], given[from]
	}
	other, _ := said(shuffled, labels, nil)
	for to, from := range order {
		require.Equal(t, o.P.RawRowView(from), other.P.RawRowView(to))
	}
	// New rows, after it was stored, by what is known of their columns.
	var b bytes.Buffer
	require.NoError(t, fit.Store(&b))
	read, err := labelprop.ReadSparseLogistic(&b)
	require.NoError(t, err)
	again, err := read.Predict(t.Context(), sparseRows(t, rows, 60), nil)
	require.NoError(t, err)
	assert.True(t, mat.Equal(o.P, again.P))
	_, err = read.Predict(t.Context(), sparseRows(t, rows, 61), nil)
	assert.ErrorIs(t, err, labelprop.ErrShape)
	// Of many labels some are chosen, and the others judged by a fit that has not seen them.
	few, _ := said(rows, given, &labelprop.LogisticOptions{Labels: 10})
	same := 0
	for l := range 40 {
		if slices.Equal(few.LeftOut.RawRowView(l), few.P.RawRowView(l)) {
			same++
		}
	}
	assert.InDelta(t, 30, same, 3, "but for equal rows, which share what is said of them")
}
