//go:build linux

package drill

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStreams sends tables through the redirections of a shell: the table that is read stays as it is, a log is written
// to at its end, and no two outputs share a stream.
func TestStreams(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	table, log := filepath.Join(folder, "iris.csv"), filepath.Join(folder, "log")
	before, err := os.ReadFile(table)
	require.NoError(t, err)
	shell := func(line string) (code int, notes string) {
		c := exec.Command("sh", "-c", strings.Replace(line, "propagate", command+" -q --method harmonic", 1))
		text := &strings.Builder{}
		c.Dir, c.Stderr = folder, text
		_ = c.Run()
		return c.ProcessState.ExitCode(), text.String()
	}
	for _, line := range []string{"propagate iris.csv >> iris.csv", "propagate - < iris.csv >> iris.csv",
		"propagate --json iris.csv - < iris.csv", "propagate --report ./iris.csv /dev/stdin < iris.csv",
		"propagate -o /dev/stdout iris.csv >> iris.csv", "propagate -o /dev/fd/3 iris.csv 3>> iris.csv",
		"propagate -o /dev/fd/1 --json - iris.csv", "propagate --json /dev/stdout iris.csv",
		"propagate -o /dev/stdout --report /proc/self/fd/1 iris.csv"} {
		code, notes := shell(line)
		after, err := os.ReadFile(table)
		require.NoError(t, err)
		wrong := ""
		if code != 2 || !strings.HasPrefix(notes, "propagate: ") || !bytes.Equal(before, after) {
			wrong = fmt.Sprintf("%s: code %d, %s", line, code, notes)
		}
		check(t, "streams that are a table or an output", wrong)
		require.NoError(t, os.WriteFile(table, before, 0o666))
	}
	for _, line := range []string{"propagate iris.csv >> log", "propagate -o /dev/stdout iris.csv >> log",
		"propagate -o /dev/stderr iris.csv 2>> log", "propagate -o /dev/fd/3 iris.csv 3>> log",
		"propagate -o /proc/self/fd/7 iris.csv 7>> log", "propagate - < iris.csv >> log"} {
		require.NoError(t, os.WriteFile(log, []byte("begun\n"), 0o666))
		code, notes := shell(line)
		text, err := os.ReadFile(log)
		require.NoError(t, err)
		wrong := ""
		if lines := bytes.Count(text, []byte("\n")); code != 0 || !bytes.HasPrefix(text, []byte("begun\nsepal")) || lines != 152 {
			wrong = fmt.Sprintf("%s: code %d, %d lines, %s", line, code, lines, notes)
		}
		check(t, "logs that are appended to", wrong)
	}
}

// TestClosedStreams closes standard streams: a result that would be lost is an error before the work, and what goes to
// a file or to a stream that is open is whole.
func TestClosedStreams(t *testing.T) {
	for _, c := range []struct {
		line   string
		code   int
		lines  int    // of the result
		result string // where it is
	}{
		{"propagate iris.csv >&- 2> said", 1, 0, ""}, {"propagate --help >&- 2> said", 1, 0, ""},
		{"propagate version >&- 2> said", 1, 0, ""}, {"propagate -o /dev/stdout iris.csv >&- 2> said", 1, 0, ""},
		{"propagate -o - iris.csv >&- 2> said", 1, 0, ""}, {"propagate iris.csv >&- 2> said <&-", 1, 0, ""},
		{"propagate inspect iris.csv >&- 2> said", 1, 0, ""}, {"propagate iris.csv > out 2>&-", 0, 151, "out"},
		{"propagate iris.csv > out <&-", 0, 151, "out"}, {"propagate -o out iris.csv <&- >&- 2>&-", 0, 151, "out"},
		{"propagate -o /dev/null iris.csv >&-", 0, 0, ""}, {"propagate iris.csv > /dev/null", 0, 0, ""},
		{"propagate --json out.json iris.csv 1<> /dev/null", 0, 0, ""}, {"propagate --save out.model iris.csv >&-", 0, 0, ""},
		{"propagate iris.csv <> /dev/null >&0 2>&0", 0, 0, ""}, {"propagate iris.csv >&- 2>&-", 1, 0, ""},
	} {
		folder := folderWith(t, "iris.csv")
		run := exec.Command("sh", "-c", strings.Replace(c.line, "propagate", command, 1))
		run.Dir, run.Env = folder, append(os.Environ(), "PROPAGATE_METHOD=harmonic")
		_ = run.Run()
		wrong := ""
		if code := run.ProcessState.ExitCode(); code != c.code {
			wrong = fmt.Sprintf("%s: code %d", c.line, code)
		}
		if said, err := os.ReadFile(filepath.Join(folder, "said")); err == nil && bytes.Count(said, []byte("\n")) != 2 {
			wrong = fmt.Sprintf("%s: %s", c.line, said)
		}
		if c.result != "" {
			text, err := os.ReadFile(filepath.Join(folder, c.result))
			require.NoError(t, err)
			if lines := bytes.Count(text, []byte("\n")); lines != c.lines {
				wrong = fmt.Sprintf("%s: %d lines", c.line, lines)
			}
		}
		check(t, "standard streams that are closed", wrong)
	}
}
