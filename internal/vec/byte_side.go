//go:build (amd64 || arm64) && !noasm

package vec

import "unsafe"

// pointers returns where the numbers begin, in the order in which the kernels know them.
func (s *ByteSide) pointers() [5]*float32 {
	return [5]*float32{
		unsafe.SliceData(s.Half), unsafe.SliceData(s.Level), unsafe.SliceData(s.Scale),
		unsafe.SliceData(s.Length), unsafe.SliceData(s.Error),
	}
}
