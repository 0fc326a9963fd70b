package cli_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMethodAuto checks that few labels are spread by balanced poisson, unless what else is asked for
// needs harmonic.
func TestMethodAuto(t *testing.T) {
	digits := sample(t, "digits.csv", 1)
	seen, truth := map[string]bool{}, digits.column("digit")
	few := digits.with("label", func(i int, _ string) string {
		digit := truth[i]
		if seen[digit] {
			return ""
		}
		seen[digit] = true
		return digit
	})
	for _, c := range []struct {
		in   csvTable
		args []string
		says string
	}{
		{digits, nil, "labels    harmonic by"},
		{few, nil, "labels    balanced poisson by"},
		{few, nil, "few labels, so the method is balanced-poisson"},
		{few, []string{"--method", "harmonic"}, "labels    harmonic by"},
		{few, []string{"--gamma", "0.01"}, "labels    harmonic by"},
		{few, []string{"--graph", "complete"}, "labels    harmonic by"},
		{few, []string{"--calibrate"}, "labels    balanced poisson by"},
	} {
		got := propagate(c.in.String(), append(c.args, "--truth", "digit", "-")...)
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, c.says, "%v", c.args)
	}
}
