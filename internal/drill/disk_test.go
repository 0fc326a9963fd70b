//go:build linux

package drill

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFullDisk writes each output to a device that is always full: an error, and the other outputs are whole or old.
func TestFullDisk(t *testing.T) {
	folder := folderWith(t, "digits.csv")
	whole := wholeOutputs(t, folder)
	for _, args := range [][]string{
		{"-o", "/dev/full"}, {"--json", "/dev/full", "-o", "out.csv"}, {"--report", "/dev/full", "-o", "out.csv"},
		{"--save", "/dev/full", "-o", "out.csv"},
	} {
		writeOld(t, folder)
		e := run(t, folder, append(args, "-q", "--method", "harmonic", "digits.csv")...)
		wrong := e.crash()
		if e.code != 1 || !strings.Contains(e.notes, "no space left") {
			wrong = strings.Join(args, " ") + ": " + e.notes
		}
		check(t, "full device", wrong)
		check(t, "full device: files damaged", damaged(folder, whole))
		check(t, "full device: files left", left(folder))
	}
}

// TestPagesToFullDisk sends what commands print to a full device.
func TestPagesToFullDisk(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	for _, args := range [][]string{{"iris.csv"}, {"--help"}, {"help", "tune"}, {"version"}, {"inspect", "iris.csv"},
		{"suspects", "iris.csv"}, {"suggest", "iris.csv"}, {"completion", "bash"},
		{"explain", "--row", "3", "iris.csv"}} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		require.NoError(t, err)
		r := &running{Cmd: exec.Command(command, args...)}
		r.Dir, r.Stdout, r.Stderr = folder, full, &r.notes
		require.NoError(t, r.Start())
		e := wait(t, r)
		require.NoError(t, full.Close())
		wrong := e.crash()
		if e.code == 0 {
			wrong = strings.Join(args, " ") + ": exit code 0"
		}
		check(t, "standard output on a full device", wrong)
	}
}

// TestFileTooLarge runs the command where no file may have more than 4 kilobytes, as by a quota.
func TestFileTooLarge(t *testing.T) {
	folder := folderWith(t, "digits.csv")
	whole := wholeOutputs(t, folder)
	writeOld(t, folder)
	args := append([]string{"-c", `ulimit -f 8; exec "$@"`, "sh", command}, allOutputs...)
	r := &running{Cmd: exec.Command("sh", args...)}
	r.Dir, r.Stderr = folder, &r.notes
	require.NoError(t, r.Start())
	e := wait(t, r)
	wrong := e.crash()
	if e.code != 1 {
		wrong = e.notes
	}
	check(t, "files over a quota: way to end", wrong)
	check(t, "files over a quota: files damaged", damaged(folder, whole))
	check(t, "files over a quota: files left", left(folder))
}

// TestSmallDisk runs the command on file systems that are too small for its outputs, each twice as large as the one
// before, until all outputs fit.
func TestSmallDisk(t *testing.T) {
	folder := folderWith(t, "digits.csv")
	whole := wholeOutputs(t, folder)
	args := slices.Clone(allOutputs)
	args[len(args)-1] = filepath.Join(folder, "digits.csv")
	for size := 64; ; size *= 2 {
		disk := t.TempDir()
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
			t.Skip("only root may mount a file system: ", err)
		}
		t.Cleanup(func() { _ = syscall.Unmount(disk, 0) })
		writeOld(t, disk)
		e := run(t, disk, args...)
		if e.code == 0 {
			break
		}
		check(t, "small disk: way to end", e.crash())
		check(t, "small disk: files left", left(disk))
		check(t, "small disk: files damaged", damaged(disk, whole))
	}
}
