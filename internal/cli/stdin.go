package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

// piped reports whether something other than a person at a terminal gives the standard input.
func piped(in io.Reader) bool {
	f, ok := in.(*os.File)
	return !ok || !term.IsTerminal(int(f.Fd()))
}

// inputs returns the files to read: standard input where none is named.
func (s streams) inputs(paths []string, needed bool) []string {
	if len(paths) == 0 && needed {
		return []string{standardStream}
	}
	return paths
}
