package cli_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMethodAuto checks that several opinions are pooled, and that where one method is needed, few labels are spread
// by balanced poisson, unless what else is asked for needs harmonic.
func TestMethodAuto(t *testing.T) {
	skipIfSlow(t)
	digits := sample(t, "digits.csv", 4)
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
		{digits, nil, "labels    pool of 4 opinions: "},
		{few, []string{"--calibrate"}, "labels    pool of 4 opinions: "},
		{digits, []string{"--metric", "euclidean"}, "labels    harmonic by"},
		{few, []string{"--metric", "euclidean"}, "labels    balanced poisson by"},
		{few, []string{"--metric", "euclidean"}, "few labels, so the method is balanced-poisson"},
		{few, []string{"--metric", "euclidean"}, "note      one method instead of a pool of opinions, because of --metric"},
		{few, []string{"--method", "harmonic"}, "labels    harmonic by"},
		{few, []string{"--gamma", "0.01"}, "labels    harmonic by"},
		{few, []string{"--graph", "complete"}, "labels    harmonic by"},
	} {
		got := propagate(c.in.String(), append(c.args, "--truth", "digit", "-")...)
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, c.says, "%v", c.args)
	}
}
