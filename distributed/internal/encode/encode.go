// Package encode writes lists of numbers as bytes, for messages and files.
package encode

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
)

// number is what the lists of a message or a file hold.
type number interface {
	~uint8 | ~int32 | ~uint32 | ~int64 | ~float64
}

// Append appends a list: its length in bytes, and its numbers with the lowest byte first.
func Append[T number](to []byte, list []T) []byte {
	// The length stands first, and is known when the numbers are there.
	at := len(to)
	to = binary.LittleEndian.AppendUint64(to, 0)
	to, err := binary.Append(to, binary.LittleEndian, list)
	if err != nil {
		panic(err) // numbers of fixed size always have an encoding
	}
	binary.LittleEndian.PutUint64(to[at:], uint64(len(to)-at-8))
	return to
}

// Reader gives lists one after the other. After an error it gives empty ones.
type Reader struct {
	Data []byte
	Err  error
}

// ErrShort is the error of bytes that are cut short.
var ErrShort = errors.New("it ends too early")

// Take returns the next list.
func Take[T number](r *Reader) []T {
	var one T
	size := uint64(binary.Size(one))
	if r.Err == nil && len(r.Data) < 8 {
		r.Err = ErrShort
	}
	if r.Err != nil {
		return nil
	}
	// No list is longer than what is left, whatever a damaged length says: no memory is taken for more.
	n := binary.LittleEndian.Uint64(r.Data)
	if n > uint64(len(r.Data)-8) || n%size != 0 {
		r.Err = ErrShort
		return nil
	}
	list := make([]T, n/size)
	_, r.Err = binary.Decode(r.Data[8:8+n], binary.LittleEndian, list)
	r.Data = r.Data[8+n:]
	return list
}

// End returns the first error, or one if something is left.
func (r *Reader) End() error {
	if r.Err == nil && len(r.Data) > 0 {
		return fmt.Errorf("%d bytes too many", len(r.Data))
	}
	return r.Err
}

// castagnoli is the polynomial of the checksums, which processors compute.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Seal returns the bytes of a file: a name of 8 bytes for its kind, the content, and a checksum of both.
func Seal(kind string, content []byte) []byte {
	all := slices.Concat([]byte(kind), content)
	return binary.LittleEndian.AppendUint32(all, crc32.Checksum(all, castagnoli))
}

// Unseal returns the content of a file of the kind.
//
// Errors: another kind, another checksum.
func Unseal(kind string, all []byte) ([]byte, error) {
	// The kind comes first, so that a file of another program is told from a damaged one.
	if len(all) < len(kind)+4 || string(all[:len(kind)]) != kind {
		return nil, fmt.Errorf("not a file of the kind %q", kind)
	}
	content, sum := all[:len(all)-4], binary.LittleEndian.Uint32(all[len(all)-4:])
	if crc32.Checksum(content, castagnoli) != sum {
		return nil, errors.New("its checksum is wrong: it is damaged")
	}
	return content[len(kind):], nil
}
