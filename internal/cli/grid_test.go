package cli_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	methods = []string{"harmonic", "propagation", "spreading", "poisson", "poisson-mbo", "wnll", "properly-weighted", "mad"}
	graphs  = [][]string{{"--graph", "knn"}, {"--graph", "complete"}, {"--graph", "radius", "--radius", "0.5"}}
	kernels = []string{"shared", "self-tuning", "rbf", "laplacian", "inverse", "connectivity"}
	metrics = []string{"euclidean", "cosine", "manhattan"}
)

// TestEveryCombination runs every method on every graph with every kernel and
// every metric, on two tables in turn.
func TestEveryCombination(t *testing.T) {
	skipIfSlow(t)
	names := []string{"iris.csv", "moons.csv"}
	tables := []csvTable{sample(t, names[0], 3), sample(t, names[1], 6)}
	for g, graph := range graphs {
		for m, method := range methods {
			for k, kernel := range kernels {
				for d, metric := range metrics {
					at := (g + m + k + d) % 2
					in := tables[at]
					args := append([]string{"--method", method, "--kernel", kernel, "--metric", metric}, graph...)
					t.Run(fmt.Sprint(names[at], args), func(t *testing.T) { checkAnswer(t, in, labelled(t, in, args...)) })
				}
			}
		}
	}
}

// TestEveryOtherFlag runs flags that change the answer, one at a time.
func TestEveryOtherFlag(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	for _, args := range [][]string{
		{"-k", "1"}, {"-k", "149"}, {"--neighbors", "3"}, {"--mutual"}, {"--connect"}, {"--mutual", "--connect"}, {"--recall", "1"},
		{"--scale", "none"}, {"--scale", "standard"}, {"--scale", "minmax"}, {"--truth", "species"},
		{"--features", "petal_width_cm"}, {"--graph", "radius", "--radius", "inf"},
		{"--gamma", "auto"}, {"--gamma", "3"}, {"--gamma", "3", "--kernel", "laplacian"},
		{"--method", "spreading", "--alpha", "0.01"}, {"--method", "spreading", "--alpha", "0.99"},
		{"--class-sizes", "mass"}, {"--class-sizes", "projected"}, {"--class-counts", "setosa=1,versicolor=2,virginica=3"}, {"--calibrate"}, {"--method", "mad", "--abstain", "10"},
		{"--tol", "0.1"}, {"--tol", "1e-12"}, {"--max-iter", "1"}, {"--max-iter", "100000"},
		{"--seed", "18446744073709551615"}, {"--threads", "3"}, {"-v"},
	} {
		t.Run(fmt.Sprint(args), func(t *testing.T) { checkAnswer(t, in, labelled(t, in, args...)) })
	}
}

// checkAnswer checks what holds of every answer.
func checkAnswer(t *testing.T, in, out csvTable) {
	t.Helper()
	width := len(in[0])
	require.Equal(t, in, out.left(width), "the rows that were read")
	added := out.right(3)
	require.Equal(t, []string{"predicted", "confidence", "status"}, added[0])
	require.Len(t, out[0], width+3)
	given := in.column("label")
	for i, row := range added[1:] {
		checkRow(t, row, given[i], given)
	}
}

// checkRow checks the three cells added to a row; label is the one it was given.
func checkRow(t *testing.T, added []string, label string, classes []string) {
	t.Helper()
	predicted, status := added[0], added[2]
	confidence, err := strconv.ParseFloat(added[1], 64)
	require.NoError(t, err)
	require.True(t, confidence >= 0 && confidence <= 1, "confidence %v", confidence)
	require.Contains(t, []string{"given", "propagated", "tied", "unreachable", "abstained", "features-only"}, status)
	require.Equal(t, status == "unreachable" || status == "abstained", predicted == "", "%q is %s", predicted, status)
	if predicted != "" {
		require.True(t, slices.Contains(classes, predicted), predicted)
	}
	if status != "abstained" { // which a row with a label may be
		require.Equal(t, label != "", status == "given", "%q is %s", label, status)
	}
}
