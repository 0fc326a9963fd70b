package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestProgressOnTerminals checks that progress is drawn in one line, after a while, and wiped out before anything else is said.
func TestProgressOnTerminals(t *testing.T) {
	var out bytes.Buffer
	n := newNarrator(&out, false, false)
	assert.False(t, n.live, "nobody looks at a buffer")
	n.live = true
	n.searching(1, 4)
	assert.Empty(t, out.String(), "what is done at once needs no progress")
	n.last, n.shown = n.last.Add(-time.Second), n.shown.Add(-time.Second)
	n.begun.at = n.begun.at.Add(-time.Second)
	n.searching(2, 4)
	n.searching(3, 4)
	assert.Regexp(t, `^\r\x1b\[K          comparing rows \[#{15}\.{15}\] 50 %, \d rows/s, \S+ m?s left$`, out.String(), "no more than ten a second")
	out.Reset()
	n.line("graph", "there")
	n.line("labels", "there")
	assert.Equal(t, "\r\x1b[Kgraph     there\nlabels    there\n", out.String())
}

// TestSummaryAfterTheTable checks that what is held back is said in the end, in its order, and progress meanwhile.
func TestSummaryAfterTheTable(t *testing.T) {
	var out bytes.Buffer
	n := newNarrator(&out, false, false)
	n.live, n.holding = true, true
	n.line("table", "read")
	n.last, n.shown = n.last.Add(-time.Second), n.shown.Add(-time.Second)
	n.progress("half")
	n.warnings([]error{errors.New("odd")})
	assert.Equal(t, "\r\x1b[K          half\r\x1b[K", out.String())
	out.Reset()
	n.release()
	assert.Equal(t, "table     read\nwarning: odd\n", out.String())
	n.line("time", "up")
	n.release()
	assert.Equal(t, "table     read\nwarning: odd\ntime      up\n", out.String())
}

func TestIsTerminal(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	defer f.Close()
	assert.False(t, isTerminal(f))
	assert.False(t, isTerminal(&bytes.Buffer{}))
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer null.Close()
	assert.True(t, isTerminal(null), "a device of characters, as a terminal is")
	t.Setenv("TERM", "dumb")
	assert.False(t, isTerminal(null))
}

func TestBar(t *testing.T) {
	for done, want := range map[int]string{0: "[..............................] 0 %", 50: "[#####.........................] 16 %", 300: "[##############################] 100 %"} {
		assert.Equal(t, want, bar(part{int64(done), 300, "rows"}))
	}
	assert.Equal(t, "[..............................] 0 %", bar(part{0, 0, "rows"}))
}

// What is left takes as long as what is done suggests.
func TestLeft(t *testing.T) {
	for _, c := range []struct {
		done, total int64
		took        float64
		want        string
	}{
		{0, 100, 5, ""},
		{25, 100, 5, ", 5 rows/s, 15.0 s left"},
		{100, 100, 5, ", 20 rows/s, 0 ms left"},
		{1, 1000, 1, ", 1 rows/s, 16m39s left"},
	} {
		assert.Equal(t, c.want, left(part{c.done, c.total, "rows"}, c.done, time.Duration(c.took*1e9)))
	}
	assert.Equal(t, ", 0.25 MB/s, 4.0 s left", left(part{1_000_000, 2_000_000, "bytes"}, 500_000, 2*time.Second), "since it was first told of")
}
