package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// unfinished holds the names of the temporary files that are being written.
var unfinished sync.Map

// RemoveUnfinished removes temporary files, for a process that is about to end in the middle of its work.
func RemoveUnfinished() {
	unfinished.Range(func(name, _ any) bool {
		_ = os.Remove(name.(string)) // there is nobody to tell
		return true
	})
}

// temporary creates a file in a folder, open to others as mode allows, and locks it as long as this process lives.
func temporary(folder string, mode fs.FileMode) (*os.File, error) {
	removeAbandoned(folder)
	for i := 0; ; i++ {
		name := filepath.Join(folder, fmt.Sprintf(".table-%d-%d.tmp", os.Getpid(), i))
		// O_EXCL: never write into a file that exists. Then try the next number.
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		// Between the two steps another process may have taken it for abandoned.
		if _, taken := lock(f); !taken && refersTo(name, f) {
			return f, nil
		}
		f.Close()
	}
}

// refersTo reports whether a name is still that of an open file.
func refersTo(name string, f *os.File) bool {
	there, err := os.Lstat(name)
	if err != nil {
		return false
	}
	open, err := f.Stat()
	return err == nil && os.SameFile(there, open)
}

// removeAbandoned removes temporary files that nobody writes any more: the system drops the lock of a process that
// ends. What cannot be locked or removed stays.
func removeAbandoned(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		// A link or pipe of that name is none of ours, and opening it could wait for ever.
		if ours, _ := filepath.Match(".table-*-*.tmp", e.Name()); !ours || !e.Type().IsRegular() {
			continue
		}
		name := filepath.Join(folder, e.Name())
		f, err := os.OpenFile(name, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if held, _ := lock(f); held && refersTo(name, f) {
			removeLocked(f)
			continue
		}
		f.Close()
	}
}
