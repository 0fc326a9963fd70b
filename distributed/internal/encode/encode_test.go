package encode

import (
	"bytes"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestBytes writes lists of every type, and reads them again. The bytes are those that the comments name.
func TestBytes(t *testing.T) {
	assert.Equal(t, []byte{9, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 255, 255, 255, 255},
		Append([]byte{9}, []int32{0x201, -1}))
	all := Append(nil, []uint8{7})
	all = Append(all, []uint32{1, math.MaxUint32})
	all = Append(all, []float64{math.Inf(1), math.Copysign(0, -1), 0x1p-1074})
	all = Append(Append(all, []int64{math.MinInt64}), []int32{})
	r := &Reader{Data: all}
	assert.Equal(t, []uint8{7}, Take[uint8](r))
	assert.Equal(t, []uint32{1, math.MaxUint32}, Take[uint32](r))
	got := Take[float64](r)
	assert.Equal(t, []float64{math.Inf(1), 0, 0x1p-1074}, got)
	assert.True(t, math.Signbit(got[1]))
	assert.Equal(t, []int64{math.MinInt64}, Take[int64](r))
	assert.Empty(t, Take[int32](r))
	assert.NoError(t, r.End())
}

// TestDamaged cuts a file at each place, and changes each of its bits: always an error.
func TestDamaged(t *testing.T) {
	whole := Seal("kind-one", Append(nil, []float64{1, 2, 3}))
	content, err := Unseal("kind-one", whole)
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 2, 3}, Take[float64](&Reader{Data: content}))
	_, err = Unseal("kind-two", whole)
	assert.ErrorContains(t, err, `not a file of the kind "kind-two"`)
	for at := range whole {
		_, err := Unseal("kind-one", whole[:at])
		assert.Error(t, err, "cut at %d", at)
		for bit := range 8 {
			damaged := bytes.Clone(whole)
			damaged[at] ^= 1 << bit
			_, err := Unseal("kind-one", damaged)
			assert.Error(t, err, "bit %d of byte %d", bit, at)
		}
	}
}

// TestLyingLengths takes no memory for what is not there, and gives nothing after an error.
func TestLyingLengths(t *testing.T) {
	list := Append(nil, []float64{1, 2})
	for _, length := range []byte{15, 17, 24, 255} {
		damaged := bytes.Clone(list)
		damaged[0] = length
		r := &Reader{Data: damaged}
		assert.Nil(t, Take[float64](r), "%d", length)
		assert.ErrorIs(t, r.End(), ErrShort)
		assert.Nil(t, Take[uint8](r))
	}
	damaged := bytes.Clone(list)
	damaged[7] = 255
	assert.Nil(t, Take[uint8](&Reader{Data: damaged}))
	r := &Reader{Data: list[:5]}
	assert.Nil(t, Take[float64](r))
	assert.ErrorIs(t, r.Err, ErrShort)
	assert.ErrorContains(t, (&Reader{Data: list[:3]}).End(), "3 bytes too many")
}
