package cli

import (
	"errors"
	"io"
	"os"

	"github.com/propagate-go/propagate/internal/table"
)

// closedOutput is a standard output that nobody reads: it refuses what is written to it.
type closedOutput struct{}

var errClosedOutput = errors.New("standard output is closed, or is /dev/null opened for reading and writing")

const hintClosedOutput = "write to a file by -o FILE; or discard what is written by > /dev/null"

// Write implements io.Writer.
func (closedOutput) Write([]byte) (int, error) { return 0, errClosedOutput }

// openOutput returns the standard output, or what refuses all writing if it was closed when the program began.
func openOutput(out io.Writer) io.Writer {
	if f, ok := out.(*os.File); ok && table.ClosedAtStart(f) {
		return closedOutput{}
	}
	return out
}

// checkOpen is an error if a path, empty for standard output, leads to a standard output that is closed.
func checkOpen(path string, stdout io.Writer) error {
	if _, closed := stdout.(closedOutput); closed && (path == "" || table.IsStandardOutput(path)) {
		return errClosedOutput
	}
	return nil
}
