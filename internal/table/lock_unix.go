//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package table

import (
	"io/fs"
	"os"
	"syscall"
)

const hintPermission = "check the permissions of the file and its folder"

// lock takes a file for this process until it is closed, or the process ends however it ends. It reports whether
// the lock is held, and whether another process holds it; neither on file systems without locks.
func lock(f *os.File) (held, taken bool) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return err == nil, err == syscall.EWOULDBLOCK
}

// removeLocked removes a file that this process has locked, and closes it: the lock keeps others from taking it before.
func removeLocked(f *os.File) {
	_ = os.Remove(f.Name()) // what cannot be removed stays
	f.Close()
}

// keepOwner gives a file the owner and group of the one that it replaces, where this process may.
func keepOwner(f *os.File, old fs.FileInfo) {
	if s, ok := old.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(s.Uid), int(s.Gid)) // only root may for any file
	}
}
