//go:build linux

package drill

import (
	"bytes"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMutants damages a file of each format at random. A run must then end with an error, or with an answer; and if
// the format has a checksum, with the answer of the whole file.
func TestMutants(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	makeFormats(t, folder)
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			good, err := os.ReadFile(filepath.Join(folder, f.name))
			require.NoError(t, err)
			r, place := random(t), t.TempDir()
			for _, name := range []string{"iris.csv", "new.csv"} {
				require.NoError(t, os.Link(filepath.Join(folder, name), filepath.Join(place, name)))
			}
			want := f.answer(t, place, good)
			require.NotEmpty(t, want)
			for range times(6) {
				got := f.answer(t, place, mutant(r, good))
				if f.checksum && got != nil && !bytes.Equal(got, want) {
					check(t, f.name+": damage unnoticed", "another answer, and no error")
				} else if f.checksum {
					check(t, f.name+": damage unnoticed", "")
				}
			}
		})
	}
}

// answer is what the command writes for a file of these bytes; nil if it refuses the file.
func (f format) answer(t *testing.T, folder string, text []byte) []byte {
	t.Helper()
	name := "mutant" + filepath.Ext(f.name)
	if f.name == "iris.csv.gz" || f.name == "iris.csv.zst" {
		name = "mutant.csv" + filepath.Ext(f.name)
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o666))
	require.NoError(t, os.RemoveAll(filepath.Join(folder, "out.csv")))
	e := run(t, folder, append(slices.Clone(f.read), name, "-q", "-o", "out.csv")...)
	check(t, f.name+": crashes", e.crash())
	out, err := os.ReadFile(filepath.Join(folder, "out.csv"))
	if e.code != 0 {
		if err == nil {
			check(t, f.name+": output of a failed run", "out.csv was written")
		}
		return nil
	}
	require.NoError(t, err)
	_, err = csv.NewReader(bytes.NewReader(out)).ReadAll()
	wrong := ""
	if err != nil {
		wrong = err.Error()
	}
	check(t, f.name+": output that is no table", wrong)
	return out
}

// mutant changes a file as accidents do: a byte or a bit, a part that is missing, doubled or zero, or an early end.
func mutant(r *rand.Rand, good []byte) []byte {
	bad := slices.Clone(good)
	from := r.IntN(len(bad))
	to := min(len(bad), from+1+r.IntN(64))
	switch r.IntN(6) {
	case 0:
		bad[from] ^= 1 << r.IntN(8)
	case 1:
		bad[from] = byte(r.IntN(256))
	case 2:
		bad = bad[:from]
	case 3:
		bad = slices.Delete(bad, from, to)
	case 4:
		bad = slices.Insert(bad, to, bad[from:to]...)
	case 5:
		clear(bad[from:to])
	}
	return bad
}
