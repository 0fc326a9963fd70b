//go:build unix

package table

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWriteFilePipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	read := make(chan string)
	go func() {
		got, _ := os.ReadFile(path)
		read <- string(got)
	}()
	require.NoError(t, WriteFileAtomic(path, text("through")))
	assert.Equal(t, "through", <-read)
	onlyFiles(t, filepath.Dir(path), "pipe")
	require.NoError(t, WriteFileAtomic(os.DevNull, text("away")))
}

func TestWriteFileFullDisk(t *testing.T) {
	const device = "/dev/full"
	if _, err := os.Stat(device); err != nil {
		t.Skip("no " + device)
	}
	checkError(t, WriteFileAtomic(device, text("x")), device+": cannot write: no space left on device", "")
}
