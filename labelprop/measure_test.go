package labelprop_test

import (
	"os"
	"strconv"
	"testing"
)

// often is the N of PROPAGATE_MEASURE=N. With 1 the figures of the manual are measured whole, all data sets and draws,
// for minutes; with more, N times as many random problems are drawn. It is 0 in a plain run.
//
//	PROPAGATE_MEASURE=1 go test -count=1 -v ./labelprop
var often, _ = strconv.Atoi(os.Getenv("PROPAGATE_MEASURE"))

var measuring = often > 0

// measurement skips a test that only measures figures of the manual.
func measurement(t *testing.T) {
	t.Helper()
	if !measuring {
		t.Skip("a measurement: PROPAGATE_MEASURE=1 runs it")
	}
}

// measured returns few, or many when measuring.
func measured(few, many int) int {
	if measuring {
		return many
	}
	return few
}

// skipIfSlow skips what takes minutes under the race detector, measurements and many problems against an oracle: other
// tests run the same goroutines.
func skipIfSlow(t *testing.T) {
	t.Helper()
	if raced || testing.Short() {
		t.Skip("slow: not in short")
	}
}
