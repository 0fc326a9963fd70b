// Package console prints the facts of a run as lines of text, and its progress while it works.
package console

import (
	"fmt"
	"io"
	"time"

	"github.com/propagate-go/propagate/internal/summary"
)

// Options select how much is printed.
type Options struct {
	Quiet    bool
	Verbose  bool // times and progress in lines; Quiet is stronger
	Terminal bool // progress is drawn over itself
	Held     bool // print nothing but progress until Release
}

// Console prints to one writer, by default standard error: little, with times and progress when verbose, nothing when
// quiet.
type Console struct {
	Options
	w         io.Writer
	stages    summary.Stages // that have ended
	lastEnd   time.Time      // when the last of them did
	lastShown time.Time      // when progress was shown last
	drawn     bool           // whether there is progress to be wiped out
	begun     begun          // the part of the work whose progress is shown
	held      string
}

// New returns a console that prints to w.
func New(w io.Writer, o Options) *Console {
	now := time.Now()
	o.Verbose, o.Terminal = o.Verbose && !o.Quiet, o.Terminal && !o.Quiet
	return &Console{Options: o, w: w, lastEnd: now, lastShown: now}
}

// Line prints a line about a stage, with its time when verbose. The stage ends with it, unless it has ended already.
func (c *Console) Line(stage, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	took, ended := c.stages.Took(stage)
	if !ended {
		took = c.Stage(stage)
	}
	if c.Quiet {
		return
	}
	if c.Verbose {
		text += fmt.Sprintf("  [%v]", took.Round(time.Millisecond))
	}
	c.print(fmt.Sprintf("%-9s %s\n", stage, text))
}

// print prints a text, or keeps it until Release.
func (c *Console) print(text string) {
	c.wipe()
	if c.Held {
		c.held += text
		return
	}
	fmt.Fprint(c.w, text)
}

// Release prints what was held back, and from now on everything at once.
func (c *Console) Release() {
	c.Held = false
	c.print(c.held)
	c.held = ""
}

// Stage ends a stage of the work and returns how long it took.
func (c *Console) Stage(name string) time.Duration {
	now := time.Now()
	took := now.Sub(c.lastEnd)
	c.lastEnd = now
	c.stages = append(c.stages, summary.Stage{Name: name, Took: took})
	return took
}

// Stages returns the stages that have ended.
func (c *Console) Stages() summary.Stages { return c.stages }
