package table

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func write(t *testing.T, tab *Table, added ...Added) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, tab.Write(&b, added...))
	return b.String()
}

func TestWriteAppends(t *testing.T) {
	tab := read(t, "a,b\n1.50,x\n2,\n")
	got := write(t, tab, Added{Name: "predicted", Values: []string{"x", "y,z"}}, Added{Name: "status", Values: []string{"given", ""}})
	assert.Equal(t, "a,b,predicted,status\n1.50,x,x,given\n2,,\"y,z\",\n", got)
	assert.Equal(t, [][]string{{"1.50", "x"}, {"2", ""}}, cells(t, tab), "the table is not changed")
}

func TestCSVRoundTrip(t *testing.T) {
	for _, c := range []struct{ text, written string }{
		{"a,b\n1,2\n", "a,b\n1,2\n"},
		{"\ufeffa,b\r\n1,2\r\n", "\ufeffa,b\r\n1,2\r\n"},
		{"a,b\r\n1,\"x\r\ny\"\r\n", "a,b\r\n1,\"x\r\ny\"\r\n"},
		{"a,b\r\n1,\"x\ry\"\r\n", "a,b\r\n1,\"x\ry\"\r\n"},
		{"\xff\xfea\x00,\x00b\x00\n\x001\x00,\x002\x00", "\ufeffa,b\n1,2\n"},
		{"a,b\n\"1\",\"\"\n", "a,b\n1,\n"},
		{"a,b\n\"x,y\",\"say \"\"yes\"\"\"\n", "a,b\n\"x,y\",\"say \"\"yes\"\"\"\n"},
		{"a,b\n\"x\ny\",\"x\r\ny\"\n", "a,b\n\"x\ny\",\"x\r\ny\"\n"},
		{"a,b\r\n\"x\ny\",\"x\r\ny\"\"\r\r\n\"\r\n\r\n1,\"\n\"\r\n", "a,b\r\n\"x\ny\",\"x\r\ny\"\"\r\r\n\"\r\n1,\"\n\"\r\n"},
		{"a,b\n1,\"x\r\"\n", "a,b\n1,\"x\r\"\n"},
		{"a,b\n ñ ,日本\n", "a,b\n\" ñ \",日本\n"},
		{"a,b\n1,caf\xe9\n", "a,b\n1,café\n"},
		{"a\n\"\"\nx\n\"\"\n", "a\n\"\"\nx\n\"\"\n"},
	} {
		tab := read(t, c.text)
		written := write(t, tab)
		assert.Equal(t, c.written, written)
		again := read(t, written)
		assert.Equal(t, tab.Header, again.Header)
		assert.Equal(t, cells(t, tab), cells(t, again))
	}
}

func TestWriteManyLoneCells(t *testing.T) {
	text := "a\n" + strings.Repeat("\"\"\nabcdefg\n", 50_000) // beyond every buffer
	assert.True(t, text == write(t, read(t, text)), "lone empty cells keep their place")
}

func TestWriteCollision(t *testing.T) {
	tab := read(t, "a,predicted\n1,2\n")
	var b bytes.Buffer
	err := tab.Write(&b, Added{Name: "predicted", Values: []string{"x"}})
	checkError(t, err, `data.csv: column "predicted": in the table already, so it cannot be added`,
		"rename or remove that column of the input")
	err = tab.Write(&b, Added{Name: "p", Values: []string{"x"}}, Added{Name: " p", Values: []string{"x"}})
	checkError(t, err, `data.csv: column " p": in the table already, so it cannot be added`,
		"rename or remove that column of the input")
	err = tab.Write(&b, Added{Name: "p", Values: nil})
	assert.EqualError(t, err, `table: added column "p" has 0 values for 1 rows`)
	assert.Empty(t, b.String(), "nothing is written before the error")
}

// A full writer takes n bytes and then fails.
type full struct{ n int }

var errFull = errors.New("full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.n {
		return f.n, errFull
	}
	f.n -= len(p)
	return len(p), nil
}

func TestWriteFailing(t *testing.T) {
	skipIfSlow(t)
	tab := read(t, "a,b\n"+strings.Repeat("1,2\n", 100_000))
	lone := read(t, "a\n"+strings.Repeat("\"\"\n", 100_000))
	for _, n := range []int{0, 10, 70_000, 200_000} {
		assert.ErrorIs(t, tab.Write(&full{n}), errFull)
		assert.ErrorIs(t, lone.Write(&full{n}), errFull)
	}
	for _, b := range [][]byte{parquetBytes(t, manyRecords()), arrowBytes(t, false, manyTypesBatches(t)), arrowBytes(t, true, manyTypesBatches(t))} {
		typed, err := Read(bytes.NewReader(b), "t")
		require.NoError(t, err)
		for _, n := range []int{0, 10, 1000} {
			for _, f := range []Format{Same, Parquet, Arrow} {
				assert.ErrorIs(t, typed.WriteAs(&full{n}, f), errFull)
				assert.ErrorIs(t, tab.WriteAs(&full{n}, Parquet), errFull)
			}
		}
	}
}
