//go:build linux

package drill

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestTerminal writes a table of control characters to a terminal by each of its names: nothing that it obeys arrives.
func TestTerminal(t *testing.T) {
	folder := folderWith(t, "iris.csv")
	const evil = "a\x1b]0;b\a\u009b2J"
	var text strings.Builder
	for i := range 30 {
		fmt.Fprintf(&text, "%d,%s\n", i, []string{evil, "b", ""}[i%3])
	}
	name := filepath.Join(folder, "evil.csv")
	require.NoError(t, os.WriteFile(name, []byte("x,label\n"+text.String()), 0o666))
	for _, line := range []string{
		"NAME", "-o /dev/stdout NAME", "-o /dev/fd/1 NAME", "-o /dev/stderr NAME", "-o TTY NAME", "-o out.csv --json TTY NAME",
		"suspects NAME", "suspects -o TTY NAME", "explain --row 3 NAME", "explain -o TTY --row 3 NAME", "inspect -o TTY NAME",
	} {
		for _, kind := range []string{"TERM=xterm", "TERM=dumb"} {
			check(t, "control characters on a terminal", onTerminal(t, folder, kind, line))
		}
	}
}

// onTerminal runs a command line at a terminal, and returns what is wrong with what arrives there.
func onTerminal(t *testing.T, folder, kind, line string) string {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	defer master.Close()
	number, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	tty := fmt.Sprintf("/dev/pts/%d", number)
	slave, err := os.OpenFile(tty, os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	arrived := make(chan string)
	go func() {
		// It ends with an error once nobody has the terminal open.
		text, _ := io.ReadAll(master)
		arrived <- string(text)
	}()
	line = strings.NewReplacer("TTY", tty, "NAME", "evil.csv").Replace(line)
	c := exec.Command(command, append(strings.Fields(line), "-q")...)
	if strings.HasPrefix(line, "inspect") {
		c.Args = c.Args[:len(c.Args)-1]
	}
	c.Dir, c.Stdout, c.Stderr = folder, slave, slave
	c.Env = append(os.Environ(), kind)
	err = c.Run()
	require.NoError(t, slave.Close())
	select {
	case text := <-arrived:
		switch {
		case err != nil || text == "":
			return fmt.Sprintf("%s: %v, %q", line, err, text)
		case strings.ContainsAny(text, "\x1b\a\u009b"):
			return fmt.Sprintf("%s: %q", line, text)
		}
	case <-time.After(10 * time.Second):
		return line + ": the terminal stays open"
	}
	return ""
}
