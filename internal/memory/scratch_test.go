package memory

import (
	"errors"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Numbers stand where the scratch says, unless they are few.
func TestZeros(t *testing.T) {
	room := make([]float64, 20_000)
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), 8*len(room))
	give := func(size int64, what string) ([]byte, error) {
		assert.Equal(t, "edges", what)
		return bytes[:size], nil
	}
	x, err := Zeros[float64](give, 10_000, "edges")
	require.NoError(t, err)
	require.Len(t, x, 10_000)
	x[9_999] = 7
	assert.Equal(t, 7.0, room[9_999])
	// Few numbers are on the heap, and so are all where there is no scratch.
	few, err := Zeros[int32](give, 10, "edges")
	require.NoError(t, err)
	few[0] = 1
	assert.Zero(t, room[0])
	none, err := Zeros[int](nil, 10_000, "edges")
	assert.NoError(t, err)
	assert.Len(t, none, 10_000)
}

// Memory that does not do is an error, and so is that of the scratch.
func TestZerosOfBadScratch(t *testing.T) {
	room := make([]float64, 20_000)
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(&room[0])), 8*len(room))
	for name, b := range map[string][]byte{"none": nil, "short": bytes[:79_999], "askew": bytes[1:]} {
		_, err := Zeros[float64](func(int64, string) ([]byte, error) { return b, nil }, 10_000, "edges")
		assert.ErrorContains(t, err, "80000 are needed", name)
	}
	full := errors.New("full")
	_, err := Zeros[float64](func(int64, string) ([]byte, error) { return nil, full }, 10_000, "edges")
	assert.ErrorIs(t, err, full)
}
