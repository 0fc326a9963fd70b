package table

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Packed calls work with a writer that packs what is written to w as the name of the file says: .gz or .zst.
func Packed(path string, w io.Writer, work func(io.Writer) error) error {
	var p io.WriteCloser
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gz":
		p = gzip.NewWriter(w)
	case ".zst":
		// One thread: the same table gives the same bytes on every machine.
		z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
		if err != nil {
			return err
		}
		p = z
	default:
		return work(w)
	}
	if err := work(p); err != nil {
		return err
	}
	// The end of a packed file holds its checksum.
	return p.Close()
}
