package cli

import "io"

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer

	words []string // the command line
	trial *trial   // not nil: the command line is checked only
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
