package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// endless is a text that goes on and on.
type endless struct{ text string }

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e.text)
	}
	return n, nil
}

// TestMemoryIsAskedFor holds that what would take more memory than allowed is refused before it is taken, with an
// error that says how much it wanted and what to do: packed bombs, endless input, long lines, many columns.
func TestMemoryIsAskedFor(t *testing.T) {
	skipIfSlow(t)
	const size, limit = 32 << 20, 24 << 20
	rows := func() io.Reader { return io.LimitReader(endless{strings.Repeat("1,2,3,a\n", 4096)}, size) }
	packed := func(pack func(io.Writer) io.WriteCloser, from io.Reader) io.Reader {
		var b bytes.Buffer
		w := pack(&b)
		_, err := io.Copy(w, from)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		require.Less(t, b.Len(), size/50, "a bomb")
		return &b
	}
	gz := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	zst := func(w io.Writer) io.WriteCloser {
		z, err := zstd.NewWriter(w)
		require.NoError(t, err)
		return z
	}
	var array bytes.Buffer
	z := zip.NewWriter(&array)
	member, err := z.Create("x.npy")
	require.NoError(t, err)
	header := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d, 8), }", size/64)
	fmt.Fprintf(member, "\x93NUMPY\x01\x00%c%c%s", len(header)&255, len(header)>>8, header)
	_, err = io.Copy(member, io.LimitReader(endless{strings.Repeat("\x00", 1<<16)}, size))
	require.NoError(t, err)
	require.NoError(t, z.Close())

	for name, c := range map[string]struct {
		from io.Reader
		want string
	}{
		"endless rows":  {rows(), "cannot read: its text: needs "},
		"gzip":          {packed(gz, rows()), "cannot be unpacked: "},
		"zstd":          {packed(zst, rows()), "cannot be unpacked: "},
		"gzip of NUL":   {packed(gz, io.LimitReader(endless{strings.Repeat("\x00", 4096)}, size)), "nothing but NUL bytes"},
		"only NUL":      {endless{strings.Repeat("\x00", 4096)}, "nothing but NUL bytes"},
		"NumPy":         {&array, "more memory"},
		"a long line":   {io.LimitReader(endless{strings.Repeat("abcdefg", 4096)}, size), "more memory"},
		"JSON lines":    {strings.NewReader(strings.Repeat("{\"a\": 1, \"b\": [1, 2, 3, 4, 5, 6, 7, 8]}\n", 120_000)), "more memory"},
		"JSON of depth": {strings.NewReader(strings.Repeat(`{"a":`, 1e5) + "1" + strings.Repeat("}", 1e5)), "100 deep"},
		"many columns":  {strings.NewReader(strings.Repeat("a,", 1e5) + "b\n" + strings.Repeat(strings.Repeat("1,", 1e5)+"1\n", 60)), "more memory"},
		"new members":   {strings.NewReader(differentMembers(4000)), "more memory"},
	} {
		runtime.GC()
		var heap runtime.MemStats
		runtime.ReadMemStats(&heap)
		b := memory.NewBudget(int64(heap.HeapAlloc) + limit)
		how := Reading{Memory: b.Ask}
		_, err := how.Text(c.from, "table")
		if assert.ErrorContains(t, err, c.want, name) && strings.Contains(err.Error(), "more memory; ") {
			var e *Error
			require.ErrorAs(t, err, &e, name)
			assert.Equal(t, hintMemory, e.Hint, name)
		}
	}
}

// differentMembers returns objects no two of which have a member in common.
func differentMembers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"a%d\": 1}\n", i)
	}
	return b.String()
}

// TestDeviceWithoutEnd holds that /dev/zero is no table.
func TestDeviceWithoutEnd(t *testing.T) {
	if _, err := os.Stat("/dev/zero"); err != nil {
		t.Skip("no such device")
	}
	_, err := ReadFile("/dev/zero")
	assert.EqualError(t, err, "/dev/zero: nothing but NUL bytes: not a table")
}
