package table

import (
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
	"unsafe"

	"github.com/propagate-go/propagate/internal/memory"
	"gonum.org/v1/gonum/mat"
)

// Plan is asked once the size of a table is known and before its numbers are read, which take so many bytes: whether
// they go to a temporary file, since memory is needed for more than them. An error ends the reading.
type Plan func(rows, columns int, size int64) (spills bool, err error)

// room gives memory to what a table keeps: that of the process, or, where it has none left, a temporary file that is
// mapped. The system writes its pages out and reads them again as it needs memory. nil: memory is taken unasked.
type room struct {
	ask    memory.Ask
	folder string // of temporary files; empty: there are none
	plan   Plan   // nil: numbers go to memory where it has room

	sized  bool // the plan was asked
	mu     sync.Mutex
	spills bool
	files  []*spilled
}

// leastSpilled is the number of bytes from which on a file is worth it.
const leastSpilled = 1 << 16

// room returns that of a table which is read so.
func (how Reading) room() *room { return &room{ask: how.Memory, folder: how.Spill, plan: how.Plan} }

// size tells the size of a table before its numbers are read, of so many bytes; only the first time counts.
func (r *room) size(rows, columns int, size int64) error {
	if r == nil || r.plan == nil || r.sized {
		return nil
	}
	r.sized = true
	spills, err := r.plan(rows, columns, size)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spills = r.spills || spills && r.folder != ""
	return err
}

// asks returns whom the room asks for memory.
func (r *room) asks() memory.Ask {
	if r == nil {
		return nil
	}
	return r.ask
}

// elements are what a table keeps many of.
type elements interface {
	~byte | ~float32 | ~float64 | ~int64
}

// take returns n zeros. free, if not nil, gives up a file that they are in; otherwise it stays as long as the table.
//
// Errors: that there is neither memory nor a folder, or that the file cannot be written.
func take[T elements](r *room, n int, what string) (values []T, free func(), err error) {
	var zero T
	size := memory.Product(n, int(unsafe.Sizeof(zero)))
	file, err := r.spill(size, what)
	if err != nil {
		return nil, nil, err
	}
	if file == nil {
		return make([]T, n), nil, nil
	}
	// A file is mapped at the beginning of a page, where numbers of any size may stand.
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(file.bytes))), n), func() { r.free(file) }, nil
}

// spill returns a file for so many bytes; nil: they go to memory.
func (r *room) spill(size int64, what string) (*spilled, error) {
	if r == nil {
		return nil, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var refusal error
	if !r.spills || size < leastSpilled {
		if refusal = r.ask.For(size, what); refusal == nil || r.folder == "" || size < leastSpilled {
			return nil, refusal
		}
	}
	return r.spillTo(size, what)
}

// spillTo is spill where a file is wanted.
func (r *room) spillTo(size int64, what string) (*spilled, error) {
	file, err := newSpilled(r.folder, size)
	if err == nil {
		r.files = append(r.files, file)
		return file, nil
	}
	// A system that maps no files: there is only memory.
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, r.ask.For(size, what)
	}
	return nil, r.noSpill(err, size, what)
}

// spilling reports whether numbers go to a file in any case.
func (r *room) spilling() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.spills
}

// noSpill is the error of a temporary file that cannot be written.
func (r *room) noSpill(err error, size int64, what string) error {
	return &Error{
		File: r.folder, Err: spillError{err},
		Reason: "no temporary file of " + memory.Bytes(size) + " for " + what + ", which memory has no room for: " +
			cause(err),
		Hint: "free space on that disk, write the output to another one, or allow more by --memory SIZE",
	}
}

// spillError is what keeps a temporary file from being written.
type spillError struct{ error }

// Unwrap returns the cause.
func (e spillError) Unwrap() error { return e.error }

// spool writes a text that memory has no room for to a temporary file: its beginning, and the rest.
func (r *room) spool(begin []byte, rest io.Reader) (*os.File, error) {
	file, err := newUnnamed(r.folder)
	if err != nil {
		return nil, r.noSpill(err, int64(len(begin)), "its text")
	}
	r.mu.Lock()
	r.files = append(r.files, file)
	r.mu.Unlock()
	n, err := io.Copy(writing{file.file}, io.MultiReader(bytes.NewReader(begin), rest))
	if failed := (writeError{}); errors.As(err, &failed) {
		return nil, r.noSpill(err, n, "its text")
	}
	return file.file, err
}

// writing tells what fails in writing from what fails in reading.
type writing struct{ io.Writer }

// writeError is an error of writing.
type writeError struct{ error }

// Unwrap returns the cause.
func (e writeError) Unwrap() error { return e.error }

func (w writing) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if err != nil {
		err = writeError{err}
	}
	return n, err
}

// free gives up one file.
func (r *room) free(file *spilled) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, f := range r.files {
		if f == file {
			r.files = append(r.files[:k], r.files[k+1:]...)
			_ = file.close() // its bytes are of no use any more
			return
		}
	}
}

// close gives up all files. Nothing that is in them must be used behind.
func (r *room) close() error {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var all error
	for _, f := range r.files {
		all = errors.Join(all, f.close())
	}
	r.files = nil
	return all
}

// Spilled reports whether some of the numbers are in a temporary file.
func (t *Table) Spilled() bool {
	if t.asked.room == nil {
		return false
	}
	t.asked.room.mu.Lock()
	defer t.asked.room.mu.Unlock()
	return len(t.asked.room.files) > 0
}

// NewDense returns rows×cols zeros, which are in a temporary file if memory has no room for them. They last as long as
// the table is open.
//
// Errors: as [Table.NewFloat32s].
func (t *Table) NewDense(rows, cols int, what string) (*mat.Dense, error) {
	values, _, err := take[float64](t.asked.room, rows*cols, what)
	if err != nil {
		return nil, err
	}
	return mat.NewDense(rows, cols, values), nil
}

// NewFloat32s is [Table.NewDense] for n numbers in float32.
//
// Errors: there is neither memory for them nor a folder for temporary files, or the file cannot be written.
func (t *Table) NewFloat32s(n int, what string) ([]float32, error) {
	values, _, err := take[float32](t.asked.room, n, what)
	return values, err
}
