package cli

import (
	"io"
	"os"

	"github.com/propagate-go/propagate/internal/visible"
	"golang.org/x/term"
)

// isTerminal reports whether output goes to a terminal that can move its cursor.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// shown returns a writer of text, which escapes what a terminal would obey if w is one.
func shown(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return &visible.Writer{W: w}
	}
	return w
}

// columnsOfTerminal is the width of a terminal; 0: not known.
func columnsOfTerminal(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}
