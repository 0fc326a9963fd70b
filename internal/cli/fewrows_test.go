package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFewRowsFar: a row 1 from x and 99 from all y is x, be the table too small for the kernel or not.
func TestFewRowsFar(t *testing.T) {
	for n := 4; n <= 20; n++ {
		table := "a,label\n0,x\n1,\n"
		for i := range n - 2 {
			table += fmt.Sprintf("%d,y\n", 100+i)
		}
		for _, flags := range []string{"", "--method harmonic", "--method spreading --alpha 0.5", "--kernel self-tuning",
			"--kernel perplexity", "--kernel inverse", "--gamma auto", "--graph complete", "--graph complete --kernel perplexity"} {
			if n > 15 && strings.Contains(flags, "spreading") {
				continue // enough rows for the perplexity of 5, at which spreading ends up at y from 18 rows on
			}
			got := propagate(table, append(strings.Fields(flags), "-q", "-")...)
			require.Zero(t, got.code, got.err)
			assert.Contains(t, got.out, "\n1,,x,", "%d rows, %s", n, flags)
		}
	}
}

// TestFewRowsNearer: groups 8 apart of rows 1 apart, each with labels and a free row.
func TestFewRowsNearer(t *testing.T) {
	for _, flags := range []string{"", "--kernel self-tuning", "--kernel perplexity"} {
		got := propagate("a,label\n0,x\n1,\n2,\n10,y\n11,y\n12,\n", append(strings.Fields(flags), "-q", "-")...)
		require.Zero(t, got.code, got.err)
		for _, want := range []string{"\n1,,x,", "\n2,,x,", "\n12,,y,"} {
			assert.Contains(t, got.out, want, flags)
		}
	}
}

// A table in which every row stands twice has the widths of the one in which it stands once.
func TestFewRowsTwice(t *testing.T) {
	for n := 5; n <= 15; n++ {
		table := "a,label\n" + strings.Repeat("0,x\n", 2) + strings.Repeat("1,\n", 2)
		for i := range n - 2 {
			table += strings.Repeat(fmt.Sprintf("%d,y\n", 100+i), 2)
		}
		for _, flags := range []string{"--gamma knn", "--gamma knn --kernel laplacian", "--gamma auto", "--gamma mst",
			"--kernel self-tuning", "--kernel inverse"} {
			got := propagate(table, append(strings.Fields(flags), "--method", "harmonic", "-q", "-")...)
			require.Zero(t, got.code, got.err)
			assert.Equal(t, 2, strings.Count(got.out, "\n1,,x,"), "%d rows, %s:\n%s", 2*n, flags, got.out)
		}
	}
}

// TestNothingToLeaveOut: without its only label a class cannot be found again, so tune and suspects refuse, and suggest
// tells where no row is left.
func TestNothingToLeaveOut(t *testing.T) {
	for _, command := range []string{"tune", "suspects", "suspects --method harmonic", "tune --holdout 0.5"} {
		got := propagate("a,label\n0,x\n1,\n2,\n10,\n11,\n12,y\n", append(strings.Fields(command), "-")...)
		assert.Equal(t, 1, got.code)
		assert.Contains(t, got.err, "column \"label\": no class has two labels, so none can be left out", command)
		assert.Empty(t, got.out)
	}
	got := propagate("a,label\n0,x\n1,y\n2,x\n", "suggest", "-")
	assert.Contains(t, got.err, "warning: every row already has a label, so there is nothing to suggest")
}
