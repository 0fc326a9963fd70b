package store

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// names lists a folder.
func names(t *testing.T, folder string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// TestBroken takes no file that is being written for one that is there, and removes it alone.
func TestBroken(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"/b-1", "/a-1"} {
		require.NoError(t, Write(t.Context(), folder+name, []byte("old")))
		require.NoError(t, Write(t.Context(), folder+name, []byte(name)))
	}
	require.NoError(t, os.WriteFile(folder+"/a-2.writing-77", []byte("half"), 0o666))
	require.NoError(t, os.WriteFile(folder+"/b-2.writing-78", []byte("half"), 0o666))
	list, err := List(t.Context(), folder+"/*")
	require.NoError(t, err)
	assert.Equal(t, []string{folder + "/a-1", folder + "/b-1"}, list)
	there, err := Exists(t.Context(), folder+"/a-2")
	require.NoError(t, err)
	assert.False(t, there)
	content, err := Read(t.Context(), folder+"/a-1")
	require.NoError(t, err)
	assert.Equal(t, "/a-1", string(content))

	require.NoError(t, RemoveBroken(t.Context(), folder+"/a-"))
	assert.Equal(t, []string{"a-1", "b-1", "b-2.writing-78"}, names(t, folder))
	require.NoError(t, Remove(t.Context(), folder+"/*", folder+"/b-1"))
	assert.Equal(t, []string{"b-1"}, names(t, folder))
}

// TestFailedWrite leaves nothing of a file that cannot get its name.
func TestFailedWrite(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.MkdirAll(folder+"/taken/by", 0o777))
	assert.Error(t, Write(t.Context(), folder+"/taken", []byte("content")))
	assert.Equal(t, []string{"taken"}, names(t, folder))
}

// TestOwned reads files as they were written, and neither damaged ones nor those of another name or run.
func TestOwned(t *testing.T) {
	folder := t.TempDir()
	content := []byte{1, 2, 3}
	require.NoError(t, WriteOwned(t.Context(), folder+"/a", "run", content))
	require.NoError(t, WriteJSON(t.Context(), folder+"/j", "run", content))
	read := map[string]func(name, run string) ([]byte, error){
		"/a": func(name, run string) ([]byte, error) { return ReadOwned(t.Context(), folder+name, run) },
		"/j": func(name, run string) (got []byte, err error) {
			return got, ReadJSON(t.Context(), folder+name, run, &got)
		},
	}
	for name, read := range read {
		got, err := read(name, "run")
		require.NoError(t, err)
		if name == "/a" {
			assert.Equal(t, content, got)
		}
		_, err = read(name, "other")
		assert.ErrorContains(t, err, name+": it is of another run")
		whole, err := os.ReadFile(folder + name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(folder+name+"2", whole, 0o666))
		_, err = read(name+"2", "run")
		assert.ErrorContains(t, err, name+"2: it was written as "+name[1:])
		for at := range whole {
			damaged := slices.Clone(whole)
			damaged[at] ^= 3
			require.NoError(t, os.WriteFile(folder+name, damaged, 0o666))
			if _, err := read(name, "run"); name == "/a" || !json.Valid(damaged) {
				assert.Error(t, err, "%s, byte %d", name, at)
			}
		}
	}
}
