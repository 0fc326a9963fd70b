//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package table

import (
	"io/fs"
	"os"
)

// lock knows no locks here: nothing is held, and nothing is removed.
func lock(*os.File) (held, taken bool) { return false, false }

// keepOwner leaves the owner alone.
func keepOwner(*os.File, fs.FileInfo) {}
