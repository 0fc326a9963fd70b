package cli_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// badOutput are places that cannot be written to.
var badOutput = []failure{
	{name: "no such folder", args: "-o missing/out.csv data.csv", says: "missing/out.csv: cannot write: no such folder", hint: "make the folder first"},
	{name: "a folder", args: "-o . data.csv", says: ".: is a folder, not a file"},
	{name: "below a file", args: "-o data.csv/out.csv data.csv", says: "data.csv/out.csv: cannot write: not a directory"},
	{name: "name too long", args: "-o " + strings.Repeat("x", 300) + " data.csv", says: strings.Repeat("x", 300) + ": cannot write: file name too long"},
}

func TestBadOutput(t *testing.T) {
	for _, f := range badOutput {
		f.csv, f.code = good, 1
		t.Run(f.name, f.check)
	}
}

func TestOutputWithoutPermission(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	for _, f := range []failure{
		{name: "folder", args: "-o locked/new.csv data.csv", says: "locked/new.csv: cannot write: permission denied", hint: "check the permissions"},
		{name: "file", args: "-o locked/old.csv data.csv", says: "locked/old.csv: cannot write: permission denied", hint: "check the permissions"},
	} {
		f.csv, f.code, f.prepare = good, 1, lock
		t.Run(f.name, f.check)
	}
}

// lock makes a folder with a file, both write-protected.
func lock(t *testing.T) {
	require.NoError(t, os.Mkdir("locked", 0o777))
	require.NoError(t, os.WriteFile("locked/old.csv", []byte("keep me\n"), 0o444))
	require.NoError(t, os.Chmod("locked", 0o555))
	t.Cleanup(func() { _ = os.Chmod("locked", 0o777) })
}

// full is a disk without space.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestStandardOutputFails(t *testing.T) {
	var stderr strings.Builder
	code := cli.Main([]string{"-q", "-"}, strings.NewReader(good), full{}, &stderr)
	assert.Equal(t, 1, code)
	assert.Equal(t, "propagate: no space left\n", stderr.String())
}
