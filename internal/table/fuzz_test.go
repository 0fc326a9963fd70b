package table

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzRead holds that no input panics, that every error is an *Error on one line, and that what
// was read is equal after writing and reading again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "a,b\n1,2\n", "a\n\"\"\n", "\ufeffa,b\r\n1,\"x\r\ny\"\r\n", "\"\ufeffa\"\n1\n", "a,b\n1,\"x\r\r\ny\"\n",
		"a,b\n1,x\"y\n", "a,b\n1,\"x\n", "a,b\n1\n", "1,2\n3,4\n", "a;b\n1;2\n", "a,a\n1,2\n", "a,b\n\\.,\xff\n", "a\x00\n",
		"a,b\n1,caf\xe9\n", "a,b\n1,\x80\n", "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00", "sep=;\na;b\n1;2\n",
		"a title\na,b\n1,2\n3,4\n", "1,2,a\n3,4,a\n", ",x,l\n0,1,a\n", "x,l\n0,1,a\n", "x,l,\n1,a,\n", "x;l\n1;a;\n",
		"x  y\n1  a\n", "the 1 2 3\n, 4 5 6\n", "[{\"x\":1},\n{\"y\":[2]}]", "@relation r\n@attribute x real\n@data\n?\n'a'\n",
		"a,b\rc,d", "a,b\n1,x\r", " a ,b\n 1 ,\t2\n", " A\n0\t0",
		"a\n,a", "\x00\na\x01\xe2\nb\x01c\nd\x01e\n", "sep=1;\na;\n", "-\n-----\n ", "sep=\x00\na\n\xf7", "b\n0 0 0 0 0 0 0 0,a",
		"%%MatrixMarket matrix coordinate real symmetric\n3 3 2\n1 1 5\n3 1 -2e1\n", "%%MatrixMarket matrix array real general\n1 2\n1\n0\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tab, err := Read(strings.NewReader(text), "fuzz.csv")
		if err != nil {
			var e *Error
			require.True(t, errors.As(err, &e), "%v", err)
			require.NotContains(t, e.Error()+e.Hint, "\n")
			return
		}
		checkTable(t, tab)
		// Sparse rows may be all that there is.
		if len(tab.Header) == 0 {
			return
		}
		var b bytes.Buffer
		require.NoError(t, tab.Write(&b))
		require.NotContains(t, b.String(), strings.Repeat("\ufffd", 1+strings.Count(text, "\ufffd")))
		again, err := Reading{Comma: ',', Header: HeaderFirst}.Text(&b, "fuzz.csv")
		require.NoError(t, err)
		require.Equal(t, tab.Header, again.Header)
		require.Equal(t, cells(t, tab), cells(t, again))
	})
}

// checkTable checks what a Table promises, and that its columns can be asked for.
func checkTable(t *testing.T, tab *Table) {
	require.NotEmpty(t, cells(t, tab))
	line := 1
	for i, row := range cells(t, tab) {
		require.Len(t, row, len(tab.Header))
		require.Greater(t, tab.Line(i), line-1)
		line = tab.Line(i) + 1
	}
	for col, name := range tab.Header {
		got, err := tab.Column(name)
		require.NoError(t, err)
		require.Equal(t, col, got)
		x, err := tab.Floats([]int{col})
		require.Equal(t, x == nil, err != nil)
		if err == nil {
			require.True(t, numeric(tab, col))
		}
	}
}
