package distributed

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClasses lists each class of all files once, numbers by value.
func TestClasses(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/a.csv", []byte("0,10\n1, b\n2,\n"), 0o666))
	require.NoError(t, os.WriteFile(folder+"/b.csv", []byte("3,9\n4,10 \n5,a b\n"), 0o666))
	got, err := classesOf(t.Context(), []string{folder + "/a.csv", folder + "/b.csv"}, 6)
	require.NoError(t, err)
	assert.Equal(t, []string{"9", "10", "a b", "b"}, got)
}
