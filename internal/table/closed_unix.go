//go:build unix

package table

import (
	"os"

	"golang.org/x/sys/unix"
)

// ClosedAtStart reports whether a standard stream was closed when the program began. Go then opens /dev/null in its
// place, for reading and writing, while a shell's > /dev/null opens it for writing alone. A program that discards the
// output of another often opens it for both, too, but once for several streams.
func ClosedAtStart(f *os.File) bool {
	flags, null := nullDevice(int(f.Fd()))
	if !null || flags&unix.O_ACCMODE != unix.O_RDWR {
		return false
	}
	for _, other := range []*os.File{os.Stdin, os.Stderr} {
		if other.Fd() != f.Fd() && sameOpening(int(f.Fd()), int(other.Fd())) {
			return false
		}
	}
	return true
}

// nullDevice returns the flags of an open file, and whether it is /dev/null.
func nullDevice(fd int) (flags int, null bool) {
	var open, device unix.Stat_t
	if unix.Fstat(fd, &open) != nil || unix.Stat(os.DevNull, &device) != nil {
		return 0, false
	}
	if open.Mode&unix.S_IFMT != unix.S_IFCHR || open.Rdev != device.Rdev {
		return 0, false
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	return flags, err == nil
}

// sameOpening reports whether two descriptors come from one opening of /dev/null: then they share their flags, and what
// is set of one is seen of the other. On that device appending changes nothing.
func sameOpening(a, b int) bool {
	flags, null := nullDevice(a)
	if _, too := nullDevice(b); !null || !too {
		return false
	}
	if _, err := unix.FcntlInt(uintptr(a), unix.F_SETFL, flags^unix.O_APPEND); err != nil {
		return false
	}
	changed, _ := nullDevice(b)
	_, err := unix.FcntlInt(uintptr(a), unix.F_SETFL, flags)
	return err == nil && (changed^flags)&unix.O_APPEND != 0
}
