package labelprop_test

import (
	"os"
	"testing"
)

// measuring is set where the figures of the manual are measured whole: all data sets and draws, for minutes.
//
//	PROPAGATE_MEASURE=1 go test -v ./labelprop
var measuring = os.Getenv("PROPAGATE_MEASURE") != ""

// measurement skips a test that only measures figures of the manual.
func measurement(t *testing.T) {
	t.Helper()
	if !measuring {
		t.Skip("a measurement: PROPAGATE_MEASURE=1 runs it")
	}
}
