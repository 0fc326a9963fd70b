package table

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// allocate gives all bytes of an empty file a place on the disk.
func allocate(f *os.File, size int64) error {
	for {
		err := unix.Fallocate(int(f.Fd()), 0, 0, size)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		// Some file systems of a network.
		case errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.ENOSYS):
			return writeZeros(f, size)
		}
		return err
	}
}
