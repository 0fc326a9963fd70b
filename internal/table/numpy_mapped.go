package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unsafe"
)

// mapping is a file of one array whose bytes stay in it: rows larger than memory go through the cache of the system.
type mapping struct {
	name   string
	source source
	unmap  func() error
}

// readMapped maps a file of one array; false: it is to be read, as it is none or its system maps none.
func (s *columnar) readMapped(o *source, t *Table) (mapped bool, err error) {
	// What was unpacked or typed in is in memory already.
	if o.file == nil || o.size != o.full || o.size > math.MaxInt {
		return false, nil
	}
	head := make([]byte, len(magicNPY))
	if _, err := o.ReadAt(head, 0); err != nil || !bytes.Equal(head, magicNPY) {
		return false, nil
	}
	b, unmap, err := mapFile(o.file, o.size)
	if err != nil {
		return false, nil
	}
	s.mapped = &mapping{t.Name, *o, unmap}
	// The header is read as that of any other file, and the data stay where they are.
	r := bytes.NewReader(b)
	a, err := readHeader(r)
	if err == nil {
		err = a.take(b[len(b)-r.Len():])
	}
	if err == nil {
		err = s.addArray(t, "x", a)
	}
	if err != nil {
		return true, fmt.Errorf("array %q: %w", "x", errors.Join(err, s.close()))
	}
	return true, nil
}

// close gives the memory of a mapped file back, after which its cells must not be asked for.
func (s *columnar) close() error {
	if s.mapped == nil {
		return nil
	}
	m := s.mapped
	s.mapped, s.columns = nil, nil
	return errors.Join(m.unmap(), m.source.close())
}

// take takes the bytes of the elements.
func (a *ndarray) take(b []byte) error {
	want, err := a.bytes()
	if err != nil {
		return err
	}
	if int64(len(b)) < want {
		return fmt.Errorf("cut short: %d bytes of %d", len(b), want)
	}
	a.data = b[:want]
	return nil
}

// whole returns the elements of an array of float32, where these are all columns that are asked for, in order, and lie
// as they are wanted: nothing is copied then. nil: they have to be.
func (s *columnar) whole(cols []int) *numbers {
	if len(cols) == 0 || len(cols) != len(s.columns) || s.rows == 0 {
		return nil
	}
	first, ok := s.columns[0].(arrayColumn)
	if !ok || !first.of.isNative() || first.of.columns() != len(cols) {
		return nil
	}
	for k, j := range cols {
		if c, ok := s.columns[j].(arrayColumn); !ok || c.of != first.of || c.k != k {
			return nil
		}
	}
	at := unsafe.Pointer(unsafe.SliceData(first.of.data))
	if uintptr(at)%unsafe.Alignof(float32(0)) != 0 {
		return nil
	}
	values := unsafe.Slice((*float32)(at), s.rows*len(cols))
	return &numbers{form: exactFloat32s, rows: s.rows, cols: len(cols), narrow: values, shared: true}
}

// columns returns the number of columns.
func (a *ndarray) columns() int {
	if len(a.shape) == 1 {
		return 1
	}
	return a.shape[1]
}

// isNative reports whether the elements are float32 as this processor has them, row after row.
func (a *ndarray) isNative() bool {
	little := binary.NativeEndian.Uint16([]byte{1, 0}) == 1
	byRow := !a.fortran || a.columns() == 1
	return a.kind == 'f' && a.size == 4 && byRow && little == (a.order == binary.ByteOrder(binary.LittleEndian))
}

// wholeNumbers is floats without a copy, nil where one is needed.
func (s *columnar) wholeNumbers(cols []int, f form, where func(row, col int, problem *Error) error) (*numbers, error) {
	x := s.whole(cols)
	if f == float64s || x == nil {
		return nil, nil
	}
	for e, v := range x.narrow {
		if v-v == 0 {
			continue
		}
		row, k := e/x.cols, e%x.cols
		_, problem := parse(s.columns[cols[k]].text(row))
		if err := where(row, cols[k], problem); err != nil {
			return nil, err
		}
		// An infinite number that counts as missing has to be changed.
		if v == v {
			return nil, nil
		}
	}
	return x, nil
}

// Unchanged returns an error where the numbers of a table are in a file that has been written to since it was opened:
// what was computed of them is nonsense.
func (t *Table) Unchanged() error { return fileError(t.Name, "read", unchanged(t.store)) }

// unchanged is Table.Unchanged of a store.
func unchanged(s store) error {
	switch s := s.(type) {
	case *columnar:
		return s.unchanged()
	case *selected:
		return s.of.Unchanged()
	case *joined:
		for _, t := range s.tables {
			if err := t.Unchanged(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *columnar) unchanged() error {
	if s.mapped == nil || !s.mapped.source.changed() {
		return nil
	}
	e := *errChanged
	e.File = s.mapped.name
	return &e
}
