package cli_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEndings notes an output that is not in the format of its name, and follows the note.
func TestEndings(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	t.Chdir(t.TempDir())
	for _, c := range []struct{ name, format, note string }{
		{"o.csv", "", ""}, {"o.txt", "", ""}, {"o", "", ""}, {"o.CSV.gz", "", ""}, {"o.csv", "tsv", ""},
		{"o.tsv", "", "o.tsv is written as csv (--format tsv writes what its name says)"}, {"o.tsv", "tsv", ""},
		{"o.parquet", "", "o.parquet is written as csv (--format parquet writes what its name says)"},
		{"o.parquet", "parquet", ""}, {"o.feather", "arrow", ""}, {"o.json", "jsonl", ""},
		{"o.jsonl.zst", "", "o.jsonl.zst is written as csv (--format jsonl writes what its name says)"},
		{"o.csv", "parquet", "o.csv is written as parquet (--format csv writes what its name says)"},
		{"o.xlsx", "", "o.xlsx is written as csv, and not as its name says"},
	} {
		args := []string{"-o", c.name}
		if c.format != "" {
			args = append(args, "--format", c.format)
		}
		got := propagate(good, append(args, "-")...)
		require.Zero(t, got.code, got.err)
		if c.note == "" {
			assert.NotContains(t, got.err, "is written as", c.name)
			continue
		}
		assert.Contains(t, got.err, c.note)
	}
}
