package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestTimesAreAskedAbout: numbers of seconds or milliseconds since 1970 raise a question, unless the column was named,
// and other large numbers do not.
func TestTimesAreAskedAbout(t *testing.T) {
	write := func(first, step int) string {
		var b strings.Builder
		b.WriteString("x,when,label\n")
		for i := range 40 {
			fmt.Fprintf(&b, "%d.5,%d,%s\n", i%2*10+i%7, first+i*7%30*step, []string{"a", "b", "", ""}[i%4])
		}
		return b.String()
	}
	for _, c := range []struct {
		text, args, says string
	}{
		{write(1_700_000_000, 3600), "", "does when hold times, in seconds since 1970?"},
		{write(1_700_000_000_000, 3_600_000), "", "does when hold times, in milliseconds since 1970?"},
		{write(1_700_000_000, 3600), "--features x,when", ""},
		{write(1_700_000_000, 3600), "--ignore when", ""},
		{write(100_000_000, 3600), "", ""},
		{write(3_000_000_000, 3600), "", ""},
	} {
		got := propagate(c.text, append(strings.Fields(c.args), "-")...)
		assert.Zero(t, got.code, got.err)
		if c.says == "" {
			assert.NotContains(t, got.err, "since 1970", c.args)
			continue
		}
		assert.Contains(t, got.err, c.says)
	}
}

// TestDistancesAsFeaturesAreAskedAbout: a symmetric matrix with zeros on its diagonal is asked about, and one that is not
// is none.
func TestDistancesAsFeaturesAreAskedAbout(t *testing.T) {
	write := func(skew float64) string {
		var b strings.Builder
		b.WriteString("d0,d1,d2,d3,d4,d5,label\n")
		for i := range 6 {
			for j := range 6 {
				d := float64((i-j)*(i-j)) / 4
				if i == 5 && j == 0 {
					d += skew
				}
				fmt.Fprintf(&b, "%g,", d)
			}
			fmt.Fprintln(&b, []string{"a", "", "", "", "", "b"}[i])
		}
		return b.String()
	}
	const says = "the features are a symmetric matrix with zeros on its diagonal"
	assert.Contains(t, propagate(write(0), "-").err, says)
	assert.NotContains(t, propagate(write(1), "-").err, says)
}

// TestTuneAdvisesNothingOnPlaceholders: where a class may mean that the label is not known, the ranking is no ground for
// advice.
func TestTuneAdvisesNothingOnPlaceholders(t *testing.T) {
	var b strings.Builder
	b.WriteString("x,y,label\n")
	for i := range 40 {
		label := "Unknown"
		if i < 12 {
			label = []string{"a", "b"}[i%2]
		}
		fmt.Fprintf(&b, "%d.%d,%d,%s\n", i%2*9+i%5, i, i%3, label)
	}
	assert.Contains(t, propagate(b.String(), "tune", "-").err, "advice    keep the default until it is known whether Unknown")
	assert.NotContains(t, propagate(strings.ReplaceAll(b.String(), "Unknown", "c"), "tune", "-").err, "until it is known")
}
