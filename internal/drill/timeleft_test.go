//go:build linux

package drill

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// draw is what stood on the terminal at some time.
type draw struct {
	at   time.Duration
	what string        // the stage or phase
	left time.Duration // that is told; -1: none
}

// drawn is a line of progress with a bar, or without.
var drawn = regexp.MustCompile(`^ *(\D+?) (?:\[[#.]+\] [\d.]+ %(?:, (\S+?)(?: s)? left)?|\d+ s$)`)

// TestTimeLeft measures, of each phase of long runs on a terminal, how often the time left is right within a third and
// half a second in the second half of its time, and how long the line stands still. Other work on the machine shows:
//
//	PROPAGATE_MEASURE=1 go test -count=1 -v -timeout 1h -run TestTimeLeft ./internal/drill
func TestTimeLeft(t *testing.T) {
	if os.Getenv("PROPAGATE_MEASURE") == "" {
		t.Skip("takes minutes: set PROPAGATE_MEASURE=1")
	}
	folder := t.TempDir()
	writeMixed(t, filepath.Join(folder, "rows.csv"), 400_000, 200)
	writeMixed(t, filepath.Join(folder, "some.csv"), 8000, 400)
	writeMixed(t, filepath.Join(folder, "labelled.csv"), 40_000, 4000)
	for _, line := range []string{
		"-o out.csv rows.csv", "--method harmonic -o out.csv rows.csv", "tune -o out.csv some.csv",
		"tune --method harmonic,spreading -o out.csv labelled.csv", "suspects --method harmonic -o out.csv labelled.csv",
	} {
		draws, whole := drawsOf(t, folder, line)
		t.Logf("propagate %s: %.0f s", line, whole.Seconds())
		for len(draws) > 0 {
			n := 1
			for n < len(draws) && draws[n].what == draws[0].what {
				n++
			}
			end := whole
			if n < len(draws) {
				end = draws[n].at
			}
			judge(t, draws[:n], end)
			draws = draws[n:]
		}
	}
}

// judge tells how right the time left of a phase was, unless it was short.
func judge(t *testing.T, phase []draw, end time.Duration) {
	begin := phase[0].at
	if end-begin < 3*time.Second {
		return
	}
	told, right, still := 0, 0, time.Duration(0)
	for i, d := range phase {
		if i > 0 {
			still = max(still, d.at-phase[i-1].at)
		}
		rest := end - d.at
		if d.left < 0 || d.at < (begin+end)/2 || rest < time.Second {
			continue
		}
		told++
		if (d.left - rest).Abs() <= rest/3+time.Second/2 {
			right++
		}
	}
	t.Logf("%24s %5.1f s: right within a third %d of %d, no news for %.1f s at most", phase[0].what,
		(end - begin).Seconds(), right, told, still.Seconds())
}

// drawsOf runs a command line on a terminal of 120 columns, and returns what was drawn there, and how long it took.
func drawsOf(t *testing.T, folder, line string) ([]draw, time.Duration) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	defer master.Close()
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	require.NoError(t, unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 120}))
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	c := exec.Command(command, strings.Fields(line)...)
	c.Dir, c.Stdout, c.Stderr = folder, slave, slave
	begin := time.Now()
	require.NoError(t, c.Start())
	require.NoError(t, slave.Close())
	var draws []draw
	r := bufio.NewReader(master)
	for {
		// Each line is drawn behind a \r, and the terminal ends with an error.
		text, err := r.ReadString('\r')
		if m := drawn.FindStringSubmatch(strings.TrimPrefix(strings.TrimSuffix(text, "\r"), "\x1b[K")); m != nil {
			draws = append(draws, draw{time.Since(begin), m[1], parsed(m[2])})
		}
		if err != nil {
			break
		}
	}
	require.NoError(t, c.Wait())
	return draws, time.Since(begin)
}

// parsed reads a time as it is drawn, such as 12 or 1m5s; -1: none.
func parsed(text string) time.Duration {
	if n, err := strconv.Atoi(text); err == nil {
		return time.Duration(n) * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return -1
	}
	return d
}

// writeMixed writes a table of numbers and categories in three classes.
func writeMixed(t *testing.T, path string, rows, labels int) {
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	w, r := bufio.NewWriter(f), rand.New(rand.NewPCG(1, uint64(rows)))
	_, _ = io.WriteString(w, "a,b,c,d,colour,label\n")
	for i := range rows {
		class, label := r.IntN(3), ""
		if i%(rows/labels) == 0 {
			label = string("ABC"[class])
		}
		colour := []string{"red", "green", "blue"}[(class+r.IntN(4)/3)%3]
		fmt.Fprintf(w, "%.4f,%.4f,%.2f,%d,%s,%s\n", r.NormFloat64()+1.5*float64(class), r.NormFloat64(),
			100*(r.NormFloat64()+float64(class)), int(10*r.NormFloat64()), colour, label)
	}
	require.NoError(t, w.Flush())
}
