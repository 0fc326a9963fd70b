package cli

import (
	"io"

	"github.com/propagate-go/propagate/internal/table"
)

// writeTo gives work the place to write to: a file, standard output for an empty path, or a device such as /dev/tty.
func writeTo(path string, stdout io.Writer, work func(io.Writer) error) error {
	if err := checkOpen(path, stdout); err != nil {
		return err
	}
	if path == "" {
		return work(stdout)
	}
	return table.WriteFileAtomic(path, func(w io.Writer) error { return table.Packed(path, shown(w), work) })
}
