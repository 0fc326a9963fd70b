package cli

import (
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/spf13/pflag"
)

// trial is a command line that is checked without its work being done.
type trial struct {
	flags  *pflag.FlagSet // nil: there is no such command
	unused []summary.Note // on flags without effect
	err    error          // why the line is refused
}

// withFlag returns a command line with one more word, a flag. It stands before a word of two dashes, behind which all
// words are names of files.
func withFlag(words []string, flag string) []string {
	at := slices.Index(words, "--")
	if at < 0 {
		at = len(words)
	}
	return slices.Insert(slices.Clone(words), at, flag)
}

// ignores reports whether a flag has no effect in this line.
func (t *trial) ignores(f *pflag.Flag) bool {
	return slices.ContainsFunc(t.unused, func(n summary.Note) bool {
		return n.Kind == summary.FlagsWithoutEffect && slices.Contains(n.Names, written(f))
	})
}
