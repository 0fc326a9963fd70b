package cli_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTypedFormats labels the same rows from files of all formats, and in all formats.
func TestTypedFormats(t *testing.T) {
	folder := filepath.Join("..", "table", "testdata")
	paths, err := filepath.Glob(filepath.Join(folder, "js*.*"))
	require.NoError(t, err)
	out := filepath.Join(t.TempDir(), "out")
	var want csvTable
	for _, path := range paths {
		for _, format := range []string{"csv", "same", "parquet", "arrow", "jsonl"} {
			got := propagate("", "-k", "3", "--features", "x,f32", "--proba", "--format", format, "-o", out, path)
			require.Zero(t, got.code, got.err)
			assert.Contains(t, got.err, "table     12 rows, 2 features, 2 labels in 2 classes\n")
			tab, err := table.ReadFile(out)
			require.NoError(t, err)
			var cells csvTable
			for j := range tab.Header {
				column, err := tab.Strings(j)
				require.NoError(t, err)
				cells = append(cells, column)
			}
			cells = append(cells, tab.Header)
			k := len(tab.Header)
			assert.Equal(t, []string{"predicted", "confidence", "status", "proba_high", "proba_low"}, tab.Header[k-5:])
			for _, j := range []int{k - 4, k - 2, k - 1} { // 1.0000 is 1 where there are numbers
				x, err := tab.Floats([]int{j})
				require.NoError(t, err)
				for i, v := range x.RawMatrix().Data {
					cells[j][i] = strconv.FormatFloat(v, 'g', -1, 64)
				}
			}
			if want == nil {
				want = cells
			}
			assert.Equal(t, want, cells, "%s as %s", path, format)
			assert.Equal(t, format != "csv" && format != "jsonl", tab.IsText(k-5), "%s as %s: classes are texts", path, format)
		}
	}
}

// TestOnlyInTypedFormats checks that other tables are written in them too.
func TestOnlyInTypedFormats(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, format := range []string{"parquet", "arrow"} {
		for _, args := range [][]string{{"--labels-only"}, {"suggest", "-n", "2"}, {"inspect"}} {
			got := propagate(good, append(args, "-", "--format", format, "-o", "out")...)
			require.Zero(t, got.code, got.err)
			tab, err := table.ReadFile("out")
			require.NoError(t, err)
			want := parse(t, propagate(good, append(args, "-")...).out)
			assert.Equal(t, want[0], tab.Header)
			column, err := tab.Strings(0)
			require.NoError(t, err)
			assert.Equal(t, want.column(want[0][0]), column)
		}
	}
	_, err := os.Stat("out")
	require.NoError(t, err)
}

// TestNestedIsNoted checks that a run says what it did not read.
func TestNestedIsNoted(t *testing.T) {
	got := propagate(foreign("nested.arrow", 1e6), "-k", "1", "--format", "csv", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "note      columns not read: tags (lists of different lengths, or of none)\n")
	assert.Contains(t, got.out, "x,label,predicted,confidence,status\n")
}
