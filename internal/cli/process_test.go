//go:build unix

package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// process is the command in a process of its own, which TestMain makes of this test. Names of files are put into the
// folder: the working folder is that of this test.
func process(t *testing.T, folder string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "data.csv"), []byte(good), 0o666))
	for i, word := range args {
		if !strings.HasPrefix(word, "-") {
			args[i] = filepath.Join(folder, word)
		}
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// TestNobodyReadsNotes checks that a run ends well although its notes cannot be written, as after 2>&1 | head -1.
func TestNobodyReadsNotes(t *testing.T) {
	read, write, err := os.Pipe()
	require.NoError(t, err)
	folder := t.TempDir()
	cmd := process(t, folder, "-v", "-o", "out.csv", "data.csv")
	cmd.Stdout, cmd.Stderr = write, write
	require.NoError(t, read.Close())
	require.NoError(t, cmd.Run())
	require.NoError(t, write.Close())
	checkNames(t, folder, "data.csv", "out.csv")
}

// TestNobodyReadsResults checks that results that nobody reads are an error, and not the end by a signal.
func TestNobodyReadsResults(t *testing.T) {
	read, write, err := os.Pipe()
	require.NoError(t, err)
	cmd := process(t, t.TempDir(), "-q", "data.csv")
	var notes strings.Builder
	cmd.Stdout, cmd.Stderr = write, &notes
	require.NoError(t, read.Close())
	require.Error(t, cmd.Run())
	require.NoError(t, write.Close())
	assert.Equal(t, 1, cmd.ProcessState.ExitCode())
	assert.Contains(t, notes.String(), "broken pipe")
}

// TestKilled checks that what a killed run left is removed by the next one that writes there.
func TestKilled(t *testing.T) {
	// The run waits for somebody to read its summary, and dies before that.
	folder := t.TempDir()
	cmd := process(t, folder, "-q", "-o", "out.csv", "--json", "pipe", "data.csv")
	require.NoError(t, syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o666))
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		left, err := filepath.Glob(filepath.Join(folder, ".table-*"))
		return err == nil && len(left) == 1
	}, 10*time.Second, 5*time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	require.NoError(t, process(t, folder, "-q", "-o", "next.csv", "data.csv").Run())
	checkNames(t, folder, "data.csv", "next.csv", "pipe")
}

// checkNames checks which files a folder holds.
func checkNames(t *testing.T, folder string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	assert.Equal(t, want, names)
}
