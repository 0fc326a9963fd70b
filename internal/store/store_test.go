package store

import (
	"bufio"
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func sequence(t *testing.T, kind string, version int) []byte {
	t.Helper()
	long := make([]float64, 3*chunk+1)
	for i := range long {
		long[i] = float64(i)
	}
	var b bytes.Buffer
	w := NewWriter(&b, kind, version)
	w.Int(-7)
	w.Float(math.Inf(-1))
	w.Text("é")
	w.Ints([]int{1, -2, math.MaxInt})
	w.Ints(nil)
	w.Int32s([]int32{-1, 5})
	w.Floats(long)
	w.Floats([]float64{})
	w.Bools([]bool{true, false})
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	two := append(sequence(t, "test one", 1), sequence(t, "test one", 2)...)
	below := bufio.NewReader(bytes.NewReader(two))
	for range 2 {
		r, err := NewReader(below, "test one", 2)
		require.NoError(t, err)
		assert.Equal(t, -7, r.Int())
		assert.Equal(t, math.Inf(-1), r.Float())
		assert.Equal(t, "é", r.Text())
		assert.Equal(t, []int{1, -2, math.MaxInt}, r.Ints())
		assert.Nil(t, r.Ints())
		assert.Equal(t, []int32{-1, 5}, r.Int32s())
		long := r.Floats()
		assert.Len(t, long, 3*chunk+1)
		assert.Equal(t, float64(3*chunk), long[3*chunk])
		assert.Equal(t, []float64{}, r.Floats())
		assert.Equal(t, []bool{true, false}, r.Bools())
		require.NoError(t, r.Close())
	}
}

// readAll reads what sequence wrote.
func readAll(b []byte) error {
	r, err := NewReader(bytes.NewReader(b), "test one", 2)
	if err != nil {
		return err
	}
	r.Int()
	r.Float()
	r.Text()
	r.Ints()
	r.Ints()
	r.Int32s()
	r.Floats()
	r.Floats()
	r.Bools()
	return r.Close()
}

// TestDamage holds that every cut and every flipped bit is an error.
func TestDamage(t *testing.T) {
	b := sequence(t, "test one", 2)
	require.NoError(t, readAll(b))
	for cut := 0; cut < len(b); cut += 1 + cut/50 {
		assert.Error(t, readAll(b[:cut]), cut)
	}
	for at := 0; at < len(b); at += 1 + at/50 {
		b[at] ^= 4
		assert.Error(t, readAll(b), at)
		b[at] ^= 4
	}
	assert.ErrorIs(t, readAll(sequence(t, "test two", 1)), ErrKind)
	assert.EqualError(t, readAll(sequence(t, "test one", 3)), "version 3, where 2 is the newest known")
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestWriteFails(t *testing.T) {
	w := NewWriter(full{}, "test one", 1)
	w.Floats(make([]float64, 100_000))
	assert.EqualError(t, w.Close(), "no space left")
}
