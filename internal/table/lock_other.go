//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package table

import (
	"io/fs"
	"os"
)

const hintPermission = "check the permissions of the file and its folder"

// lock knows no locks here: nothing is held, and nothing is removed.
func lock(*os.File) (held, taken bool) { return false, false }

// removeLocked is never called, since nothing is held.
func removeLocked(f *os.File) { f.Close() }

// keepOwner leaves the owner alone.
func keepOwner(*os.File, fs.FileInfo) {}
