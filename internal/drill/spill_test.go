//go:build linux

package drill

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// spills are the arguments of a run whose rows, graph and scores memory has no room for; they are written to temporary
// files beside the output.
var spills = []string{"-q", "--method", "harmonic", "-k", "20", "--memory", "27M", "-o", "out.csv"}

// rowsLargerThanMemory writes a table of 20,000 rows of twenty classes, in 40 columns, and returns its path and the answer
// of a run in memory.
func rowsLargerThanMemory(t *testing.T) (rows string, answer []byte) {
	t.Helper()
	r := rand.New(rand.NewPCG(22, 3))
	var text bytes.Buffer
	for k := range 40 {
		fmt.Fprintf(&text, "x%d,", k)
	}
	text.WriteString("label\n")
	for i := range 20_000 {
		for k := range 40 {
			fmt.Fprintf(&text, "%.6f,", r.NormFloat64()+float64(i%20*(k%3+1)))
		}
		if i < 200 {
			fmt.Fprintf(&text, "%c", 'a'+i%20)
		}
		text.WriteByte('\n')
	}
	folder := t.TempDir()
	rows = filepath.Join(folder, "rows.csv")
	require.NoError(t, os.WriteFile(rows, text.Bytes(), 0o666))
	e := run(t, folder, "-q", "--method", "harmonic", "-k", "20", "-o", "out.csv", rows)
	require.Zero(t, e.code, e.notes)
	answer, err := os.ReadFile(filepath.Join(folder, "out.csv"))
	require.NoError(t, err)
	return rows, answer
}

// spilledFiles returns how many temporary files that no folder lists any more a running process has mapped.
func spilledFiles(pid int) int {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return 0
	}
	return strings.Count(string(maps), ".table-")
}

// wrongFiles is what is wrong with a folder that has nothing but an output, an old one or a whole new one.
func wrongFiles(folder string, answer []byte) string {
	text, err := os.ReadFile(filepath.Join(folder, "out.csv"))
	if err != nil || string(text) != old && !bytes.Equal(text, answer) {
		return fmt.Sprintf("out.csv: %d bytes, %v", len(text), err)
	}
	return ""
}

// othersIn names a file of a folder beside the output.
func othersIn(folder string) string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err.Error()
	}
	for _, e := range entries {
		if e.Name() != "out.csv" {
			return e.Name()
		}
	}
	return ""
}

func oldOutput(t *testing.T, folder string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "out.csv"), []byte(old), 0o666))
}

// TestSpillKilled kills runs whose rows are in a temporary file at random moments.
func TestSpillKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the command")
	}
	rows, answer := rowsLargerThanMemory(t)
	folder, r, args := t.TempDir(), random(t), append(spills, rows)
	begin := time.Now()
	// The rows; where their edges begin, to whom they lead, their lengths and weights; scores, and vectors.
	const files = 7
	spilled := 0
	whole := start(t, folder, args...)
	ended := make(chan ending, 1)
	go func() { ended <- wait(t, whole) }()
	// The files are seen while they are there.
	var e ending
	for running := true; running; spilled = max(spilled, spilledFiles(whole.Process.Pid)) {
		select {
		case e = <-ended:
			running = false
		case <-time.After(time.Millisecond):
		}
	}
	usual := time.Since(begin)
	require.Zero(t, e.code, e.notes)
	// Scores and vectors are there for a moment only, which may be missed.
	require.GreaterOrEqual(t, spilled, files-2, "files that were used as memory")
	got, err := os.ReadFile(filepath.Join(folder, "out.csv"))
	require.NoError(t, err)
	require.True(t, bytes.Equal(answer, got), "another answer than in memory")
	for range times(6) {
		oldOutput(t, folder)
		stopped := start(t, folder, args...)
		time.Sleep(time.Duration(r.Float64() * 1.1 * float64(usual)))
		_ = stopped.Process.Kill()
		wait(t, stopped)
		const what = "rows in a file, kill -9"
		check(t, what+": output damaged", wrongFiles(folder, answer))
		// The next run starts afresh, and removes what the writing of the output left.
		e := run(t, folder, args...)
		wrong := e.crash()
		if e.code != 0 {
			wrong = e.notes
		}
		check(t, what+": the next run", wrong)
		check(t, what+": its output", wrongFiles(folder, answer))
		check(t, what+": files left", othersIn(folder))
	}
}

// TestSpillFullDisk writes the rows to disks that are too small for them, each twice as large as the one before, until
// all fits; and where no file may be so large.
func TestSpillFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the command")
	}
	rows, answer := rowsLargerThanMemory(t)
	const what = "rows in a file, full disk"
	fails := func(folder string, e ending) {
		wrong := e.crash()
		if e.code != 1 || !strings.Contains(e.notes, "no temporary file of") && !strings.Contains(e.notes, "out.csv: ") {
			wrong = e.notes
		}
		check(t, what+": way to end", wrong)
		check(t, what+": output damaged", wrongFiles(folder, answer))
		check(t, what+": files left", othersIn(folder))
	}
	folder := t.TempDir()
	oldOutput(t, folder)
	limited := &running{Cmd: exec.Command("sh", append([]string{"-c", `ulimit -f 8; exec "$@"`, "sh", command},
		append(spills, rows)...)...)}
	limited.Dir, limited.Stderr = folder, &limited.notes
	require.NoError(t, limited.Start())
	fails(folder, wait(t, limited))
	for size := 256; ; size *= 2 {
		disk := t.TempDir()
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
			t.Skip("only root may mount a file system: ", err)
		}
		t.Cleanup(func() { _ = syscall.Unmount(disk, 0) })
		oldOutput(t, disk)
		e := run(t, disk, append(spills, rows)...)
		if e.code == 0 {
			break
		}
		fails(disk, e)
	}
}
