//go:build unix

package table

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile returns the bytes of a file, which the system reads where they are looked at and may forget again. They must
// not be written to, and a page that the file has lost meanwhile is a fault.
func mapFile(f *os.File, size int64) (b []byte, unmap func() error, err error) {
	if b, err = unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED); err != nil {
		return nil, nil, err
	}
	return b, func() error { return unix.Munmap(b) }, nil
}
