//go:build (amd64 || arm64) && !noasm

package vec

import "unsafe"

// What the kernels of tiles are called with, on amd64 and on arm64 alike.

// ends returns where the sums of a tile start from and where its hits go. A nil pointer tells the kernel to start from
// 0, or to store the bare sums.
func (x *Tile) ends() (from *float32, hits *uint64) {
	if x.Resume {
		from = unsafe.SliceData(x.Out)
	}
	if !x.Part {
		hits = unsafe.SliceData(x.Hits)
	}
	return from, hits
}

// ends returns where the sums of a tile of so many columns start from, how far apart those of two rows are, and where
// its hits go: nil for the kernel to store the bare sums.
func (x *ByteTile) ends(cols int) (from *int32, apart int, hits *uint64) {
	// All rows start from the same numbers, or each from its own.
	from = unsafe.SliceData(x.Start)
	if x.Resume {
		from, apart = unsafe.SliceData(x.Sums), cols
	}
	if !x.Part {
		hits = unsafe.SliceData(x.Hits)
	}
	return from, apart, hits
}

// pointers returns where the numbers begin, in the order in which the kernels know them.
func (s *ByteSide) pointers() [5]*float32 {
	return [5]*float32{
		unsafe.SliceData(s.Half), unsafe.SliceData(s.Level), unsafe.SliceData(s.Scale),
		unsafe.SliceData(s.Length), unsafe.SliceData(s.Error),
	}
}

// ByteShape returns the numbers of rows and columns of a tile of bytes.
func (t Tier) ByteShape() (rows, cols int) {
	if t.HasBytes() {
		return t.Shape()
	}
	return genericRows, genericCols
}
