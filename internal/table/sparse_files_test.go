package table

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// densified writes the features of sparse rows out.
func densified(t *testing.T, s *Sparse, rows int) [][]float64 {
	require.Len(t, s.Start, rows+1)
	all := make([][]float64, rows)
	for i := range all {
		all[i] = make([]float64, s.Cols)
		last := -1
		for e := s.Start[i]; e < s.Start[i+1]; e++ {
			require.Greater(t, s.Ind[e], last, "columns rise")
			last = s.Ind[e]
			all[i][last] = s.Val[e]
		}
	}
	return all
}

// TestSparseMatrices checks files of SciPy 1.10 (coo has places that come twice, csr an order that does not rise), and
// Matrix Market files, against the matrices that they hold.
func TestSparseMatrices(t *testing.T) {
	market := func(text string) []byte { return []byte("%%MatrixMarket matrix " + text) }
	file := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("testdata", "sparse", name))
		require.NoError(t, err)
		return b
	}
	whole := [][]float64{{0, 0, 0, 0, 2}, {0, 0, 0, 0, 0}, {-1, 5, 0, 0, 0}, {0, 0, 0, 7, 0}}
	for name, c := range map[string]struct {
		file []byte
		want [][]float64
	}{
		"coo":       {file("coo.npz"), whole},
		"csc":       {file("csc.npz"), whole},
		"csr":       {file("csr.npz"), [][]float64{{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {-1, 5, 0, 0, 0}, {0, 0, 0, 0, 0}}},
		"general":   {market("coordinate real general\n% by hand\n\n2 3 3\n2 3 1e1\n1 1 -5\n2 3 2\n"), [][]float64{{-5, 0, 0}, {0, 0, 12}}},
		"symmetric": {market("coordinate integer symmetric\n2 2 2\n1 1 5\n2 1 3\n"), [][]float64{{5, 3}, {3, 0}}},
		"skew":      {market("coordinate real skew-symmetric\n2 2 1\n2 1 3\n"), [][]float64{{0, -3}, {3, 0}}},
		"pattern":   {market("coordinate pattern general\r\n2 2 1\r\n1 2\r\n"), [][]float64{{0, 1}, {0, 0}}},
		"array":     {market("array real general\n2 2\n1\n0\n3\n4\n"), [][]float64{{1, 3}, {0, 4}}},
	} {
		got, err := Read(bytes.NewReader(c.file), "t")
		require.NoError(t, err, name)
		assert.Equal(t, c.want, densified(t, got.Sparse(), got.Len()), name)
		assert.Contains(t, got.Notes[0], "rows are compared by", name)
	}
}

// TestBadSparseMatrices checks that what is no such matrix is named, with a way to give it.
func TestBadSparseMatrices(t *testing.T) {
	bsr, err := os.ReadFile(filepath.Join("testdata", "sparse", "bsr.npz"))
	require.NoError(t, err)
	const market = "%%MatrixMarket matrix coordinate real general\n"
	for text, want := range map[string]string{
		string(bsr): `t: a sparse matrix of SciPy: its format is "bsr": save it as scipy.sparse.csr_matrix(x)`,
		"%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1 1\n": "t:1: no matrix of real numbers that can be read as rows",
		market + "2 2 1\n1 3 1\n":                "t:3: an entry in row 1 and column 3 of a matrix of 2 × 2",
		market + "2 2 1\n1 1 inf\n":              "t:3: the entry in row 1 and column 1 is not finite",
		market + "2 2 2\n1 1 1\n":                "t:4: 1 entries, where 2 are announced",
		market + "2 2 1\n1 1 1\n1 2 1\n":         "t:4: more than the 1 entries that are announced",
		market + "2 2 1\n1 1\n":                  "t:3: 2 numbers, where an entry has 3",
		market + "2 2 1\n1 1 x\n":                `t:3: "1 1 x" is not an entry`,
		market + "2 2\n":                         "t:2: not the size of a matrix",
		market + "2 -2 0\n":                      `t:2: "-2" is not a size`,
		market + "2 2 0\n":                       "t: a sparse matrix without an entry",
		market + "2000000000 2 1\n1 1 1\n":       "t:2: a sparse matrix of 2000000000 × 2 with 1 entries",
		market + "2 2 2\n1 1 1e308\n1 1 1e308\n": "t: entries of one place add up to no finite number",
		"\x89HDF\r\n\x1a\n0000":                  "t: an HDF5 file, not text",
	} {
		_, err := Read(bytes.NewReader([]byte(text)), "t")
		assert.EqualError(t, err, want)
		var e *Error
		require.True(t, errors.As(err, &e))
		assert.NotEmpty(t, e.Hint, want)
	}
}

// TestSparseLinesOutOfOrder: places of lines that fall would lead outside of the entries.
func TestSparseLinesOutOfOrder(t *testing.T) {
	z, err := zip.OpenReader(filepath.Join("testdata", "sparse", "csr.npz"))
	require.NoError(t, err)
	defer z.Close()
	var damaged bytes.Buffer
	out := zip.NewWriter(&damaged)
	// Four rows, two entries: 0 0 0 2 2 as int32 at the end of the array.
	for _, member := range z.File {
		in, err := member.Open()
		require.NoError(t, err)
		b, err := io.ReadAll(in)
		require.NoError(t, err)
		if member.Name == "indptr.npy" {
			minusThree := int32(-3)
			binary.LittleEndian.PutUint32(b[len(b)-16:], 2)
			binary.LittleEndian.PutUint32(b[len(b)-12:], uint32(minusThree))
		}
		w, err := out.Create(member.Name)
		require.NoError(t, err)
		_, err = w.Write(b)
		require.NoError(t, err)
	}
	require.NoError(t, out.Close())
	_, err = Read(bytes.NewReader(damaged.Bytes()), "t")
	assert.EqualError(t, err, "t: a sparse matrix of SciPy: its arrays do not fit together")
}
