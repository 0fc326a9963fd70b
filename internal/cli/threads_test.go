package cli_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestThreads checks that the answer does not depend on the number of processors,
// and that a run gives them back.
func TestThreads(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	in := sample(t, "breast_cancer.csv", 1).String()
	for _, args := range []string{
		"--method harmonic", "--method poisson", "--graph complete --method poisson",
		"--graph radius --radius 3 --method spreading", "--mutual --connect -k 5 --metric cosine",
	} {
		words := append(strings.Fields(args), "--scale", "standard", "-")
		want := propagate(in, append(words, "--threads", "1")...)
		assert.Zero(t, want.code, want.err)
		for _, threads := range []string{"2", "7"} {
			assert.Equal(t, want, propagate(in, append(words, "--threads", threads)...), "%s --threads %s", args, threads)
		}
	}
	assert.Equal(t, before, runtime.GOMAXPROCS(0))
}
