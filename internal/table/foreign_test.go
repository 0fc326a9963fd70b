package table

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestForeignFiles reads the same rows as other programs wrote them, and writes them in all formats.
func TestForeignFiles(t *testing.T) {
	header := []string{"x", "f32", "label", "kind", "on", "big", "small", "v.0", "v.1", "w.0", "w.1", "day"}
	var want [][]string
	for i := range 12 {
		x := float64(i) / 4
		if i >= 6 {
			x = 10 + float64(i)/8
		}
		half := fmt.Sprint(float64(i) + 0.5)
		want = append(want, []string{fmt.Sprint(x), fmt.Sprint(float32(x * 0.1)), map[int]string{0: "low", 6: "high"}[i], []string{"é", "b,c", "007"}[i%3],
			[]string{"", "false", "true", "false"}[i%4], fmt.Sprint(9007199254740993 + i), fmt.Sprint(i - 6), fmt.Sprint(i), half, fmt.Sprint(i), half,
			time.Date(2024, 2, 28+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)})
	}
	paths, err := filepath.Glob("testdata/js*.*")
	require.NoError(t, err)
	require.Len(t, paths, 5)
	for _, path := range paths {
		got, err := ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, header, got.Header)
		assert.Equal(t, want, cells(t, got), path)
		for f := Same; f <= Arrow; f++ {
			var b bytes.Buffer
			require.NoError(t, got.WriteAs(&b, f))
			again, err := Read(&b, "again")
			require.NoError(t, err, "%s, format %d", path, f)
			assert.Equal(t, header, again.Header)
			assert.Equal(t, want, cells(t, again), "%s, format %d", path, f)
		}
		assert.Equal(t, []bool{false, true, false}, []bool{got.IsText(0), got.IsText(2), got.IsText(4)})
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		for cut := 8; cut < len(b); cut += 7 {
			requireOneLine(t, b[:cut], "%s, cut at %d", path, cut)
		}
	}
}

// TestNamesLikeMagic checks that a text is one whose first column is called as other formats begin.
func TestNamesLikeMagic(t *testing.T) {
	for _, text := range []string{"PAR1,PAR2\n1,2\n", "ARROW1\tb\n1\t2\n", "PAR1\n1\n"} {
		got, err := Read(strings.NewReader(text), "t")
		require.NoError(t, err)
		assert.Equal(t, strings.Split(strings.ReplaceAll(strings.TrimSpace(strings.Split(text, "\n")[1]), "\t", ","), ","), cells(t, got)[0])
	}
}
