package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// isTerminal reports whether output goes to a terminal that can move its cursor.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
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
