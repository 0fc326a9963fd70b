package labelprop_test

import (
	"math"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// A class without a label keeps its column, and takes nothing from the others.
func TestClassWithoutALabelKeepsItsColumn(t *testing.T) {
	g, y := randomProblem(t, 3)
	want := classCount(y)
	for _, m := range methods {
		two := solveOK(t, g, must(labelprop.Classes(y, 0)), m.method, labelprop.Auto)
		five := solveOK(t, g, must(labelprop.Classes(y, want+3)), m.method, labelprop.Auto)
		n, c := five.Scores.Dims()
		require.Equal(t, want+3, c)
		assert.Equal(t, two.Labels, five.Labels, "%v", m.method)
		assert.InDelta(t, 0, largestGap(two.Scores, mat.DenseCopyOf(five.Scores.Slice(0, n, 0, want))), 1e-9, "%v", m.method)
		assert.InDelta(t, 0, mat.Norm(five.Scores.Slice(0, n, want, c), 1), 1e-9, "%v", m.method)
	}
}

func TestNumberOfClasses(t *testing.T) {
	for _, c := range []struct {
		y       []int
		classes int
		words   string
	}{
		{[]int{0, 2}, 2, "labelprop: node 1: class 2 is not in [-1,2)"},
		{[]int{0}, -1, "labelprop: -1 classes"},
		{[]int{0}, math.MaxInt, "classes: give 0 to"},
	} {
		_, err := labelprop.Classes(c.y, c.classes)
		assert.ErrorContains(t, err, c.words)
	}
}

// The zero values of the types of this package break nothing.
func TestZeroValues(t *testing.T) {
	p := mat.NewDense(2, 2, []float64{0.3, 0.7, 1, 0})
	assert.True(t, mat.Equal(p, (&labelprop.Temperature{}).Apply(p)))

	var r labelprop.Result
	assert.NotPanics(t, func() {
		assert.True(t, r.Probabilities().IsEmpty())
		assert.Zero(t, r.CountProven()+r.CountUnproven()+r.Count(labelprop.Given))
		assert.NotEmpty(t, r.String())
		assert.Error(t, second(r.ProjectedTo(nil)))
		assert.Error(t, second(r.ClassMassNormalized(nil)))
		assert.True(t, new(labelprop.Prediction).Probabilities().IsEmpty())
	})

	var none labelprop.Seeds
	assert.ErrorIs(t, second(labelprop.Solve(t.Context(), path(t, 3), none, labelprop.Harmonic{}, nil)), labelprop.ErrShape)
	assert.Equal(t, labelprop.Harmonic{}, labelprop.DefaultMethod(none))
	assert.Error(t, second(none.WithPrior(p, 0.5)))
}

// Soft labels of weight 1 with one class each are held out like classes.
func TestTuneHoldOutOfSoftLabels(t *testing.T) {
	g, y := randomProblem(t, 4)
	for i := range y { // enough labels to hold some out
		y[i] = i % 2
	}
	shares := mat.NewDense(len(y), 2, nil)
	for i, k := range y {
		shares.Set(i, k, 1)
	}
	one := slices.Values([]labelprop.Candidate{{Name: "harmonic", Graph: g, Method: labelprop.Harmonic{}}})
	h := labelprop.HoldOut{Share: 0.3, Repeats: 3, Seed: 2}
	want := must(labelprop.TuneHoldOut(t.Context(), one, classSeeds(y), h, nil))
	assert.Equal(t, want, must(labelprop.TuneHoldOut(t.Context(), one, softSeeds(shares, nil), h, nil)))
	err := second(labelprop.TuneHoldOut(t.Context(), one, valueSeeds(make([]float64, len(y))), h, nil))
	require.Error(t, err)
	assertOurs(t, err)
}
