//go:build unix

package table

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile returns the bytes of a file, which the system reads where they are looked at and may forget again. Unless
// write is set they must not be written to. A page that the file has lost meanwhile is a fault.
func mapFile(f *os.File, size int64, write bool) (b []byte, unmap func() error, err error) {
	may := unix.PROT_READ
	if write {
		may |= unix.PROT_WRITE
	}
	if b, err = unix.Mmap(int(f.Fd()), 0, int(size), may, unix.MAP_SHARED); err != nil {
		return nil, nil, err
	}
	return b, func() error { return unix.Munmap(b) }, nil
}
