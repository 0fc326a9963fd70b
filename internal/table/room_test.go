package table

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/propagate-go/propagate/internal/memory"
	"gonum.org/v1/gonum/mat"
)

// spilledFiles are files of one table of 10,000 rows in each format that may be larger than memory.
func spilledFiles(t *testing.T, whole bool) map[string][]byte {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 1))
	var csv bytes.Buffer
	var x []float32
	csv.WriteString("a,b,c,label\n")
	for i := range 10000 {
		for range 3 {
			v := float32(r.IntN(1000))
			if !whole {
				v += float32(r.Float64())
			}
			x = append(x, v)
			fmt.Fprintf(&csv, "%v,", v)
		}
		fmt.Fprintf(&csv, "%c\n", 'u'+i%3)
	}
	text, err := Read(bytes.NewReader(csv.Bytes()), "text", "label")
	require.NoError(t, err)
	files := map[string][]byte{"x.csv": csv.Bytes()}
	for name, f := range map[string]Format{"x.parquet": Parquet, "x.arrow": Arrow, "x.jsonl": JSONL} {
		var b bytes.Buffer
		require.NoError(t, text.WriteAs(&b, f))
		files[name] = b.Bytes()
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err = z.Write(csv.Bytes())
	require.NoError(t, err)
	require.NoError(t, z.Close())
	files["x.csv.gz"] = packed.Bytes()
	files["x.npz"] = npz(t, zip.Deflate, member{"x", npy("<f4", "10000, 3", false, x)})
	wide := make([]float64, len(x))
	for e, v := range x {
		wide[e] = float64(v) + 1e-9
	}
	files["wide.npz"] = npz(t, zip.Store, member{"x", npy("<f8", "10000, 3", false, wide)})
	return files
}

// Numbers that memory has no room for come from a temporary file, the same as from memory, and nothing is left of it.
func TestSpilled(t *testing.T) {
	// A packed text is written to a file, too.
	refuses := func(bytes int64, what string) error {
		if what == "its text" && bytes > 100_000 {
			return &memory.Refused{What: what, Wants: bytes}
		}
		return nil
	}
	for _, whole := range []bool{true, false} {
		for name, b := range spilledFiles(t, whole) {
			for _, single := range []bool{false, true} {
				if single && testing.Short() {
					continue
				}
				path := filepath.Join(t.TempDir(), name)
				require.NoError(t, os.WriteFile(path, b, 0o600))
				usual, err := Reading{Float32: single, Texts: []string{"label"}}.File(path)
				require.NoError(t, err, name)
				cols := []int{2, 1, 0}
				want, err := usual.NumbersOrNaN(cols)
				require.NoError(t, err)
				dense := mat.NewDense(10000, 3, nil)
				dense.Apply(func(i, k int, _ float64) float64 { return at(want, i, k) }, dense)
				folder := t.TempDir()
				how := Reading{Float32: single, Texts: []string{"label"}, Spill: folder, Plan: spillsAll(t)}
				if name == "x.csv.gz" {
					how.Memory = refuses
				}
				some, err := how.File(path)
				require.NoError(t, err, name)
				got, err := some.NumbersOrNaN(cols)
				require.NoError(t, err, name)
				assert.True(t, some.Spilled(), name)
				requireSameNumbers(t, dense, got, func(v float64) float64 { return v })
				require.Equal(t, cells(t, usual), cells(t, some), name)
				require.NoError(t, some.Close(), name)
				entries, err := os.ReadDir(folder)
				require.NoError(t, err)
				assert.Empty(t, entries)
				require.NoError(t, usual.Close())
			}
		}
	}
}

// spillsAll is a plan by which all numbers go to files.
func spillsAll(t *testing.T) Plan {
	return func(rows, columns int, bytes int64) (bool, error) {
		assert.Equal(t, 10000, rows)
		return true, nil
	}
}

// A folder that takes no file is an error that tells what it was for, and nothing is left.
func TestSpillRefused(t *testing.T) {
	for name, b := range spilledFiles(t, false) {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, b, 0o600))
		how := Reading{Texts: []string{"label"}, Spill: filepath.Join(t.TempDir(), "none"), Plan: spillsAll(t)}
		some, err := how.File(path)
		if err == nil {
			_, err = some.NumbersOrNaN([]int{0, 1, 2})
			require.NoError(t, some.Close())
		}
		var e *Error
		require.ErrorAs(t, err, &e, name)
		assert.Contains(t, e.Error(), "no temporary file of ", name)
		assert.Contains(t, e.Hint, "free space", name)
	}
	// Without a folder, what memory has no room for is refused.
	refuses := func(bytes int64, what string) error { return &memory.Refused{What: what, Wants: bytes} }
	_, err := Reading{Memory: refuses}.Text(bytes.NewReader(spilledFiles(t, true)["x.csv"]), "x")
	require.ErrorContains(t, err, "more memory")
}

// What a plan refuses is not read.
func TestPlanRefuses(t *testing.T) {
	for name, b := range spilledFiles(t, true) {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, b, 0o600))
		_, err := Reading{Plan: func(int, int, int64) (bool, error) {
			return false, &Error{Reason: "too much", Err: &memory.Refused{}}
		}}.File(path)
		require.EqualError(t, err, "too much", name)
	}
}
