package cli_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTermsOfOtherPrograms checks that what a flag is called elsewhere leads to it, and that every flag that is so named
// exists.
func TestTermsOfOtherPrograms(t *testing.T) {
	for term, flag := range map[string]string{"priors": "class-counts", "base": "classifier-columns", "n_neighbors": "neighbors",
		"n-jobs": "threads", "random_state": "seed", "sample_weight": "label-weight", "lable": "label", "sep": "delimiter"} {
		got := propagate("", "--"+term, "3", "data.csv")
		assert.Equal(t, 2, got.code)
		assert.Contains(t, got.err, "unknown flag: --"+term+", did you mean --"+flag+"?")
	}
	// A command names no flag that it has not.
	assert.NotContains(t, propagate("", "evaluate", "--priors", "3", "data.csv").err, "did you mean --class-counts")
}
