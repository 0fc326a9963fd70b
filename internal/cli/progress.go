package cli

import (
	"context"
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

// searching returns the observer of a search; it ends it when ctx is done.
func (n *narrator) searching(ctx context.Context) func(done, total int) error {
	return func(done, total int) error {
		if n.live && !n.verbose {
			n.progress("comparing rows %s", bar(done, total))
		} else {
			n.progress("comparing rows: %d of %d", done, total)
		}
		return ctx.Err()
	}
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
func bar(done, total int) string {
	full := barWidth * done / max(total, 1)
	return fmt.Sprintf("[%s%s] %d %%", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), 100*done/max(total, 1))
}
