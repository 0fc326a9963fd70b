package cli

import (
	"io"

	"github.com/propagate-go/propagate/internal/table"
)

func writeTo(path string, stdout io.Writer, work func(io.Writer) error) error {
	if path == "" {
		return work(stdout)
	}
	return table.WriteFileAtomic(path, func(w io.Writer) error { return table.Packed(path, w, work) })
}
