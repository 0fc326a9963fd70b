package table

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

// hintPermission: a file that another program has open is not replaced either.
const hintPermission = "check the permissions of the file and its folder, and close it in other programs"

// lock takes a file for this process until it is closed, or the process ends however it ends. It reports whether
// the lock is held, and whether another process holds it; neither on file systems without locks.
func lock(f *os.File) (held, taken bool) {
	// Locks keep others from reading and writing what they cover. So this one covers a byte that no file reaches.
	at := &windows.Overlapped{Offset: 0xffffffff, OffsetHigh: 0x7fffffff}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, at)
	return err == nil, errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}

// removeLocked removes a file that this process has locked, and closes it: first closes it, since no open file can be
// removed. Whoever opens it in between keeps it from being removed.
func removeLocked(f *os.File) {
	f.Close()
	_ = os.Remove(f.Name()) // what cannot be removed stays
}

// keepOwner leaves the owner alone: a new file has that of the process.
func keepOwner(*os.File, fs.FileInfo) {}
