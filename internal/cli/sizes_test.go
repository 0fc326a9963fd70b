package cli_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// points reads the four features of iris and its given labels, by hand.
func points(t *testing.T, in csvTable) (*mat.Dense, []int) {
	t.Helper()
	x := mat.NewDense(len(in)-1, 4, nil)
	y := make([]int, len(in)-1)
	classes := map[string]int{"": -1, "setosa": 0, "versicolor": 1, "virginica": 2}
	for i, row := range in[1:] {
		for k := range 4 {
			x.Set(i, k, float(t, row[k]))
		}
		y[i] = classes[row[in.index("label")]]
	}
	return x, y
}

// TestMethodsAreTheLibrarys compares what is written with what the library says.
func TestMethodsAreTheLibrarys(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := sample(t, "iris.csv", 1)
	x, y := points(t, in)
	near, err := graph.KNN(t.Context(), x, 10, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SharedNeighbors{})
	require.NoError(t, err)
	sizes := []float64{1, 2, 3}
	seeds, err := labelprop.Classes(y, 0)
	require.NoError(t, err)
	for args, c := range map[string]struct {
		method labelprop.Method
		resize func(*labelprop.Result) (*labelprop.Result, error)
	}{
		"--method poisson-mbo --class-counts virginica=3,setosa=1,versicolor=2": {method: labelprop.PoissonMBO{Priors: sizes}},
		"--method wnll":              {method: labelprop.WNLL{}},
		"--method properly-weighted": {method: labelprop.ProperlyWeighted{}},
		"--method mad --abstain 0.5": {method: labelprop.MAD{Mu3: 0.5}},
		"--method poisson --class-counts virginica=3,setosa=1,versicolor=2":   {labelprop.Poisson{}, func(r *labelprop.Result) (*labelprop.Result, error) { return r.ProjectedTo(sizes) }},
		"--class-sizes mass --class-counts virginica=3,setosa=1,versicolor=2": {labelprop.Harmonic{}, func(r *labelprop.Result) (*labelprop.Result, error) { return r.ClassMassNormalized(sizes) }},
		"--class-sizes mass":      {labelprop.Harmonic{}, func(r *labelprop.Result) (*labelprop.Result, error) { return r.ClassMassNormalized(nil) }},
		"--class-sizes projected": {labelprop.Harmonic{}, func(r *labelprop.Result) (*labelprop.Result, error) { return r.ProjectedTo(nil) }},
		"--calibrate":             {method: labelprop.Harmonic{}},
	} {
		res, err := labelprop.Solve(context.Background(), g, seeds, c.method, nil)
		require.NoError(t, err)
		if c.resize != nil {
			res, err = c.resize(res)
			require.NoError(t, err)
		}
		checkProba(t, labelled(t, in, append(strings.Fields(args), "--proba")...), res.Probabilities(), args)
	}
}

func checkProba(t *testing.T, out csvTable, want *mat.Dense, what string) {
	t.Helper()
	for k, class := range []string{"setosa", "versicolor", "virginica"} {
		for i, cell := range out.column("proba_" + class) {
			require.Equal(t, strconv.FormatFloat(want.At(i, k), 'g', -1, 64), cell, "%s, row %d", what, i)
		}
	}
}

// TestCalibrate checks that the labels stay and the temperature is the library's.
func TestCalibrate(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := sample(t, "digits.csv", 3).with("digit", func(int, string) string { return "" })
	plain, got := labelled(t, in), labelled(t, in, "--calibrate")
	assert.Equal(t, plain.column("predicted"), got.column("predicted"))
	assert.NotEqual(t, plain.column("confidence"), got.column("confidence"))
	assert.Regexp(t, `(?m)^calibrate temperature 0\.\d+, fitted to 100 labels by leave-one-out: ECE 0\.\d+ -> 0\.0\d+, log loss `, propagate(in.String(), "--calibrate", "-").err)
	assert.Contains(t, propagate(sample(t, "iris.csv", 1).String(), "--calibrate", "-").err, "calibrate skipped: only 15 labels can be left out, and at least 50 are needed\n")
}

// TestClassifierColumnsAreAPrior checks external priors and Correct & Smooth against the library.
func TestClassifierColumnsAreAPrior(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	x, y := points(t, in)
	n := len(y)
	h := mat.NewDense(n, 3, nil)
	for i := range n {
		h.SetRow(i, []float64{0.5, 0.25, 0.25})
	}
	with := csvTable{append(append([]string{}, in[0]...), "p_virginica", "p_setosa", "p_versicolor")}
	for _, row := range in[1:] {
		with = append(with, append(append([]string{}, row...), "0.25", "0.5", "0.25"))
	}
	near, err := graph.KNN(t.Context(), x, 10, nil)
	require.NoError(t, err)
	g, err := near.Weigh(kernel.SharedNeighbors{})
	require.NoError(t, err)
	seeds, err := labelprop.Classes(y, 0)
	require.NoError(t, err)
	tied, err := seeds.WithPrior(h, 0.3)
	require.NoError(t, err)
	res, err := labelprop.Solve(context.Background(), g, tied, labelprop.Harmonic{}, nil)
	require.NoError(t, err)
	checkProba(t, labelled(t, with, "--classifier-columns", "p_", "--classifier-weight", "0.3", "--proba"), res.Probabilities(), "external")

	improved, err := labelprop.CorrectSmooth{}.Improve(context.Background(), g, seeds, h)
	require.NoError(t, err)
	out := labelled(t, with, "--classifier-columns", "p_", "--method", "correct-smooth", "--proba")
	checkProba(t, out, improved, "correct-smooth")
	checkAnswer(t, with, labelled(t, with, "--classifier-columns", "p_", "--method", "correct-smooth"))
}

// TestSizesAreSaid checks the lines on class sizes.
func TestSizesAreSaid(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	got := propagate(iris, "--class-counts", "setosa=2,versicolor=1,virginica=1", "-").err
	assert.Contains(t, got, "\nprior     setosa 0.50, versicolor 0.25, virginica 0.25; as given\n")
	got = propagate(iris, "--method", "harmonic", "--class-counts", "setosa=1,versicolor=1,virginica=1", "-").err
	assert.Regexp(t, `(?m)^classes   setosa: 5 -> (49|50|51), versicolor: 5 -> (49|50|51), virginica: 5 -> (49|50|51), no label: 135 -> 0 \(sizes: projected\)$`, got)
}
