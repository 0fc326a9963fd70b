// Package console prints the facts of a run as lines of text, and its progress while it works.
package console

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
)

// Options select how much is printed.
type Options struct {
	Quiet    bool
	Verbose  bool // times and progress in lines; Quiet is stronger
	Terminal bool // progress is drawn over itself
	Held     bool // print nothing but progress until Release
}

// Console prints to one writer, by default standard error: little, with times and progress when verbose, nothing
// when quiet.
type Console struct {
	options   Options
	w         io.Writer
	stages    summary.Stages // the last of them has not ended
	begin     time.Time      // of the last stage
	lastLine  time.Time      // when a line was printed last
	lastShown time.Time      // when progress was shown last
	drawn     bool           // whether there is progress to be wiped out
	begun     begun          // the part of the work whose progress is shown
	holding   bool           // whether lines are kept until Release
	held      string
}

// New returns a console that prints to w.
func New(w io.Writer, o Options) *Console {
	// The first stage begins before anything is known of the run.
	now := time.Now()
	return &Console{
		options: Options{Quiet: o.Quiet, Verbose: o.Verbose && !o.Quiet, Terminal: o.Terminal && !o.Quiet},
		w:       w, holding: o.Held,
		stages: summary.Stages{{Name: StageRead}}, begin: now, lastLine: now, lastShown: now,
	}
}

// Line prints a line about something, with the time since the last line when verbose.
func (c *Console) Line(name, format string, args ...any) {
	// The time is that since the last line, so that the times of all lines add up to that of the run.
	text, now := fmt.Sprintf(format, args...), time.Now()
	if c.options.Quiet {
		return
	}
	if c.options.Verbose {
		text += fmt.Sprintf("  [%v]", now.Sub(c.lastLine).Round(time.Millisecond))
	}
	c.lastLine = now
	c.print(fmt.Sprintf("%-9s %s\n", name, text))
}

// print prints a text, or keeps it until Release.
func (c *Console) print(text string) {
	// Progress would stand in the middle of the text.
	c.wipe()
	if c.holding {
		c.held += text
		return
	}
	fmt.Fprint(c.w, text)
}

// Release prints what was held back, and from now on everything at once.
func (c *Console) Release() {
	c.holding = false
	c.print(c.held)
	c.held = ""
}

// Stages of a run besides those of the pipeline.
const (
	StageRead     pipeline.Stage = "read"
	StageEvaluate pipeline.Stage = "evaluate"
	StageReport   pipeline.Stage = "report"
	StageWrite    pipeline.Stage = "write"
)

// Stage begins a stage of the work, and with it ends the one before.
func (c *Console) Stage(s pipeline.Stage) {
	c.endStage()
	c.stages = append(c.stages, summary.Stage{Name: s})
}

// endStage adds the time that has passed to the last stage.
func (c *Console) endStage() {
	// A stage may end more than once: what was counted is not counted again.
	now := time.Now()
	c.stages[len(c.stages)-1].Took += now.Sub(c.begin)
	c.begin = now
}

// Stages returns the stages until now and their times.
func (c *Console) Stages() summary.Stages {
	c.endStage()
	return slices.Clone(c.stages)
}
