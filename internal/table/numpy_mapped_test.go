package table

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An array of float32 in a file of its own is not copied; all others are, and all give the numbers that they give where
// they are read.
func TestMappedArray(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct {
		name, descr string
		values      any
		cols        []int
		shared      bool
	}{
		{"float32", "<f4", []float32{1, 2.5, 3, 4, 1e-45, -0.1}, []int{0, 1, 2}, true},
		{"float32, with gaps", "<f4", []float32{1, nan, 3, 4, 5, 6}, []int{0, 1, 2}, true},
		{"some columns", "<f4", []float32{1, 2, 3, 4, 5, 6}, []int{0, 2}, false},
		{"another order", "<f4", []float32{1, 2, 3, 4, 5, 6}, []int{1, 0, 2}, false},
		{"big-endian", ">f4", []float32{1, 2, 3, 4, 5, 6}, []int{0, 1, 2}, false},
		{"float64", "<f8", []float64{1, 2, 3, 4, 5, 0.1}, []int{0, 1, 2}, false},
		{"bytes", "|u1", []byte{1, 2, 3, 4, 5, 6}, []int{0, 1, 2}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := npy(c.descr, "2, 3", false, c.values)
			path := filepath.Join(t.TempDir(), "x.npy")
			require.NoError(t, os.WriteFile(path, b, 0o600))
			mapped, err := ReadFile(path)
			require.NoError(t, err)
			read, err := Read(bytes.NewReader(b), path)
			require.NoError(t, err)
			require.Equal(t, read.Header, mapped.Header)
			want, err := read.FloatsOrNaN(c.cols)
			require.NoError(t, err)
			got, err := mapped.NumbersOrNaN(c.cols)
			require.NoError(t, err)
			assert.Equal(t, c.shared, got.Shared)
			requireSameNumbers(t, want, got, func(v float64) float64 { return v })
			for j := range mapped.Header {
				cells, err := mapped.Strings(j)
				require.NoError(t, err)
				wanted, err := read.Strings(j)
				require.NoError(t, err)
				assert.Equal(t, wanted, cells)
			}
			require.NoError(t, mapped.Unchanged())
			require.NoError(t, mapped.Close())
			// The file is free again.
			require.NoError(t, os.Remove(path))
		})
	}
}

// A mapped file with a mistake is refused with the words of one that is read, and is closed.
func TestMappedMistakes(t *testing.T) {
	whole := npy("<f4", "2, 2", false, []float32{1, 2, 3, float32(math.Inf(1))})
	for _, b := range [][]byte{whole[:len(whole)-1], whole[:40], whole[:9], npy("<f4", "0, 2", false, []float32{}),
		bytes.Replace(whole, []byte("<f4"), []byte("<c8"), 1), whole} {
		path := filepath.Join(t.TempDir(), "x.npy")
		require.NoError(t, os.WriteFile(path, b, 0o600))
		mapped, err := ReadFile(path)
		read, want := Read(bytes.NewReader(b), path)
		if want != nil {
			require.EqualError(t, err, want.Error())
		} else {
			// An infinite number is found when it is asked for.
			_, err = mapped.NumbersOrNaN([]int{0, 1})
			_, want = read.NumbersOrNaN([]int{0, 1})
			require.EqualError(t, err, want.Error())
			lenient, err := mapped.FiniteNumbersOrNaN([]int{0, 1})
			require.NoError(t, err)
			assert.True(t, math.IsNaN(at(lenient, 1, 1)))
			require.NoError(t, mapped.Close())
		}
		require.NoError(t, os.Remove(path))
	}
}

// A file that is written to, or cut short, while it is mapped is an error, and no end of the process.
func TestMappedFileChanges(t *testing.T) {
	values := make([]float32, 1<<18)
	path := filepath.Join(t.TempDir(), "x.npy")
	require.NoError(t, os.WriteFile(path, npy("<f4", fmt.Sprintf("%d, 4", len(values)/4), false, values), 0o600))
	table, err := ReadFile(path)
	require.NoError(t, err)
	defer table.Close()
	require.NoError(t, os.Chtimes(path, time.Time{}, time.Now().Add(time.Minute)))
	require.ErrorContains(t, table.Unchanged(), path+": the file has changed since it was read")
	require.ErrorContains(t, table.store.each(nil), "the file has changed since it was read")
	if runtime.GOOS == "windows" {
		return // nobody can cut it short
	}
	require.NoError(t, os.Truncate(path, 1<<12))
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	require.Panics(t, func() { _, _ = table.NumbersOrNaN([]int{0, 1, 2, 3}) })
}

// Values that are missing by name are so in a copy: the file, and whoever reads it again, keeps them.
func TestMappedMissingValues(t *testing.T) {
	b := npy("<f4", "2, 2", false, []float32{1, -200, 3, 4})
	path := filepath.Join(t.TempDir(), "x.npy")
	require.NoError(t, os.WriteFile(path, b, 0o600))
	mapped, err := Reading{Missing: []string{"-200"}}.File(path)
	require.NoError(t, err)
	defer mapped.Close()
	got, err := mapped.NumbersOrNaN([]int{0, 1})
	require.NoError(t, err)
	assert.False(t, got.Shared)
	assert.True(t, math.IsNaN(at(got, 0, 1)))
	assert.Equal(t, 4.0, at(got, 1, 1))
	cells, err := mapped.Strings(1)
	require.NoError(t, err)
	assert.Equal(t, []string{"-200", "4"}, cells)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, b, after)
}
