package table

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	arrowmemory "github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// asked records the most bytes that were asked for each thing.
func asked() (memory.Ask, map[string]int64) {
	all := map[string]int64{}
	return func(bytes int64, what string) error {
		all[what] = max(all[what], bytes)
		return nil
	}, all
}

// TestMemoryOfShapes: a matrix takes eight bytes a pair, and each column of a list the header of its name and two words
// at least, however few bytes the file takes.
func TestMemoryOfShapes(t *testing.T) {
	const rows, width = 3, 1000
	list := array.NewFixedSizeListBuilder(arrowmemory.DefaultAllocator, width, array.NewInt8Builder(arrowmemory.DefaultAllocator).Type())
	values := list.ValueBuilder().(*array.Int8Builder)
	for range rows {
		list.Append(true)
		for range width {
			values.Append(1)
		}
	}
	for name, text := range map[string]string{
		"Arrow": arrowBatches(t, 1, list.NewArray()), "NumPy": npyFile("|u1", "(3, 1000)", rows*width),
	} {
		ask, all := asked()
		tab, err := Reading{Memory: ask}.Text(strings.NewReader(text), "t")
		require.NoError(t, err, name)
		require.Len(t, tab.Header, width)
		assert.GreaterOrEqual(t, all["1000 columns"], int64(32*width), name)
	}
	ask, all := asked()
	_, err := Reading{Memory: ask}.Text(strings.NewReader(arrowBatches(t, 2, array.NewNull(500))), "t")
	require.NoError(t, err)
	assert.Equal(t, int64(8*1000), all["1000 rows"])
	path := filepath.Join(t.TempDir(), "m.csv")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat(strings.Repeat("1,", 29)+"1\n", 30)), 0o666))
	ask, all = asked()
	_, err = Reading{Memory: ask}.Edges(path)
	require.NoError(t, err)
	assert.Equal(t, int64(8*30*30), all["a matrix of 30 by 30"])
}
