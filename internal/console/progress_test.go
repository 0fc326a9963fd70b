package console

import (
	"bytes"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestProgressOnTerminals checks that progress is drawn in one line, after a while, and wiped out before anything
// else is said.
func TestProgressOnTerminals(t *testing.T) {
	var out bytes.Buffer
	n := New(&out, Options{Terminal: true})
	search := n.Part
	require.NoError(t, search(1, 4))
	assert.Empty(t, out.String(), "what is done at once needs no progress")
	n.begin, n.lastShown = n.begin.Add(-time.Second), n.lastShown.Add(-time.Second)
	n.begun.at = n.begun.at.Add(-time.Second)
	require.NoError(t, search(2, 4))
	require.NoError(t, search(3, 4))
	assert.Regexp(t, `^\r\x1b\[K          comparing rows \[#{15}\.{15}\] 50 %, \d rows/s, \S+ m?s left$`, out.String(),
		"no more than ten a second")
	out.Reset()
	n.Line("graph", "there")
	n.Line("labels", "there")
	assert.Equal(t, "\r\x1b[Kgraph     there\nlabels    there\n", out.String())
}

// TestSummaryAfterTheTable checks that what is held back is said in the end, in its order, and progress meanwhile.
func TestSummaryAfterTheTable(t *testing.T) {
	var out bytes.Buffer
	n := New(&out, Options{Terminal: true, Held: true})
	n.Line("table", "read")
	n.begin, n.lastShown = n.begin.Add(-time.Second), n.lastShown.Add(-time.Second)
	n.Progress("half")
	n.Warnings([]summary.Warning{{Text: "odd"}})
	assert.Equal(t, "\r\x1b[K          half\r\x1b[K", out.String())
	out.Reset()
	n.Release()
	assert.Equal(t, "table     read\nwarning: odd\n", out.String())
	n.Line("time", "up")
	n.Release()
	assert.Equal(t, "table     read\nwarning: odd\ntime      up\n", out.String())
}

func TestBar(t *testing.T) {
	for done, want := range map[int]string{
		0:   "[..............................] 0 %",
		50:  "[#####.........................] 16 %",
		300: "[##############################] 100 %",
	} {
		assert.Equal(t, want, bar(amount{int64(done), 300, "rows"}))
	}
	assert.Equal(t, "[..............................] 0 %", bar(amount{0, 0, "rows"}))
}

// What is left takes as long as what is done suggests.
func TestRemaining(t *testing.T) {
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
		assert.Equal(t, c.want, remaining(amount{c.done, c.total, "rows"}, c.done, time.Duration(c.took*1e9)))
	}
	since := remaining(amount{1_000_000, 2_000_000, "bytes"}, 500_000, 2*time.Second)
	assert.Equal(t, ", 0.25 MB/s, 4.0 s left", since, "since it was first told of")
}
