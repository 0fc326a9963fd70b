package cli_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestThreads checks that the answer does not depend on the number of processors,
// and that a run gives them back.
func TestThreads(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	in := sample(t, "breast_cancer.csv", 1).String()
	for _, method := range methods {
		for _, graph := range graphs {
			args := append([]string{"-q", "--method", method, "--scale", "standard"}, graph...)
			want := propagate(in, append(args, "--threads", "1", "-")...)
			for _, threads := range []string{"2", "7", "0"} {
				assert.Equal(t, want, propagate(in, append(args, "--threads", threads, "-")...), "%v %s", args, threads)
			}
		}
	}
	assert.Equal(t, before, runtime.GOMAXPROCS(0))
}
