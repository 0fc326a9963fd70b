//go:build unix

package table

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWriteToStandardOutput checks that the names of an open file append to it, and never replace what it leads to.
func TestWriteToStandardOutput(t *testing.T) {
	folder := t.TempDir()
	link := filepath.Join(folder, "link")
	require.NoError(t, os.Symlink("/dev/stdout", link))
	log := filepath.Join(folder, "log")
	require.NoError(t, os.WriteFile(log, []byte("before\n"), 0o666))
	for _, path := range []string{"/dev/stdout", "/dev/fd/1", link} {
		number, ok := descriptor(path)
		assert.True(t, ok, path)
		assert.Equal(t, 1, number, path)
	}
	for _, path := range []string{log, "/dev/null", "/dev/fd/x", folder, filepath.Join(folder, "no", "1"), "1"} {
		_, ok := descriptor(path)
		assert.False(t, ok, path)
	}
	// The process writes at the end of a log, as after >> log in a shell.
	f, err := os.OpenFile(log, os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	defer f.Close()
	defer func(old *os.File) { os.Stdout = old }(os.Stdout)
	os.Stdout = f
	require.NoError(t, WriteFileAtomic(link, text("after\n")))
	holds(t, log, "before\nafter\n", "link")
	// So does any other open file.
	for _, folder := range []string{"/dev/fd", "/proc/self/fd"} {
		if _, err := os.Stat(folder); err == nil {
			require.NoError(t, WriteFileAtomic(filepath.Join(folder, strconv.Itoa(int(f.Fd()))), text("more\n")))
		}
	}
	written, err := os.ReadFile(log)
	require.NoError(t, err)
	assert.Regexp(t, "^before\nafter\n(more\n)+$", string(written))
	_, err = f.WriteString("still open\n")
	assert.NoError(t, err)
}

// TestAbandonedFilesAreRemoved checks that what a dead process left goes, and what a living one writes stays.
func TestAbandonedFilesAreRemoved(t *testing.T) {
	folder := t.TempDir()
	dead, pipe := filepath.Join(folder, ".table-1-0.tmp"), filepath.Join(folder, ".table-1-1.tmp")
	require.NoError(t, os.WriteFile(dead, []byte("half"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(folder, "b"), pipe))
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".table-of-mine"), nil, 0o600))
	if probe, err := os.Open(dead); err == nil {
		held, _ := lock(probe)
		probe.Close()
		if !held {
			t.Skip("no locks here")
		}
	}
	require.NoError(t, WriteFileAtomic(filepath.Join(folder, "a"), func(w io.Writer) error {
		assert.NoFileExists(t, dead)
		// The second file is written while the first one is not finished.
		return WriteFileAtomic(filepath.Join(folder, "b"), text("b"))
	}))
	onlyFiles(t, folder, "a", "b", ".table-1-1.tmp", ".table-of-mine")
}

// TestPrivateWhileWritten checks that nobody else reads the new text of a private file before it is whole.
func TestPrivateWhileWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "private")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.NoError(t, WriteFileAtomic(path, func(w io.Writer) error {
		info, err := w.(*os.File).Stat()
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode())
		return nil
	}))
}

// TestSameFile checks spellings, links and hard links, of files that are there and of such that are not.
func TestSameFile(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a", nil, 0o666))
	require.NoError(t, os.WriteFile("b", nil, 0o666))
	require.NoError(t, os.Link("a", "hard"))
	require.NoError(t, os.Symlink("a", "soft"))
	require.NoError(t, os.Symlink("new", "dangling"))
	require.NoError(t, os.Mkdir("folder", 0o777))
	require.NoError(t, os.Symlink("folder", "other"))
	absolute, err := filepath.Abs("a")
	require.NoError(t, err)
	for _, pair := range [][2]string{{"a", "./a"}, {"a", absolute}, {"a", "hard"}, {"a", "soft"}, {"soft", "hard"},
		{"new", "./new"}, {"new", "dangling"}, {"folder/x", "other/x"}, {"no/x", "./no/x"}, {"folder/../a", "a"}} {
		assert.True(t, SameFile(pair[0], pair[1]), pair)
		assert.True(t, SameFile(pair[1], pair[0]), pair)
	}
	for _, pair := range [][2]string{{"a", "b"}, {"a", "new"}, {"new", "new2"}, {"folder/x", "x"},
		{"/dev/null", "/dev/null"}} {
		assert.False(t, SameFile(pair[0], pair[1]), pair)
	}
}
