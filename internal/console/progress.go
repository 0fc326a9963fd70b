package console

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// On a terminal progress is drawn over itself: once a stage has taken patience, and then at most once every frame.
const (
	patience = 500 * time.Millisecond
	frame    = 100 * time.Millisecond
	barWidth = 30
)

// Part shows how many parts of the stage are done.
func (c *Console) Part(done, total int) error {
	// What the parts are depends on the stage that was begun last.
	switch c.stages[len(c.stages)-1].Name {
	case pipeline.StageGamma:
		c.Progress("γ number %d is tried", done)
	case pipeline.StageTune:
		c.candidate(done, total)
	default:
		c.part("comparing rows", amount{int64(done), int64(total), "rows"})
	}
	return nil
}

// candidate shows which candidate is tried, and how long the others take if each takes as long as those before.
func (c *Console) candidate(number, total int) {
	switch {
	case total == 0:
		c.Progress("candidate %d", number)
	case number < 2:
		c.Progress("candidate %d of %d", number, total)
	default:
		// This is candidate number: one less is done.
		each := time.Since(c.begin) / time.Duration(number-1)
		rest := each * time.Duration(total-number+1)
		c.Progress("candidate %d of %d, %v left", number, total, rest.Round(time.Second))
	}
}

// Iteration shows how far the solver is.
func (c *Console) Iteration(p labelprop.Progress) error {
	c.Progress("iteration %d: residual %.1e", p.Iteration, p.Residual)
	return nil
}

// Reading shows how many bytes of the table were read.
func (c *Console) Reading(done, total int64) { c.part("reading", amount{done, total, "bytes"}) }

// Writing returns w, and shows how much of about total bytes was written to it.
func (c *Console) Writing(w io.Writer, total int64) io.Writer {
	return &progressWriter{Writer: w, console: c, total: total}
}

type progressWriter struct {
	io.Writer
	console     *Console
	done, total int64
}

func (w *progressWriter) Write(p []byte) (int, error) {
	k, err := w.Writer.Write(p)
	// The total is an estimate, which may be exceeded.
	w.done += int64(k)
	w.console.part("writing", amount{min(w.done, w.total), w.total, "bytes"})
	return k, err
}

// amount is how much of something is done.
type amount struct {
	done, total int64
	unit        string
}

// begun is when the progress of a part was first shown, and how much of it was done then.
type begun struct {
	at   time.Time
	done int64
}

// part shows how much of the stage at hand is done, how fast, and how long the rest takes at that rate.
func (c *Console) part(doing string, a amount) {
	if a.total <= 0 || !c.options.Verbose && !c.options.Terminal {
		return
	}
	// The rate counts from the first call within this stage: what was done before took an unknown time.
	now := time.Now()
	if c.begun.at.Before(c.begin) {
		c.begun = begun{now, a.done}
	}
	rest := remaining(a, a.done-c.begun.done, now.Sub(c.begun.at))
	if c.options.Terminal && !c.options.Verbose {
		c.Progress("%s %s%s", doing, bar(a), rest)
		return
	}
	// "3 of 4 rows": the unit stands once.
	total := quantity(a.total, a.unit)
	done := strings.TrimSuffix(quantity(a.done, a.unit), total[strings.Index(total, " "):])
	c.Progress("%s: %s of %s%s", doing, done, total, rest)
}

// remaining tells the rate, done in some time, and how long the rest takes at that rate.
func remaining(a amount, done int64, took time.Duration) string {
	if done <= 0 || took <= 0 {
		return ""
	}
	// The rest is as fast as what was done.
	rate := float64(done) / took.Seconds()
	rest := time.Duration(float64(a.total-a.done) / rate * float64(time.Second))
	return fmt.Sprintf(", %s/s, %s left", quantity(int64(rate), a.unit), duration(rest))
}

// quantity writes a number with its unit, bytes as MB.
func quantity(n int64, unit string) string {
	if unit != "bytes" {
		return fmt.Sprintf("%d %s", n, unit)
	}
	return fmt.Sprintf("%.4g MB", float64(n)/1e6)
}

// Progress prints a line if verbose and none was printed for a second, or draws it on a terminal.
func (c *Console) Progress(format string, args ...any) {
	// Lines in a log come once a second at most. On a terminal the last one is overwritten: \r goes to its
	// begin, and ESC [ K clears it.
	now := time.Now()
	switch {
	case c.options.Verbose && now.Sub(c.lastShown) > time.Second:
		c.lastShown = now
		fmt.Fprintf(c.w, "          "+format+"\n", args...)
	case !c.options.Verbose && c.options.Terminal && now.Sub(c.begin) > patience && now.Sub(c.lastShown) > frame:
		c.lastShown, c.drawn = now, true
		fmt.Fprintf(c.w, "\r\x1b[K          "+format, args...)
	}
}

// wipe takes progress off the terminal.
func (c *Console) wipe() {
	if c.drawn {
		c.drawn = false
		fmt.Fprint(c.w, "\r\x1b[K")
	}
}

// bar draws how much of something is done.
func bar(a amount) string {
	// Rounding down keeps the last cell empty until all is done.
	full, percent := int(barWidth*a.done/max(a.total, 1)), 100*a.done/max(a.total, 1)
	return fmt.Sprintf("[%s%s] %d %%", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), percent)
}
