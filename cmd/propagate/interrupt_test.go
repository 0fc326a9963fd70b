//go:build unix

package main_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
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

// TestInterruptOfAProcess sends Ctrl-C to a process that waits for input, which looks at no context.
func TestInterruptOfAProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command")
	}
	cmd := exec.Command(built(t), "run", "-")
	// A pipe into which nothing is written.
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	defer in.Close()
	interruptAfter(t, cmd, 300*time.Millisecond)
}

// TestInterruptOfEveryPhase sends it to a long run at one time after the other.
func TestInterruptOfEveryPhase(t *testing.T) {
	if os.Getenv("PROPAGATE_MEASURE") == "" {
		t.Skip("takes some seconds: set PROPAGATE_MEASURE=1")
	}
	path, rows := built(t), filepath.Join(t.TempDir(), "rows.csv")
	require.NoError(t, os.WriteFile(rows, []byte(madeUp(40_000, 48)), 0o600))
	for after := 500 * time.Millisecond; after < 3*time.Second; after += 600 * time.Millisecond {
		interruptAfter(t, exec.Command(path, "run", "-o", filepath.Join(t.TempDir(), "out.csv"), rows), after)
	}
}

// interruptAfter checks that an interrupted command says so within half a second, and ends within two.
func interruptAfter(t *testing.T, cmd *exec.Cmd, after time.Duration) {
	t.Helper()
	said, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	time.Sleep(after)
	begin := time.Now()
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	// What was said before, and then that it stops, or has stopped: where the work ends at once.
	var text bytes.Buffer
	part := make([]byte, 4096)
	for !strings.Contains(text.String(), "propagate: stopping") && !strings.Contains(text.String(), "interrupted: ") {
		n, err := said.Read(part)
		text.Write(part[:n])
		require.NoError(t, err, "after %v: %s", after, text.String())
	}
	acknowledged := time.Since(begin)
	rest, err := io.ReadAll(said)
	require.NoError(t, err)
	_ = cmd.Wait() // its exit code says more
	took := time.Since(begin)
	assert.Equal(t, 130, cmd.ProcessState.ExitCode(), "after %v", after)
	assert.Contains(t, text.String()+string(rest), "propagate: interrupted: nothing was written")
	assert.Less(t, acknowledged, 500*time.Millisecond, "after %v", after)
	assert.Less(t, took, 2*time.Second, "after %v", after)
	t.Logf("after %v: said after %v, ended after %v", after, acknowledged, took)
}

// madeUp is a table of two classes, of which some rows are labelled.
func madeUp(n, d int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for j := range d {
		fmt.Fprintf(&b, "f%d,", j)
	}
	b.WriteString("label\n")
	for i := range n {
		for range d {
			fmt.Fprintf(&b, "%.3f,", r.NormFloat64()+float64(i%2))
		}
		// The first rows have labels, the others none.
		if i < 400 {
			fmt.Fprintf(&b, "c%d", i%2)
		}
		b.WriteString("\n")
	}
	return b.String()
}
