// Package store reads and writes whole files, on the local disk or wherever a file system is registered with Beam.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local" // paths without a scheme
)

// Read returns the content of a file.
func Read(ctx context.Context, name string) ([]byte, error) {
	in, err := Open(ctx, name)
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(in)
	return all, errors.Join(err, in.Close())
}

// Open opens a file to be read from its beginning.
func Open(ctx context.Context, name string) (io.ReadCloser, error) {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return nil, err
	}
	// The file system stays open as long as the file.
	in, err := fs.OpenRead(ctx, name)
	if err != nil {
		return nil, errors.Join(err, fs.Close())
	}
	return &file{in, fs}, nil
}

// file closes its file system too.
type file struct {
	io.ReadCloser
	fs filesystem.Interface
}

func (f *file) Close() error { return errors.Join(f.ReadCloser.Close(), f.fs.Close()) }

// Write writes a file whole: nobody ever sees a part of it under this name. Where files can be renamed it is written
// beside and renamed; object stores show an object when it is complete.
func Write(ctx context.Context, name string, content []byte) error {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	mover, renames := fs.(filesystem.Renamer)
	under := name
	if renames {
		// Two workers may write the same file: each beside it.
		under = fmt.Sprintf("%s%s%x", name, beside, rand.Uint64())
	}
	// Only what is complete gets its name.
	err = write(ctx, fs, under, content)
	if err == nil && renames {
		err = mover.Rename(ctx, under, name)
	}
	if r, ok := fs.(filesystem.Remover); ok && renames && err != nil {
		// What could not be written whole does not stay.
		_ = r.Remove(ctx, under)
	}
	return errors.Join(err, fs.Close())
}

// beside marks files that are being written.
const beside = ".writing-"

func write(ctx context.Context, fs filesystem.Interface, name string, content []byte) error {
	out, err := fs.OpenWrite(ctx, name)
	if err != nil {
		return err
	}
	_, err = out.Write(content)
	return errors.Join(err, out.Close())
}

// List returns the files that a pattern matches, sorted, without those that are being written.
func List(ctx context.Context, glob string) ([]string, error) {
	fs, err := filesystem.New(ctx, glob)
	if err != nil {
		return nil, err
	}
	// Patterns give names in any order; everyone has to see the same one.
	names, err := fs.List(ctx, glob)
	slices.Sort(names)
	names = slices.DeleteFunc(names, func(name string) bool { return strings.Contains(path.Base(name), beside) })
	return names, errors.Join(err, fs.Close())
}

// Size returns the length of a file in bytes.
func Size(ctx context.Context, name string) (int64, error) {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return 0, err
	}
	n, err := fs.Size(ctx, name)
	return n, errors.Join(err, fs.Close())
}

// RemoveBroken removes what killed processes have left of files whose names begin so.
func RemoveBroken(ctx context.Context, begin string) error { return Remove(ctx, begin+"*"+beside+"*") }

// Remove removes files that match a pattern, those of broken writes too, but for some to keep. File systems that remove
// nothing keep them all.
func Remove(ctx context.Context, glob string, keep ...string) error {
	fs, err := filesystem.New(ctx, glob)
	if err != nil {
		return err
	}
	// What a pattern matches now; what cannot be removed is told at the end.
	names, err := fs.List(ctx, glob)
	r, ok := fs.(filesystem.Remover)
	for _, name := range names {
		if ok && !slices.Contains(keep, name) {
			err = errors.Join(err, r.Remove(ctx, name))
		}
	}
	return errors.Join(err, fs.Close())
}
