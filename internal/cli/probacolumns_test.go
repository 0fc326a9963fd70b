package cli_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withProbabilities are 120 rows whose column proba_b, of another classifier, tells the classes, and x tells nothing.
func withProbabilities() csvTable {
	r := rand.New(rand.NewPCG(9, 9))
	in := csvTable{{"x", "proba_a", "proba_b", "label"}}
	for i := range 120 {
		label, b := "", 0.3*r.Float64()
		if i%2 == 1 {
			b = 1 - b
		}
		if i < 20 {
			label = []string{"a", "b"}[i%2]
		}
		in = append(in, []string{fmt.Sprintf("%.4f", r.NormFloat64()), fmt.Sprintf("%.4f", 1-b), fmt.Sprintf("%.4f", b),
			label})
	}
	return in
}

// TestEveryCommandHasTheSameFeatures checks that probabilities of another classifier are features in all commands or in
// none, whatever a command writes; and that those that a run has added, with what stands beside them, never are.
func TestEveryCommandHasTheSameFeatures(t *testing.T) {
	in := withProbabilities().String()
	run := propagate(in, "-")
	require.Contains(t, run.err, "120 rows, 2 features", "proba_b is 1 - proba_a")
	labels := propagate(in, "--labels-only", "-")
	require.Zero(t, labels.code, labels.err)
	want := parse(t, run.out).column("predicted")
	assert.Equal(t, want, parse(t, labels.out).column("predicted"))
	for _, command := range []string{"suspects", "suggest"} {
		assert.Contains(t, propagate(in, command, "-").err, "120 rows, 2 features", command)
	}
	// A single method takes 1-x beside x, too.
	assert.Contains(t, propagate(in, "tune", "-").err, "120 rows, 3 features")
	assert.Contains(t, propagate(in, "inspect", "-").out, "proba_a,feature,")

	// Beside an answer they are a part of it.
	first := propagate(withProbabilities().onlyColumns("x", "label").String(), "--proba", "--novel", "0.05", "-")
	require.Zero(t, first.code, first.err)
	for _, command := range []string{"suspects", "suggest"} {
		assert.Contains(t, propagate(first.out, command, "-").err, "120 rows, 1 feature", command)
	}
	for _, name := range []string{"predicted", "confidence", "status", "novelty", "proba_b"} {
		assert.Contains(t, propagate(first.out, "inspect", "-").out, "\n"+name+",-,", name)
	}
}
