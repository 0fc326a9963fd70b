// Package cli is the command line: flags in, files read and written, words out.
// Strings become values here and nowhere else.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/propagate-go/propagate/internal/dataset"
)

// Main runs the command with its arguments and returns the exit code.
func Main(args []string, in io.Reader, out, err io.Writer) int {
	// The first signal cancels the work, which then leaves no half-written file.
	ctx, stop := signal.NotifyContext(context.Background(), stopping()...)
	defer stop()
	// A reader that goes away makes writing to it an error, no end of the process: the output may be another.
	signal.Ignore(syscall.SIGPIPE)
	defer signal.Reset(syscall.SIGPIPE)
	// A second signal ends it at once.
	var written writtenFiles
	unhook := context.AfterFunc(ctx, func() {
		stop()
		acknowledge(err, &written)
	})
	defer unhook() // before stop, which would call it
	out = openOutput(out)
	std := streams{in: in, out: out, err: err, written: &written, words: args, check: checkLine}
	root := newRoot(std)
	root.SetArgs(args)
	page := &firstError{to: out}
	root.SetOut(page)
	// Cobra finds the command and calls it; all errors come back here.
	failure := execute(ctx, root)
	if failure == nil {
		failure = page.err
	}
	if failure == nil {
		return exitDone
	}
	printFailure(std, failure)
	if errors.Is(failure, context.Canceled) {
		return exitInterrupted
	}
	// A wrong call is told apart from a failed run, as scripts expect.
	var usage usageError
	var option *dataset.OptionError
	if errors.As(failure, &usage) || errors.As(failure, &option) {
		return exitUsage
	}
	return exitRun
}

// stopping are the signals that end a run. One that is ignored, as under nohup, stays so.
func stopping() []os.Signal {
	all := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
	return slices.DeleteFunc(all, signal.Ignored)
}
