package table

import (
	"errors"
	"math"
	"os"
)

// spilled is a temporary file whose bytes are used as memory.
type spilled struct {
	file  *os.File
	bytes []byte
	unmap func() error
	named bool // the system removes no file that is open: it has a name as long as it is
}

// newSpilled makes a file of zeros in a folder. All of its bytes have a place on the disk before one is used: a full
// disk is an error here, and not the end of the process later. Where the system allows it, the file has no name then
// and goes away with the process, however that ends. Otherwise the next one that writes to the folder removes it.
func newSpilled(folder string, size int64) (*spilled, error) {
	if size > math.MaxInt {
		return nil, errors.ErrUnsupported
	}
	s, err := newUnnamed(folder)
	if err != nil {
		return nil, err
	}
	if err = allocate(s.file, size); err == nil {
		s.bytes, s.unmap, err = mapFile(s.file, size, true)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	// The bytes stay where they are mapped. With many columns there are many files.
	if !s.named {
		err = s.file.Close()
	}
	return s, err
}

// newUnnamed makes an empty file, without a name where the system allows that.
func newUnnamed(folder string) (*spilled, error) {
	f, err := temporary(folder, 0o600)
	if err != nil {
		return nil, err
	}
	s := &spilled{file: f}
	if s.named = os.Remove(f.Name()) != nil; s.named {
		unfinished.Store(f.Name(), nil)
	}
	return s, nil
}

// close gives the bytes up.
func (s *spilled) close() error {
	var err error
	if s.unmap != nil {
		err, s.unmap, s.bytes = s.unmap(), nil, nil
	}
	// A text may be closed by whoever reads it.
	if failure := s.file.Close(); !errors.Is(failure, os.ErrClosed) {
		err = errors.Join(err, failure)
	}
	if s.named {
		err = errors.Join(err, os.Remove(s.file.Name()))
		unfinished.Delete(s.file.Name())
	}
	return err
}

// writeZeros allocates a file on systems that have no other way.
func writeZeros(f *os.File, size int64) error {
	zeros := make([]byte, 1<<20)
	for at := int64(0); at < size; at += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros[:min(int64(len(zeros)), size-at)], at); err != nil {
			return err
		}
	}
	return nil
}
