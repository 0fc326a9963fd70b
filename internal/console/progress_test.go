package console

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// clock is one that goes when it is told to.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

// onClock returns a console with a clock of its own.
func onClock(o Options) (*Console, *bytes.Buffer, *clock) {
	out, at := &bytes.Buffer{}, &clock{time.Unix(1e9, 0)}
	return newConsole(out, o, at.now), out, at
}

// TestProgressOnTerminals checks that progress is drawn in one line, after a while, and wiped out before anything
// else is said.
func TestProgressOnTerminals(t *testing.T) {
	c, out, at := onClock(Options{Terminal: true})
	c.Stage(pipeline.StageSearch)
	require.NoError(t, c.Part(1, 4))
	assert.Empty(t, out.String(), "what is done at once needs no progress")
	at.pass(time.Second)
	require.NoError(t, c.Part(2, 4))
	require.NoError(t, c.Part(3, 4))
	assert.Equal(t, "\r\x1b[K          comparing rows [###############...............] 50 %, 2 s left",
		out.String(), "no more than ten a second")
	out.Reset()
	c.Line("graph", "there")
	c.Line("labels", "there")
	assert.Equal(t, "\r\x1b[Kgraph     there\nlabels    there\n", out.String())
}

// TestSummaryAfterTheTable checks that what is held back is said in the end, in its order, and progress meanwhile.
func TestSummaryAfterTheTable(t *testing.T) {
	c, out, at := onClock(Options{Terminal: true, Held: true})
	c.Line("table", "read")
	at.pass(time.Second)
	c.Reading(1e6, 2e6)
	c.Warnings([]summary.Warning{{Text: "odd"}})
	assert.Regexp(t, `^\r\x1b\[K          reading .*50 %, 1 s left, 1 MB/s\r\x1b\[K$`, out.String())
	out.Reset()
	c.Close()
	assert.Equal(t, "table     read\nwarning: odd\n", out.String())
	c.Line("time", "up")
	c.Close()
	assert.Equal(t, "table     read\nwarning: odd\ntime      up\n", out.String())
}

// TestPlotIsALineLikeOthers checks that progress is wiped out before a plot, and that a plot is held back with the rest.
func TestPlotIsALineLikeOthers(t *testing.T) {
	tried := []labelprop.Tuned{{LogLoss: 2, Accuracy: 0.5}, {LogLoss: 1, Accuracy: 0.7}, {LogLoss: 3, Accuracy: 0.1}}
	c, out, at := onClock(Options{Terminal: true})
	at.pass(time.Second)
	c.Reading(1, 2)
	out.Reset()
	c.Plot("k", []float64{1, 2, 3}, tried)
	assert.Regexp(t, `^\r\x1b\[K\nlog loss by k\n`, out.String())

	c, out, _ = onClock(Options{Held: true})
	c.Line("table", "read")
	c.Plot("k", []float64{1, 2, 3}, tried)
	assert.Empty(t, out.String())
	c.Close()
	assert.Regexp(t, `^table     read\n\nlog loss by k\n`, out.String())
}

// TestSeveralGoroutines is for the race detector: a console may be used by several goroutines, and closed meanwhile.
func TestSeveralGoroutines(t *testing.T) {
	out := &bytes.Buffer{}
	c := New(out, Options{Verbose: true, Held: true})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			c.Line("graph", "there")
			c.Close()
		})
	}
	all.Wait()
	assert.Equal(t, 4, strings.Count(out.String(), "graph     there"))
}

// Where the work says nothing of itself, the time that has passed is drawn in every beat, in every stage.
func TestProgressNeverStandsStill(t *testing.T) {
	for stage, words := range doing {
		c, out, at := onClock(Options{Terminal: true})
		c.Stage(stage)
		drawn := map[string]bool{}
		for range 40 {
			at.pass(beat)
			out.Reset()
			c.show(true)
			drawn[out.String()] = true
			assert.NotContains(t, out.String(), "\n")
		}
		assert.GreaterOrEqual(t, len(drawn), 20, "%s: a new line in each second", stage)
		assert.Contains(t, out.String(), words+" 20 s")
	}
}

// A stage that has told of all its parts has more to do: time goes on, and nothing is said of what is left.
func TestProgressAfterTheLastPart(t *testing.T) {
	c, out, at := onClock(Options{Terminal: true})
	c.Stage(pipeline.StageSearch)
	for done := range 5 {
		at.pass(time.Second)
		require.NoError(t, c.Part(done, 4))
	}
	at.pass(10 * time.Second)
	out.Reset()
	c.show(true)
	assert.Equal(t, "\r\x1b[K          comparing rows [##############################] 100 %, 15 s", out.String())
}

