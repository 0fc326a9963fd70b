package memory

import (
	"fmt"
	"unsafe"
)

// Scratch gives memory beside the heap, such as a file that is mapped: so many bytes, all zero, where numbers of any
// size may stand, what being what they are for. They are there as long as what was made in them is in use. nil: all
// is on the heap.
type Scratch func(bytes int64, what string) ([]byte, error)

// leastScratch is the number of bytes from which on memory beside the heap is worth it.
const leastScratch = 1 << 16

// number are what large arrays hold.
type number interface{ ~int | ~int32 | ~float64 }

// Zeros returns n zeros in the memory that s gives, or on the heap.
//
// Errors: that of s, and memory that is too short or begins where no number may stand.
func Zeros[T number](s Scratch, n int, what string) ([]T, error) {
	var zero T
	size := Product(n, int(unsafe.Sizeof(zero)))
	// A file for few numbers costs more than it saves.
	if s == nil || size < leastScratch {
		return make([]T, n), nil
	}
	b, err := s(size, what)
	if err != nil {
		return nil, err
	}
	// The bytes are the caller's: numbers may not stand in all of them.
	at := unsafe.Pointer(unsafe.SliceData(b))
	if int64(len(b)) < size || uintptr(at)%unsafe.Alignof(zero) != 0 {
		return nil, fmt.Errorf("scratch for %s: %d bytes at %p: %d are needed, at a multiple of %d", what, len(b), at,
			size, unsafe.Alignof(zero))
	}
	return unsafe.Slice((*T)(at), n), nil
}
