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
