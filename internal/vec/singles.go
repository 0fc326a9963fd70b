package vec

import "unsafe"

// Singles returns the memory of some float64 as twice as many float32, for vectors of which only one is needed at a
// time. Writing to either changes what is in the other. Nothing is allocated.
func Singles(doubles []float64) []float32 {
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(doubles))), 2*len(doubles))
}
