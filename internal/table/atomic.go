package table

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// WriteFileAtomic makes path hold what write writes, all of it or nothing: the text goes to a
// temporary file in the same folder, is synced to disk, and takes the place of path by renaming.
// If anything fails, an existing file is left as it was and the temporary file is removed.
//
// An existing file keeps its permissions, must be writable, and, if path is a symbolic link,
// stays where the link points; other hard links to it keep the old text. It keeps its owner where
// the process may give files away. What is not a regular file, such as a named pipe, is written to
// directly, and so is an open file of the process, such as /dev/stdout, wherever it leads.
//
// Errors of the file system are of type *[Error]; any other error of write comes back as it is.
func WriteFileAtomic(path string, write func(io.Writer) error) error {
	// What is there decides how to write: nothing, a folder, a device or pipe, or a regular file.
	info, err := os.Stat(path)
	open, closes, isOpen := openFile(path)
	if closes {
		defer open.Close()
	}
	switch {
	case isOpen:
		err = write(open)
	case errors.Is(err, fs.ErrNotExist):
		err = replace(path, nil, write)
	case err != nil:
	case info.IsDir():
		err = &fs.PathError{Op: "open", Path: path, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		err = overwrite(path, write)
	default:
		if err = writable(path); err == nil {
			err = replace(path, info, write)
		}
	}
	// Errors of the file system get the name that the user gave. Others pass unchanged.
	var known *fs.PathError
	if errors.As(err, &known) {
		return fileError(path, "write", err)
	}
	return err
}

// writable reports, as an error, that an existing file may not be written to: renaming alone
// would replace even a write-protected file.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// overwrite writes to an existing device or pipe.
func overwrite(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// replace writes a temporary file and renames it to what path points to. It is given what
// is known of the old file, nil where there is none.
func replace(path string, old fs.FileInfo, write func(io.Writer) error) (err error) {
	// A link stays a link: write to the file that it points to.
	target, err := follow(path)
	if err != nil {
		return err
	}
	// In the same folder, since a file can be renamed only within one file system.
	// Until it is whole, the text of an old file is nobody else's to read.
	mode := fs.FileMode(0o666)
	if old != nil {
		mode = 0o600
	}
	f, err := temporary(filepath.Dir(target), mode)
	if err != nil {
		return err
	}
	unfinished.Store(f.Name(), nil)
	defer unfinished.Delete(f.Name())
	// Whatever happens before the renaming, the temporary file goes away.
	renamed := false
	defer func() {
		if !renamed { // also when write panics
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := fill(f, old, write); err != nil {
		return err
	}
	// From here on the path holds all of the new text; up to here, all of the old one.
	if err := os.Rename(f.Name(), target); err != nil {
		return &fs.PathError{Op: "rename", Path: target, Err: errors.Unwrap(err)}
	}
	renamed = true
	syncFolder(filepath.Dir(target))
	return nil
}

// fill writes, syncs and closes the temporary file.
func fill(f *os.File, old fs.FileInfo, write func(io.Writer) error) error {
	if err := write(f); err != nil {
		return err
	}
	// A new file keeps the permissions that it was created with.
	if old != nil {
		keepOwner(f, old)
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return err
		}
	}
	// To the disk before the renaming: otherwise a crash could leave an empty file of the right name.
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// follow returns what a path points to through symbolic links, be it there already or not.
func follow(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return target, err
	}
	// Nothing is there. If it is a link to a file that does not exist yet, follow it by hand.
	link, err := os.Readlink(path)
	if err != nil {
		return path, nil // a new file
	}
	if !filepath.IsAbs(link) {
		link = filepath.Join(filepath.Dir(path), link)
	}
	return follow(link)
}

// syncFolder makes a renaming in a folder durable where the system can; it is done either way.
func syncFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
