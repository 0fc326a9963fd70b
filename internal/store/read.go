package store

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc64"
	"io"
	"math"
)

// Errors of reading. Others are those of the reader below.
var (
	ErrKind     = errors.New("bytes of another kind")
	ErrCut      = errors.New("cut short")
	ErrChecksum = errors.New("damaged: the checksum is another")
)

// A Reader reads a sequence. After an error, which it keeps for [Reader.Close], all values are zero.
type Reader struct {
	Version int // of the sequence

	r   *bufio.Reader
	sum hash.Hash64
	err error
}

// NewReader begins to read a sequence of some kind, 8 bytes long, of a version up to newest. It
// reads ahead, unless r is a [bufio.Reader].
func NewReader(r io.Reader, kind string, newest int) (*Reader, error) {
	b := &Reader{r: bufio.NewReaderSize(r, 64<<10), sum: crc64.New(table)}
	// Another buffer in between would read ahead what belongs to whoever reads next.
	if below, ok := r.(*bufio.Reader); ok {
		b.r = below
	}
	head := make([]byte, len(kind))
	b.bytes(head)
	// The first bytes name the kind of file: a mismatch is not damage but another file.
	if b.err == nil && string(head) != kind {
		return nil, ErrKind
	}
	b.Version = b.Int()
	if b.err == nil && (b.Version < 1 || b.Version > newest) {
		return nil, fmt.Errorf("version %d, where %d is the newest known", b.Version, newest)
	}
	return b, b.err
}

func (r *Reader) bytes(b []byte) {
	if r.err != nil {
		clear(b)
		return
	}
	if _, r.err = io.ReadFull(r.r, b); r.err != nil {
		// The end of the file within a value means that the rest is missing.
		if errors.Is(r.err, io.EOF) || errors.Is(r.err, io.ErrUnexpectedEOF) {
			r.err = ErrCut
		}
		clear(b)
		return
	}
	// The checksum covers exactly the bytes that were handed out.
	r.sum.Write(b)
}

func (r *Reader) uint64() uint64 {
	var b [8]byte
	r.bytes(b[:])
	return binary.LittleEndian.Uint64(b[:])
}

// Int reads what [Writer.Int] wrote.
func (r *Reader) Int() int { return int(r.uint64()) }

// Float reads what [Writer.Float] wrote.
func (r *Reader) Float() float64 { return math.Float64frombits(r.uint64()) }

// Text reads what [Writer.Text] wrote.
func (r *Reader) Text() string {
	return string(all(r, 1, func(v, b []byte) { copy(v, b) }))
}

// Ints reads what [Writer.Ints] wrote.
func (r *Reader) Ints() []int {
	return all(r, 8, func(v []int, b []byte) {
		for i := range v {
			v[i] = int(binary.LittleEndian.Uint64(b[8*i:]))
		}
	})
}

// Int32s reads what [Writer.Int32s] wrote.
func (r *Reader) Int32s() []int32 {
	return all(r, 4, func(v []int32, b []byte) {
		for i := range v {
			v[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
		}
	})
}

// Floats reads what [Writer.Floats] wrote.
func (r *Reader) Floats() []float64 {
	return all(r, 8, func(v []float64, b []byte) {
		for i := range v {
			v[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
		}
	})
}

// Float32s reads what [Writer.Float32s] wrote.
func (r *Reader) Float32s() []float32 {
	return all(r, 4, func(v []float32, b []byte) {
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
	})
}

// Bools reads what [Writer.Bools] wrote.
func (r *Reader) Bools() []bool {
	return all(r, 1, func(v []bool, b []byte) {
		for i := range v {
			v[i] = b[i] != 0
		}
	})
}

// trusted is the number of elements for which memory is taken before they are there.
const trusted = 1 << 16

// all reads a length and as many elements, of size bytes each. Memory grows as they come, by four
// times: a length that is a lie costs little.
func all[T any](r *Reader, size int, get func([]T, []byte)) []T {
	// The length -1 is a slice that was nil.
	n := r.Int()
	if r.err != nil || n == -1 {
		return nil
	}
	if n < 0 {
		r.err = ErrCut
		return nil
	}
	// A damaged length must not allocate memory for elements that do not exist: start small.
	v := make([]T, 0, min(n, trusted))
	buffer := make([]byte, min(n, chunk)*size)
	for len(v) < n && r.err == nil {
		// All elements so far have arrived, so the file is as long as it claims: take four times as many.
		if len(v) == cap(v) {
			v = append(make([]T, 0, min(n, 4*cap(v))), v...)
		}
		// Read some elements through the buffer and decode them in place.
		k := min(cap(v)-len(v), chunk)
		r.bytes(buffer[:k*size])
		v = v[:len(v)+k]
		get(v[len(v)-k:], buffer)
	}
	if r.err != nil {
		return nil
	}
	return v
}

// Close reads the checksum and returns the first error.
func (r *Reader) Close() error {
	// The stored checksum is read after the sum is taken, since reading changes the sum.
	want := r.sum.Sum64()
	got := r.uint64()
	switch {
	case r.err != nil:
		return r.err
	case got != want:
		return ErrChecksum
	}
	return nil
}
