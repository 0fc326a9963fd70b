package table

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// SameFile reports whether two paths lead to one file: by other spellings, links or hard links, and also where
// nothing is there yet. So do two names of one open file of this process. Other devices and pipes are never the same:
// what is written to one takes nothing away from the other.
func SameFile(a, b string) bool {
	if i, open := descriptor(a); open {
		if j, open := descriptor(b); open && i == j {
			return true
		}
	}
	one, errOne := os.Stat(a)
	other, errOther := os.Stat(b)
	switch {
	case errOne == nil && errOther == nil:
		return one.Mode().IsRegular() && os.SameFile(one, other)
	case errors.Is(errOne, fs.ErrNotExist) && errors.Is(errOther, fs.ErrNotExist):
		return sameNew(a, b)
	}
	return false
}

// sameNew does so for two files that do not exist: they are one if their folders and last names are.
func sameNew(a, b string) bool {
	a, errA := follow(a)
	b, errB := follow(b)
	if errA != nil || errB != nil || filepath.Base(a) != filepath.Base(b) {
		return false
	}
	one, errOne := os.Stat(filepath.Dir(a))
	other, errOther := os.Stat(filepath.Dir(b))
	// Folders that are not there either can only be told by their names.
	if errOne != nil || errOther != nil {
		absA, _ := filepath.Abs(a)
		absB, _ := filepath.Abs(b)
		return absA == absB
	}
	return os.SameFile(one, other)
}
