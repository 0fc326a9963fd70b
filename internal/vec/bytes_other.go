//go:build (!amd64 && !arm64) || noasm

package vec

// HasBytes reports whether the processor multiplies bytes for this tier: four times as
// many at once as float32.
func (Tier) HasBytes() bool { return false }

// ByteShape returns the numbers of rows and columns of a tile of bytes.
func (Tier) ByteShape() (rows, cols int) { return genericRows, genericCols }

func (Tier) byteTile(x *ByteTile) bool { return x.generic() }

func (Tier) codes([]byte, []float64, []float64, float64) int { return 0 }
