// Package console prints the facts of a run as lines of text, and its progress while it works.
package console

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/visible"
)

// Options select how much is printed.
type Options struct {
	Quiet    bool
	Verbose  bool // times and progress in lines; Quiet is stronger
	Terminal bool // progress is drawn over itself
	Held     bool // print nothing but progress until Close

	Columns func() int // of the terminal; nil or 0: 80
}

// Console prints to one writer, by default standard error: little, with times and progress when verbose, nothing
// when quiet. Its methods may be called by several goroutines.
type Console struct {
	mu       sync.Mutex // of all that follows
	options  Options
	w        io.Writer
	now      func() time.Time
	stages   summary.Stages // the last of them has not ended
	begin    time.Time      // of the last stage
	lastLine time.Time      // when a line was printed last
	progress progress       // of the last stage
	quit     chan struct{}  // closed: progress is no longer watched
	holding  bool           // whether lines are kept until Close
	held     string
}

// New returns a console that prints to w. On a terminal it draws progress until Close.
func New(w io.Writer, o Options) *Console {
	c := newConsole(w, o, time.Now)
	if c.options.Terminal && !c.options.Verbose {
		go c.watch(c.quit)
	}
	return c
}

// newConsole returns a console with a clock, that draws nothing by itself.
func newConsole(w io.Writer, o Options, now func() time.Time) *Console {
	// The first stage begins before anything is known of the run.
	at := now()
	c := &Console{
		options: Options{Quiet: o.Quiet, Verbose: o.Verbose && !o.Quiet, Terminal: o.Terminal && !o.Quiet,
			Columns: o.Columns},
		w: w, now: now, holding: o.Held, quit: make(chan struct{}),
		stages: summary.Stages{{Name: StageRead}}, begin: at, lastLine: at, progress: progress{shown: at},
	}
	c.progress.pace.begin(at)
	return c
}

// Line prints a line about something, with the time since the last line when verbose.
func (c *Console) Line(name, format string, args ...any) {
	if c.options.Quiet {
		return
	}
	// What comes from a table is text: it neither begins a line nor moves the cursor.
	text, took := visible.Line(fmt.Sprintf(format, args...)), c.sinceLastLine()
	if c.options.Verbose {
		text += fmt.Sprintf("  [%v]", took.Round(time.Millisecond))
	}
	c.print(fmt.Sprintf("%-9s %s\n", name, text))
}

// sinceLastLine returns the time since the last line, so that the times of all lines add up to that of the run.
func (c *Console) sinceLastLine() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	took := now.Sub(c.lastLine)
	c.lastLine = now
	return took
}

// print prints lines, or keeps them until Close. Nothing in them but their ends is obeyed by a terminal.
func (c *Console) print(text string) {
	text = visible.Text(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	// Progress would stand in the middle of the text.
	c.wipe()
	if c.holding {
		c.held += text
		return
	}
	fmt.Fprint(c.w, text)
}

// Close ends progress, and prints what was held back. It may be called again.
func (c *Console) Close() {
	c.EndProgress()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.quit != nil {
		close(c.quit)
		c.quit = nil
	}
	// From now on everything is printed at once.
	c.holding = false
	fmt.Fprint(c.w, c.held)
	c.held = ""
}

// Stages of a run besides those of the pipeline.
const (
	StageRead     pipeline.Stage = "read"
	StagePrepare  pipeline.Stage = "prepare" // the table becomes a problem
	StageEvaluate pipeline.Stage = "evaluate"
	StageReport   pipeline.Stage = "report"
	StageWrite    pipeline.Stage = "write"
)

// Stage begins a stage of the work, and with it ends the one before.
func (c *Console) Stage(s pipeline.Stage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endStage()
	c.stages = append(c.stages, summary.Stage{Name: s})
	// Nothing is known yet of how far it is; what is drawn stays until there is.
	c.progress = progress{shown: c.progress.shown, drawn: c.progress.drawn, off: c.progress.off}
	c.progress.pace.begin(c.begin)
}

// stage is the one at hand.
func (c *Console) stage() pipeline.Stage { return c.stages[len(c.stages)-1].Name }

// endStage adds the time that has passed to the last stage.
func (c *Console) endStage() {
	// A stage may end more than once: what was counted is not counted again.
	now := c.now()
	c.stages[len(c.stages)-1].Took += now.Sub(c.begin)
	c.begin = now
}

// Stages returns the stages until now and their times.
func (c *Console) Stages() summary.Stages {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endStage()
	return slices.Clone(c.stages)
}
