package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/propagate-go/propagate/labelprop"
)

// On a terminal progress is drawn over itself, from the time on when a stage has taken patience, and no more often than
// every frame.
const (
	patience = 500 * time.Millisecond
	frame    = 100 * time.Millisecond
	barWidth = 30
)

// isTerminal reports whether somebody may be looking.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// searching observes a search.
func (n *narrator) searching(done, total int) {
	n.part("comparing rows", part{int64(done), int64(total), "rows"})
}

// reading observes the reading of a table.
func (n *narrator) reading(done, total int64) { n.part("reading", part{done, total, "bytes"}) }

// writing returns w and tells of what is written to it, total bytes or so.
func (n *narrator) writing(w io.Writer, total int64) io.Writer { return &watchedWriter{w, n, 0, total} }

type watchedWriter struct {
	io.Writer
	say         *narrator
	done, total int64
}

func (w *watchedWriter) Write(p []byte) (int, error) {
	k, err := w.Writer.Write(p)
	w.done += int64(k)
	w.say.part("writing", part{min(w.done, w.total), w.total, "bytes"})
	return k, err
}

// part is how much of something is done.
type part struct {
	done, total int64
	of          string
}

// begun is when a part was first told of, and how much of it was done then.
type begun struct {
	at   time.Time
	done int64
}

// part tells how much of the stage at hand is done, how fast that was, and how long the rest takes at that rate.
func (n *narrator) part(doing string, p part) {
	if p.total <= 0 || !n.verbose && !n.live {
		return
	}
	now := time.Now()
	if n.begun.at.Before(n.last) {
		n.begun = begun{now, p.done}
	}
	rest := left(p, p.done-n.begun.done, now.Sub(n.begun.at))
	if n.live && !n.verbose {
		n.progress("%s %s%s", doing, bar(p), rest)
		return
	}
	of := amount(p.total, p.of)
	n.progress("%s: %s of %s%s", doing, strings.TrimSuffix(amount(p.done, p.of), of[strings.Index(of, " "):]), of, rest)
}

// left says how fast it went, so much in such a time, and how long the rest takes at that rate.
func left(p part, done int64, took time.Duration) string {
	if done <= 0 || took <= 0 {
		return ""
	}
	rate := float64(done) / took.Seconds()
	rest := time.Duration(float64(p.total-p.done) / rate * float64(time.Second))
	return fmt.Sprintf(", %s/s, %s left", amount(int64(rate), p.of), brief(rest))
}

// amount is so many of something.
func amount(n int64, of string) string {
	if of != "bytes" {
		return fmt.Sprintf("%d %s", n, of)
	}
	return fmt.Sprintf("%.4g MB", float64(n)/1e6)
}

// iteration observes the solver.
func (n *narrator) iteration(p labelprop.Progress) error {
	n.progress("iteration %d: residual %.1e", p.Iteration, p.Residual)
	return nil
}

// progress prints a line if none was printed for a second, or draws it on a terminal.
func (n *narrator) progress(format string, args ...any) {
	now := time.Now()
	switch {
	case n.verbose && now.Sub(n.shown) > time.Second:
		n.shown = now
		fmt.Fprintf(n.w, "          "+format+"\n", args...)
	case !n.verbose && n.live && now.Sub(n.last) > patience && now.Sub(n.shown) > frame:
		n.shown, n.drawn = now, true
		fmt.Fprintf(n.w, "\r\x1b[K          "+format, args...)
	}
}

// wipe takes progress off the terminal.
func (n *narrator) wipe() {
	if n.drawn {
		n.drawn = false
		fmt.Fprint(n.w, "\r\x1b[K")
	}
}

// bar draws how much of something is done.
func bar(p part) string {
	full := int(barWidth * p.done / max(p.total, 1))
	return fmt.Sprintf("[%s%s] %d %%", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), 100*p.done/max(p.total, 1))
}
