package cli

import "io"

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer

	words []string // the command line
	trial *trial   // not nil: the command line is checked only
}

// standardStream is standard input among files to read, and standard output among files to write.
const standardStream = "-"
