package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer

	written *writtenFiles // by the run, so far

	words []string              // the command line
	check func([]string) *trial // checks another one, for hints
	trial *trial                // not nil: the command line is checked only
}

// inputs returns the files to read: standard input where none is named.
func (s streams) inputs(paths []string, needed bool) []string {
	if len(paths) == 0 && needed {
		return []string{standardStream}
	}
	return paths
}

// piped reports whether something other than a person at a terminal gives the standard input.
func piped(in io.Reader) bool {
	f, ok := in.(*os.File)
	return !ok || !term.IsTerminal(int(f.Fd()))
}

// firstError writes and keeps the first error: pages of help are printed by code that asks for none.
type firstError struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (w *firstError) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}
