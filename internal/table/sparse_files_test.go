package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSparseFilesAreNamed checks that matrices that biologists have are named, with a way to give them.
func TestSparseFilesAreNamed(t *testing.T) {
	array := func(n byte) []byte { // n bytes, as NumPy stores them
		head := "{'descr': '|u1', 'fortran_order': False, 'shape': (" + string('0'+n) + ",), }       \n"
		return append([]byte("\x93NUMPY\x01\x00"+string([]byte{byte(len(head)), 0})+head), make([]byte, n)...)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for n, name := range []string{"indices.npy", "indptr.npy"} {
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(array(byte(3 + n)))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	for text, want := range map[string]string{
		b.String(): "t: a sparse matrix of SciPy, not a table",
		"%%MatrixMarket matrix coordinate integer general\n2 3 1\n1 1 5\n": "t: a matrix in the form of Matrix Market, not a table",
		"\x89HDF\r\n\x1a\n0000": "t: an HDF5 file, not text",
	} {
		_, err := Read(bytes.NewReader([]byte(text)), "t")
		assert.EqualError(t, err, want)
		var e *Error
		require.True(t, errors.As(err, &e))
		assert.Contains(t, e.Hint, `numpy.savez("rows.npz", x=`)
	}
}
