package cli

import (
	"bytes"
	"context"
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
	search := n.searching(context.Background())
	require.NoError(t, search(1, 4))
	assert.Empty(t, out.String(), "what is done at once needs no progress")
	n.last, n.shown = n.last.Add(-time.Second), n.shown.Add(-time.Second)
	require.NoError(t, search(2, 4))
	require.NoError(t, search(3, 4))
	assert.Equal(t, "\r\x1b[K          comparing rows [###############...............] 50 %", out.String(), "no more than ten a second")
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
		assert.Equal(t, want, bar(done, 300))
	}
	assert.Equal(t, "[..............................] 0 %", bar(0, 0))
}
