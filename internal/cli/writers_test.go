package cli_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// german returns a table as a German spreadsheet saves it: semicolons, decimal commas, CRLF and a byte order mark.
func german(in csvTable) string {
	var b strings.Builder
	b.WriteString("\ufeff")
	for _, row := range in {
		b.WriteString(strings.ReplaceAll(strings.Join(row, ";"), ".", ",") + "\r\n")
	}
	return b.String()
}

// TestWrittenAsRead checks that all commands write the separator, the decimal mark, the ends of lines and the byte order
// mark of their input.
func TestWrittenAsRead(t *testing.T) {
	t.Chdir(t.TempDir())
	text := german(kindsTable())
	writeFile(t, "in.csv", text)
	got := propagate("", "--truth", "truth", "--save", "model", "-o", "out.csv", "in.csv")
	require.Zero(t, got.code, got.err)
	for _, line := range []string{
		"--truth truth --proba in.csv", "--truth truth --labels-only --confidence in.csv", "predict --model model --truth truth in.csv",
		"suggest --ignore truth in.csv", "suspects --ignore truth --max-probability 1 in.csv", "explain --ignore truth --row 40 in.csv",
		"explain --ignore truth --row 40 --method harmonic in.csv", "tune --ignore truth --method harmonic in.csv", "inspect in.csv",
	} {
		got := propagate("", strings.Fields(line)...)
		require.Zero(t, got.code, line+got.err)
		assert.True(t, strings.HasPrefix(got.out, "\ufeff"), "%s: %q", line, got.out[:min(20, len(got.out))])
		assert.Equal(t, strings.Count(got.out, "\n"), strings.Count(got.out, "\r\n"), line)
		assert.NotRegexp(t, regexp.MustCompile(`;-?\d+\.\d+[;\r]`), got.out, line)
		assert.Regexp(t, regexp.MustCompile(`;-?\d+,\d+[;\r]`), got.out, line)
	}
	// What was written is evaluated.
	assert.Contains(t, propagate("", "evaluate", "--truth", "truth", "out.csv").out, "accuracy          1.0000")
}

// TestSafeCSV checks that no command writes a formula where it must not.
func TestSafeCSV(t *testing.T) {
	t.Chdir(t.TempDir())
	in := kindsTable().with("label", func(_ int, cell string) string { return strings.ReplaceAll(cell, "a", "=1+1") })
	in = in.with("truth", func(_ int, cell string) string { return strings.ReplaceAll(cell, "a", "=1+1") })
	in = in.plus("@id", func(i int) string { return "-x" + string(rune('A'+i/26)) + string(rune('A'+i%26)) })
	in[0][in.index("x")] = "+x"
	writeFile(t, "in.csv", in.String())
	got := propagate("", "--truth", "truth", "--save", "model", "--id", "@id", "in.csv")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.out, "=1+1")
	formula := regexp.MustCompile(`(?m)(^|[,"])([=@\t]|[-+][^\d.])`)
	for _, line := range []string{
		"--truth truth --proba --id @id in.csv", "--truth truth --labels-only --id @id in.csv", "predict --model model --truth truth in.csv",
		"suggest --ignore truth --id @id in.csv", "suspects --ignore truth --max-probability 1 --id @id in.csv",
		"explain --ignore truth --row 40 in.csv", "tune --ignore truth --method harmonic in.csv", "inspect in.csv",
		"--truth truth --format tsv in.csv",
	} {
		got := propagate("", append(strings.Fields(line), "--safe-csv")...)
		require.Zero(t, got.code, line+got.err)
		assert.NotRegexp(t, formula, strings.ReplaceAll(got.out, "\t", ","), line)
	}
	assert.Contains(t, propagate("", "--truth", "truth", "--safe-csv", "in.csv").out, "'+x,y,")
	got = propagate("", "--truth", "truth", "--safe-csv", "--format", "jsonl", "in.csv")
	assert.Contains(t, got.err, "no effect in this run: --safe-csv (it is for csv and tsv)")
}
