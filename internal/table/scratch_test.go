package table

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is taken is zero, keeps what is written to it until it is closed, and no file is left. A folder that takes no
// file is an error that tells what it was for.
func TestScratchFiles(t *testing.T) {
	folder := t.TempDir()
	s := NewScratch(folder)
	a, err := s.Take(100_001, "edges")
	require.NoError(t, err)
	b, err := s.Take(8, "scores")
	require.NoError(t, err)
	require.Len(t, a, 100_001)
	assert.Zero(t, a[100_000])
	a[100_000], b[7] = 3, 4
	assert.Equal(t, []byte{3, 4}, []byte{a[100_000], b[7]})
	require.NoError(t, s.Close())
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Empty(t, entries)
	_, err = NewScratch(filepath.Join(folder, "none")).Take(100_000, "edges")
	assert.ErrorContains(t, err, "no temporary file of 100 kB for edges")
	assert.NoError(t, (*Scratch)(nil).Close())
}