// A line is shorter than its terminal, for any width, and never two.
func TestProgressFits(t *testing.T) {
	escapes := regexp.MustCompile(`\r\x1b\[K`)
	for columns := 20; columns <= 200; columns++ {
		for stage := range doing {
			c, out, at := onClock(Options{Terminal: true, Columns: func() int { return columns }})
			c.Stage(stage)
			draw := func(what string) {
				at.pass(time.Second)
				out.Reset()
				c.show(true)
				text := escapes.ReplaceAllString(out.String(), "")
				assert.Less(t, width(text), columns, "%s, %s", stage, what)
				assert.Equal(t, 1, strings.Count(out.String(), "\r"))
				assert.NotContains(t, text, "\n")
			}
			draw("nothing known")
			require.NoError(t, c.Iteration(labelprop.Progress{Iteration: 123456, Residual: 1e-12}))
			draw("iteration")
			for _, done := range []int{0, 1, 150_000, 299_999, 300_000} {
				require.NoError(t, c.Part(done, 300_000))
				draw(fmt.Sprint(done))
			}
		}
	}
}

// On a terminal of 60 columns the bar and the time that is left are still there.
func TestProgressKeepsWhatMatters(t *testing.T) {
	s := status{doing: "reading", known: true, share: 0.5, took: 90 * time.Second, rate: 1.7e6,
		left: 90 * time.Second, digits: 1}
	for columns, want := range map[int]string{
		100: "          reading [###############...............] 50.0 %, 1m30s left, 1.7 MB/s",
		60:  "          reading [#####.....] 50.0 %, 1m30s left, 1.7 MB/s",
		44:  "reading [#######.......] 50.0 %, 1m30s left",
		30:  "reading [######......] 50.0 %",
		20:  "reading 50.0 %",
	} {
		assert.Equal(t, want, s.line(columns), columns)
	}
}

// From the middle on, the time left is right within a third, also between reports.
func TestTimeLeft(t *testing.T) {
	const total = 60
	c, _, at := onClock(Options{Terminal: true})
	c.Stage(pipeline.StageRidge)
	for second := range total {
		// A rate that is uneven, with a report in every third second.
		if second%3 == 0 {
			require.NoError(t, c.Part(1000*second+150*(second%2), 1000*total))
		}
		if second >= total/2 && second < total-3 {
			left := c.status().left.Seconds()
			assert.InDelta(t, total-second, left, float64(total-second)/3, "after %d s", second)
		}
		at.pass(time.Second)
	}
}

// Work that is more than was foreseen is done, and no bar is longer than its room.
func TestMorePartsThanForeseen(t *testing.T) {
	for _, done := range []int{-1, 6, 1000} {
		c, out, at := onClock(Options{Terminal: true})
		c.Stage(pipeline.StageSearch)
		at.pass(time.Second)
		require.NoError(t, c.Part(done, 4))
		share := map[bool]string{true: "[..............................] 0 %", false: "[##############################] 100 %"}
		assert.Contains(t, out.String(), share[done < 0])
	}
}

// Nothing is drawn where there is no terminal, where nothing is to be said, and after the end.
func TestNoProgress(t *testing.T) {
	for _, o := range []Options{{}, {Quiet: true, Terminal: true}, {Quiet: true, Verbose: true}} {
		c, out, at := onClock(o)
		for stage := range doing {
			c.Stage(stage)
			at.pass(time.Minute)
			require.NoError(t, c.Part(1, 2))
			require.NoError(t, c.Iteration(labelprop.Progress{}))
			c.show(true)
		}
		c.Close()
		assert.Empty(t, out.String(), "%+v", o)
	}
	c, out, at := onClock(Options{Terminal: true})
	at.pass(time.Minute)
	c.show(true)
	assert.NotEmpty(t, out.String())
	out.Reset()
	var table bytes.Buffer
	_, err := c.Foreground(&table).Write([]byte("a,b\n"))
	require.NoError(t, err)
	at.pass(time.Minute)
	c.show(true)
	assert.Equal(t, "\r\x1b[K", out.String(), "wiped out before the table, and not drawn again")
	assert.Equal(t, "a,b\n", table.String())
}

// In a log there are lines of progress where there is news, once a second.
func TestProgressInALog(t *testing.T) {
	c, out, at := onClock(Options{Verbose: true})
	c.Stage(pipeline.StageTune)
	at.pass(2 * time.Second)
	require.NoError(t, c.Part(1, 5))
	c.show(true)
	require.NoError(t, c.Part(2, 5))
	assert.Equal(t, "          trying candidates [######........................] 20 %, 8 s left\n", out.String())
}

// A console on a terminal draws by itself, until it is closed.
func TestWatch(t *testing.T) {
	var out bytes.Buffer
	c := New(&out, Options{Terminal: true})
	require.Eventually(t, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return strings.Contains(out.String(), "reading 1 s")
	}, 5*time.Second, 20*time.Millisecond)
	c.Close()
	assert.True(t, strings.HasSuffix(out.String(), "\r\x1b[K"))
}
