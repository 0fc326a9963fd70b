//go:build linux

// Package drill holds the tests of the built command in an unlucky world: it is killed, its files are damaged, the
// disk is full, and names are strange. It prints what was tried and what went wrong:
//
//	PROPAGATE_DRILL=20 go test -v -timeout 2h ./internal/drill
//
// tries twenty times as much as go test ./... does. docs/reliability.md has the figures of such a run.
package drill

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// command is the path of the built command.
var command string

func TestMain(m *testing.M) { os.Exit(drill(m)) }

// drill builds the command, runs the tests and prints the figures.
func drill(m *testing.M) int {
	folder, err := os.MkdirTemp("", "drill")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer os.RemoveAll(folder)
	command = filepath.Join(folder, "propagate")
	if text, err := exec.Command("go", "build", "-o", command, "../../cmd/propagate").CombinedOutput(); err != nil {
		fmt.Println(string(text), err)
		return 1
	}
	code := m.Run()
	figures.print()
	return code
}

// times is how many times the short form is tried.
func times(short int) int {
	if n, err := strconv.Atoi(os.Getenv("PROPAGATE_DRILL")); err == nil && n > 0 {
		return n * short
	}
	return short
}

// tried counts what was tried and what went wrong.
type tried struct {
	mu    sync.Mutex
	count map[string]*[2]int
}

var figures = tried{count: map[string]*[2]int{}}

// add counts one try, and one more that went wrong.
func (f *tried) add(what string, wrong bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count[what] == nil {
		f.count[what] = new([2]int)
	}
	f.count[what][0]++
	if wrong {
		f.count[what][1]++
	}
}

func (f *tried) print() {
	var lines []string
	for what, n := range f.count {
		lines = append(lines, fmt.Sprintf("%-44s %6d tried %4d wrong", what, n[0], n[1]))
	}
	slices.Sort(lines)
	fmt.Println(strings.Join(lines, "\n"))
}

// check counts a try and fails the test if it went wrong.
func check(t *testing.T, what, wrong string) {
	t.Helper()
	figures.add(what, wrong != "")
	if wrong != "" {
		t.Errorf("%s: %s", what, wrong)
	}
}

// ending is how a run of the command ended.
type ending struct {
	code  int // -1: by a signal
	notes string
	peak  int64 // bytes of memory
	took  time.Duration
}

// run runs the command in a folder to its end.
func run(t *testing.T, folder string, args ...string) ending {
	t.Helper()
	return wait(t, start(t, folder, args...))
}

// running is a run that has not ended.
type running struct {
	*exec.Cmd
	notes strings.Builder
	since time.Time
}

func start(t *testing.T, folder string, args ...string) *running {
	t.Helper()
	r := &running{Cmd: exec.Command(command, args...), since: time.Now()}
	r.Dir, r.Stderr = folder, &r.notes
	require.NoError(t, r.Start())
	return r
}

func wait(t *testing.T, r *running) ending {
	t.Helper()
	// A run that never ends would be a fault of its own; it is ended, and its code is then -1.
	timer := time.AfterFunc(time.Minute, func() { _ = r.Process.Kill() })
	_ = r.Wait()
	timer.Stop()
	usage := r.ProcessState.SysUsage().(*syscall.Rusage)
	return ending{code: r.ProcessState.ExitCode(), notes: r.notes.String(), peak: usage.Maxrss * 1024,
		took: time.Since(r.since)}
}

// crash says whether a run ended in a way that no run may.
func (e ending) crash() string {
	switch {
	case e.code < 0:
		return "ended by a signal, or by us after a minute"
	case strings.Contains(e.notes, "goroutine ") || strings.Contains(e.notes, "fatal error"):
		return "a panic: " + e.notes
	case e.code == 0:
	case !strings.HasPrefix(e.notes, "propagate: ") && !strings.Contains(e.notes, "\npropagate: "):
		return fmt.Sprintf("exit code %d without a reason: %q", e.code, e.notes)
	}
	if e.peak > 1<<30 {
		return fmt.Sprintf("took %d MB", e.peak>>20)
	}
	return ""
}

// random is a generator that is the same in each run of a test.
func random(t *testing.T) *rand.Rand {
	seed := uint64(0)
	for _, b := range t.Name() {
		seed = seed*131 + uint64(b)
	}
	return rand.New(rand.NewPCG(seed, 1))
}

// folderWith is a new folder with a copy of a table of testdata.
func folderWith(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds and runs the command")
	}
	folder := t.TempDir()
	text, err := os.ReadFile(filepath.Join("../../testdata", name))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o666))
	return folder
}
