package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAnnotating goes around the loop of suggest, filling in and running, from a table without a column of labels on, in
// each format that a table is written in: no label may get lost on the way, and none is asked for twice.
func TestAnnotating(t *testing.T) {
	for _, format := range []string{"csv", "tsv", "jsonl", "parquet", "arrow"} {
		joinFiles(t)
		asked := map[string]bool{}
		rows := "rows.csv"
		for round := 1; round <= 3; round++ {
			next := propagate("", "suggest", "-q", "-k", "3", "-n", "4", "--format", "csv", "--id", "key", "-o", "next.csv", rows)
			require.Zero(t, next.code, next.err)
			lines := strings.Split(strings.TrimSpace(folder(t)["next.csv"].content), "\n")
			require.Equal(t, "line,id,opens,gain,label", lines[0])
			filled := lines[0] + "\n"
			for i, line := range lines[1:] {
				id := strings.Split(line, ",")[1]
				assert.False(t, asked[id], "%s: %s is asked for again", format, id)
				asked[id] = true
				filled += line + []string{"a", "b"}[i%2] + "\n"
			}
			writeFile(t, "next.csv", filled)
			out := fmt.Sprintf("labelled%d", round)
			run := propagate("", "-k", "3", "--id", "key", "--labels", "next.csv", "--format", format, "-o", out, rows)
			require.Zero(t, run.code, run.err)
			assert.Contains(t, run.err, fmt.Sprintf("%d labels in 2 classes", 4*round), format)
			rows = out
		}
	}
}

// TestSuggestWithoutAColumnOfLabels checks that a table that nobody has labelled needs no such column, unless another one
// may be it.
func TestSuggestWithoutAColumnOfLabels(t *testing.T) {
	joinFiles(t)
	got := propagate("", "suggest", "-k", "3", "-n", "2", "rows.csv")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "note      no column of labels, so no row has a label yet\n")
	typed := strings.Replace(folder(t)["rows.csv"].content, "key,x,y", "key,x,type", 1)
	for args, want := range map[string]string{
		"--label lable rows.csv": "hint: if no row has a label, use --label=; else name the column of the given labels",
		"-":                      "such as --label type",
	} {
		got := propagate(typed, append([]string{"suggest", "-k", "3"}, strings.Fields(args)...)...)
		assert.Equal(t, 1, got.code, args)
		assert.Contains(t, got.err, want, args)
	}
	got = propagate(typed, "suggest", "-k", "3", "--label=", "-")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.out, "line,opens,gain,label\n")
}
