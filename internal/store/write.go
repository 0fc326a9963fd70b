// Package store writes values one after the other, and reads them back: the bytes of model files.
//
// A sequence begins with 8 bytes of its kind and a version, and ends with a checksum of all
// before it (CRC-64, ECMA). Numbers are little-endian, 8 bytes wide but for those of Int32s and
// Bools; what has a length has it in front.
package store

import (
	"bufio"
	"encoding/binary"
	"hash"
	"hash/crc64"
	"io"
	"iter"
	"math"
)

var table = crc64.MakeTable(crc64.ECMA)

// A Writer writes a sequence. The first error is kept for [Writer.Close].
type Writer struct {
	w   *bufio.Writer
	sum hash.Hash64
	err error
}

// NewWriter begins a sequence of some kind, 8 bytes long.
func NewWriter(w io.Writer, kind string, version int) *Writer {
	b := &Writer{w: bufio.NewWriterSize(w, 64<<10), sum: crc64.New(table)}
	// Kind and version count for the checksum too.
	b.bytes([]byte(kind))
	b.Int(version)
	return b
}

func (w *Writer) bytes(b []byte) {
	if w.err == nil {
		_, w.err = w.w.Write(b)
		w.sum.Write(b)
	}
}

func (w *Writer) uint64(v uint64) { w.bytes(binary.LittleEndian.AppendUint64(nil, v)) }

// Int writes a whole number.
func (w *Writer) Int(v int) { w.uint64(uint64(v)) }

// Float writes a number, be it finite or not.
func (w *Writer) Float(v float64) { w.uint64(math.Float64bits(v)) }

// Text writes a text.
func (w *Writer) Text(s string) {
	w.Int(len(s))
	w.bytes([]byte(s))
}

// Ints writes whole numbers.
func (w *Writer) Ints(v []int) {
	each(w, v, 8, func(b []byte, v []int) {
		for i, x := range v {
			binary.LittleEndian.PutUint64(b[8*i:], uint64(x))
		}
	})
}

// Int32s writes whole numbers.
func (w *Writer) Int32s(v []int32) {
	each(w, v, 4, func(b []byte, v []int32) {
		for i, x := range v {
			binary.LittleEndian.PutUint32(b[4*i:], uint32(x))
		}
	})
}

// Floats writes numbers.
func (w *Writer) Floats(v []float64) {
	each(w, v, 8, func(b []byte, v []float64) {
		for i, x := range v {
			binary.LittleEndian.PutUint64(b[8*i:], math.Float64bits(x))
		}
	})
}

// Float32s writes so many numbers of float32, which come in parts.
func (w *Writer) Float32s(count int, parts iter.Seq[[]float32]) {
	inParts(w, count, parts, func(b []byte, v float32) []byte {
		return binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	})
}

// Int32Parts writes so many whole numbers, which come in parts, as [Writer.Int32s] writes them.
func (w *Writer) Int32Parts(count int, parts iter.Seq[[]int32]) {
	inParts(w, count, parts, func(b []byte, v int32) []byte { return binary.LittleEndian.AppendUint32(b, uint32(v)) })
}

// FloatParts writes so many numbers, which come in parts, as [Writer.Floats] writes them.
func (w *Writer) FloatParts(count int, parts iter.Seq[[]float64]) {
	inParts(w, count, parts, func(b []byte, v float64) []byte {
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	})
}

// inParts writes a length and the elements of the parts.
func inParts[T any](w *Writer, count int, parts iter.Seq[[]T], put func([]byte, T) []byte) {
	w.Int(count)
	var buffer []byte
	for part := range parts {
		// A part is encoded as a whole: parts are short.
		buffer = buffer[:0]
		for _, v := range part {
			buffer = put(buffer, v)
		}
		w.bytes(buffer)
	}
}

// Bools writes truth values.
func (w *Writer) Bools(v []bool) {
	each(w, v, 1, func(b []byte, v []bool) {
		for i, x := range v {
			b[i] = 0
			if x {
				b[i] = 1
			}
		}
	})
}

// chunk is how many elements are written or read at a time.
const chunk = 8192

// each writes the length of a slice, and its elements as put puts them, in size bytes each. A
// slice that is nil has the length -1.
func each[T any](w *Writer, v []T, size int, put func([]byte, []T)) {
	// nil and empty slices are told apart when they are read back.
	if v == nil {
		w.Int(-1)
		return
	}
	w.Int(len(v))
	buffer := make([]byte, min(len(v), chunk)*size)
	// One buffer serves all elements, whatever their number.
	for len(v) > 0 {
		n := min(len(v), chunk)
		put(buffer, v[:n])
		w.bytes(buffer[:n*size])
		v = v[n:]
	}
}

// Close ends the sequence and returns the first error. The writer below stays open.
func (w *Writer) Close() error {
	// The checksum is taken before it is written itself.
	sum := w.sum.Sum64()
	w.uint64(sum)
	if w.err != nil {
		return w.err
	}
	return w.w.Flush()
}
