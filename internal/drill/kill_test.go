//go:build linux

package drill

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// old is what the output files hold before a run.
const old = "old\n"

// outputs are the files of one run, and how a whole one is known. The answer and the model are the same in each run;
// the others tell the time.
var outputs = map[string]func(text, whole []byte) bool{
	"out.csv":   bytes.Equal,
	"out.model": bytes.Equal,
	"out.json":  func(text, _ []byte) bool { return json.Valid(text) },
	"out.html":  func(text, _ []byte) bool { return bytes.HasSuffix(bytes.TrimSpace(text), []byte("</html>")) },
}

var allOutputs = []string{"-q", "--method", "harmonic", "-o", "out.csv", "--save", "out.model", "--json", "out.json",
	"--report", "out.html", "digits.csv"}

// TestStopped ends runs at random moments, by kill -9 and by the signals that a run may heed.
func TestStopped(t *testing.T) {
	folder, r := folderWith(t, "digits.csv"), random(t)
	begin := time.Now()
	whole := wholeOutputs(t, folder)
	usual := time.Since(begin)
	signals := []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP}
	for i := range times(12) {
		signal := signals[i%len(signals)]
		writeOld(t, folder)
		stopped := start(t, folder, allOutputs...)
		time.Sleep(time.Duration(r.Float64() * 1.1 * float64(usual)))
		_ = stopped.Process.Signal(signal)
		end := wait(t, stopped)
		what := "stopped by " + signal.String()
		check(t, what+": files damaged", damaged(folder, whole))
		if signal == syscall.SIGKILL {
			// The next run that writes there removes what is left.
			run(t, folder, "-q", "--method", "harmonic", "-o", "out.csv", "digits.csv")
		} else {
			check(t, what+": way to end", wayToEnd(end, usual))
		}
		check(t, what+": files left", left(folder))
	}
}

// wholeOutputs runs the command to its end, and returns what it wrote.
func wholeOutputs(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	e := run(t, folder, allOutputs...)
	require.Zero(t, e.code, e.notes)
	whole := map[string][]byte{}
	for name := range outputs {
		var err error
		whole[name], err = os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
	}
	return whole
}

func writeOld(t *testing.T, folder string) {
	t.Helper()
	for name := range outputs {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(old), 0o666))
	}
}

// damaged names a file that is neither the old one nor a whole new one.
func damaged(folder string, whole map[string][]byte) string {
	for name, same := range outputs {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || string(text) != old && !same(text, whole[name]) {
			return fmt.Sprintf("%s: %d bytes, %v", name, len(text), err)
		}
	}
	return ""
}

// wayToEnd is what is wrong about the end by a signal. A signal may come before the command has asked for signals, at
// the start of what a run usually takes: it then ends as any process does. It may also come too late.
func wayToEnd(e ending, usual time.Duration) string {
	if e.code == 130 || e.code == 0 || e.code == -1 && e.took < usual/4+200*time.Millisecond {
		return ""
	}
	return fmt.Sprintf("code %d after %v: %s", e.code, e.took, e.notes)
}

// left names a file that is neither an output nor the table, such as a temporary one.
func left(folder string) string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err.Error()
	}
	for _, e := range entries {
		if _, output := outputs[e.Name()]; !output && e.Name() != "digits.csv" {
			return e.Name()
		}
	}
	return ""
}
