//go:build linux

package drill

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// names are names of files that people and other programs make.
var names = []string{"with space.csv", "ü é.csv", "名前.csv", "-n.csv", "--help.csv", "100%d%s.csv", "it's.csv", `"quoted".csv`,
	"two\nlines.csv", "tab\t.csv", "bell\a.csv", "colour\x1b[31m.csv", "right\u202eto left.csv", "\xff\xfe.csv", "a;b,c.csv",
	"$HOME `id`.csv", `back\slash.csv`, "*.csv", ".hidden.csv", strings.Repeat("n", 200) + ".csv", "a..b.csv", "no ending",
	"two.csv.csv", "UPPER.CSV", "<script>.csv"}

// TestNames reads a table of each name and writes an answer of each name. The answer is the same, no other file is
// made, and what is printed holds no control character.
func TestNames(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	e := run(t, folder, "-q", "--ignore", "species", "-o", "want", "iris.csv")
	require.Zero(t, e.code, e.notes)
	want, err := os.ReadFile(filepath.Join(folder, "want"))
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(folder, "iris.csv"))
	require.NoError(t, err)
	for _, name := range names {
		place := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(place, name), text, 0o666))
		require.NoError(t, os.Mkdir(filepath.Join(place, "out"), 0o777))
		e := run(t, place, "--ignore", "species", "-o", "out/"+name, "--", name)
		wrong := e.crash()
		got, err := os.ReadFile(filepath.Join(place, "out", name))
		entries, _ := os.ReadDir(filepath.Join(place, "out"))
		switch {
		case e.code != 0 || err != nil:
			wrong = e.notes
		case string(got) != string(want):
			wrong = "another answer"
		case len(entries) != 1:
			wrong = "other files were made"
		case strings.ContainsFunc(e.notes, func(c rune) bool { return c < ' ' && c != '\n' || c == '\u202e' }):
			wrong = "control characters in " + e.notes
		}
		check(t, "names of files", wrong)
	}
}

// TestPlaces names outputs that cannot be written: an error that names the file, and nothing else is changed.
func TestPlaces(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	require.NoError(t, os.Mkdir(filepath.Join(folder, "folder"), 0o777))
	require.NoError(t, os.Symlink("nowhere/at/all", filepath.Join(folder, "dangling")))
	refused := func(flag, place string) {
		e := run(t, folder, "-q", "--ignore", "species", flag, place, "iris.csv")
		wrong := e.crash()
		entries, err := os.ReadDir(folder)
		require.NoError(t, err)
		if e.code == 0 || len(entries) != 3 {
			wrong = flag + " " + place + ": " + e.notes
		}
		check(t, "places that cannot be written", wrong)
	}
	// No output takes the place of the table. Only -o may: it adds columns to it.
	for _, place := range []string{"iris.csv", "./iris.csv", "folder/../iris.csv"} {
		for _, flag := range []string{"--json", "--report", "--save"} {
			refused(flag, place)
		}
	}
	for _, place := range []string{"folder", "missing/out.csv", "iris.csv/out.csv", "dangling", "", strings.Repeat("n", 300)} {
		for _, flag := range []string{"-o", "--json", "--report", "--save"} {
			refused(flag, place)
		}
	}
}
