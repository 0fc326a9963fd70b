package cli

import "io"

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// standardStream is standard input among files to read, and standard output among files to write.
const standardStream = "-"
