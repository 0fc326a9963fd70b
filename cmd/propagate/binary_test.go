package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// built builds the command and returns its path.
func built(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "propagate")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	return path
}

// TestBinary checks that the command runs by itself and is of a size to carry about.
func TestBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	path := built(t)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Less(t, info.Size(), int64(40<<20))
	out, err := exec.Command(path, "version").Output()
	require.NoError(t, err)
	assert.Regexp(t, `^propagate version \S+\n$`, string(out))
	t.Logf("%.1f MB", float64(info.Size())/1e6)
}

// BenchmarkVersion is how long the command takes to start.
func BenchmarkVersion(b *testing.B) {
	path := built(b)
	for b.Loop() {
		if err := exec.Command(path, "version").Run(); err != nil {
			b.Fatal(err)
		}
	}
}
