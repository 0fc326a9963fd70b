//go:build unix

package cli_test

import (
	"bytes"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestInterrupt checks that Ctrl-C ends a run without a trace.
func TestInterrupt(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "out.csv", "keep me\n")
			before := folder(t)
			var stdout, stderr bytes.Buffer
			code := cli.Main([]string{"-q", "-o", "out.csv", "-"}, io.MultiReader(&interrupter{t, sig}, strings.NewReader(good)), &stdout, &stderr)
			assert.Equal(t, 130, code)
			assert.Empty(t, stdout.String())
			assert.Equal(t, "propagate: interrupted: nothing was written\n", stderr.String())
			assert.Equal(t, before, folder(t))
		})
	}
}

// interrupter is an empty input that sends this process a signal when it is read.
type interrupter struct {
	t   *testing.T
	sig os.Signal
}

func (i *interrupter) Read([]byte) (int, error) {
	arrived := make(chan os.Signal, 1)
	signal.Notify(arrived, i.sig)
	defer signal.Stop(arrived)
	self, err := os.FindProcess(os.Getpid())
	require.NoError(i.t, err)
	require.NoError(i.t, self.Signal(i.sig))
	<-arrived
	time.Sleep(300 * time.Millisecond) // for the context to hear of it
	return 0, io.EOF
}
