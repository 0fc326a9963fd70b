package cli_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// good is a table that can be labelled.
const good = "x,y,label\n1,1,a\n2,1,\n3,2,\n8,8,b\n9,9,\n"

// failure is a command line that must fail, and what it must say.
type failure struct {
	name string
	csv  string // content of data.csv
	args string // command line, without spaces in arguments
	code int
	says string // the line after "propagate: "
	hint string // part of the line after "hint: "; empty: anything, or no such line
	must bool   // there must be a hint

	prepare func(*testing.T) // the working folder, if more is needed than check does
}

// check runs the command in a folder with data.csv and an out.csv, once with
// -o out.csv (unless there is another -o) and once without.
func (f failure) check(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "data.csv", f.csv)
	writeFile(t, "out.csv", "keep me\n")
	if f.prepare != nil {
		f.prepare(t)
	}
	before := folder(t)
	args := strings.Fields(f.args)
	for _, o := range [][]string{{"-o", "out.csv"}, nil} {
		got := propagate(f.csv, append(o, args...)...)
		assert.Equal(t, f.code, got.code)
		assert.Empty(t, got.out, "standard output")
		f.checkMessage(t, got.err)
		assert.Equal(t, before, folder(t), "files")
	}
}

// checkMessage checks that there is one line with the error and at most one with
// a hint.
func (f failure) checkMessage(t *testing.T, text string) {
	t.Helper()
	first, rest, _ := strings.Cut(text, "\n")
	assert.Equal(t, "propagate: "+f.says, first)
	if f.hint != "" || rest != "" || f.must {
		hint, more, ended := strings.Cut(rest, "\n")
		assert.True(t, ended, "the last line does not end: %q", text)
		assert.Empty(t, more)
		assert.Regexp(t, "^hint: [^ ]", hint)
		assert.Contains(t, hint, f.hint)
	}
}

// file is what must not change of a file.
type file struct {
	content  string
	mode     fs.FileMode
	modified time.Time
}

// folder returns the files below the working folder.
func folder(t *testing.T) map[string]file {
	t.Helper()
	files := map[string]file{}
	require.NoError(t, fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		files[path] = file{string(content), info.Mode(), info.ModTime()}
		return err
	}))
	return files
}
