package table

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// holds checks the text of a file and that nothing else lies in its folder.
func holds(t *testing.T, path, want string, names ...string) {
	t.Helper()
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, want, string(got))
	onlyFiles(t, filepath.Dir(path), append(names, filepath.Base(path))...)
}

func onlyFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	assert.ElementsMatch(t, names, found)
}

func TestWriteFileNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.csv")
	require.NoError(t, WriteFileAtomic(path, text("new")))
	holds(t, path, "new")

	plain := filepath.Join(t.TempDir(), "plain")
	require.NoError(t, os.WriteFile(plain, nil, 0o666))
	assert.Equal(t, mode(t, plain), mode(t, path), "the permissions of any new file")
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	return info.Mode()
}

func TestWriteFileKeepsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.csv")
	for _, perm := range []os.FileMode{0o600, 0o640, 0o666, 0o755} {
		require.NoError(t, os.WriteFile(path, []byte("old, and longer"), perm))
		require.NoError(t, os.Chmod(path, perm))
		require.NoError(t, WriteFileAtomic(path, text("new")))
		holds(t, path, "new")
		assert.Equal(t, perm, mode(t, path))
	}
}

func TestWriteFileFailureLeavesOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	broken := errors.New("broken")
	fail := func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat("half ", 100_000))
		return errors.Join(err, broken)
	}
	assert.ErrorIs(t, WriteFileAtomic(path, fail), broken)
	holds(t, path, "old")

	assert.Panics(t, func() { _ = WriteFileAtomic(path, func(io.Writer) error { panic("bug") }) })
	holds(t, path, "old")

	missing := filepath.Join(t.TempDir(), "missing.csv")
	assert.ErrorIs(t, WriteFileAtomic(missing, fail), broken)
	onlyFiles(t, filepath.Dir(missing))
}

func TestWriteFileOldFileStandsUntilTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.csv")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
	require.NoError(t, WriteFileAtomic(path, func(w io.Writer) error {
		require.NoError(t, text("new")(w))
		got, err := os.ReadFile(path)
		assert.Equal(t, "old", string(got))
		return err
	}))
	holds(t, path, "new")
}

func TestWriteFileFollowsLinks(t *testing.T) {
	for _, dangling := range []bool{false, true} {
		dir, elsewhere := t.TempDir(), t.TempDir()
		target := filepath.Join(elsewhere, "target.csv")
		if !dangling {
			require.NoError(t, os.WriteFile(target, []byte("old"), 0o640))
		}
		inner, outer := filepath.Join(dir, "inner"), filepath.Join(dir, "outer")
		require.NoError(t, os.Symlink(target, inner))
		require.NoError(t, os.Symlink("inner", outer))
		require.NoError(t, WriteFileAtomic(outer, text("new")))
		holds(t, target, "new")
		onlyFiles(t, dir, "inner", "outer")
		for _, link := range []string{inner, outer} {
			info, err := os.Lstat(link)
			require.NoError(t, err)
			assert.NotZero(t, info.Mode()&os.ModeSymlink, "a link stays a link")
		}
	}
}

func TestWriteFileErrors(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "no", "a.csv")
	never := func(io.Writer) error { t.Error("written"); return nil }
	checkError(t, WriteFileAtomic(path, never), path+": cannot write: no such folder", "make the folder first")
	checkError(t, WriteFileAtomic(dir, never), dir+": is a folder, not a file", "give the path of a file")

	loop := filepath.Join(dir, "loop")
	require.NoError(t, os.Symlink("loop", loop))
	checkError(t, WriteFileAtomic(loop, never), loop+": cannot write: too many levels of symbolic links",
		"the link leads to itself: check where it leads")
	onlyFiles(t, dir, "loop")
}

func TestWriteFileProtected(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "kept.csv")
	require.NoError(t, os.WriteFile(path, []byte("kept"), 0o444))
	hint := "check the permissions of the file and its folder"
	checkError(t, WriteFileAtomic(path, text("new")), path+": cannot write: permission denied", hint)
	holds(t, path, "kept")

	require.NoError(t, os.Chmod(dir, 0o555))
	defer os.Chmod(dir, 0o755)
	checkError(t, WriteFileAtomic(dir+"/x", text("new")), dir+"/x: cannot write: permission denied", hint)
}
