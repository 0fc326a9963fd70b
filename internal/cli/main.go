// Package cli is the command line: flags in, files read and written, words out.
// Strings become values here and nowhere else.
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/propagate-go/propagate/internal/dataset"
)

// Exit codes.
const (
	exitDone  = 0
	exitRun   = 1 // the data or the run failed
	exitUsage = 2 // the command was not understood

	exitInterrupted = 130 // as shells report SIGINT
)

// Main runs the command with its arguments and returns the exit code.
func Main(args []string, in io.Reader, out, err io.Writer) int {
	// The first signal cancels the work, which then leaves no half-written file.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends it at once.
	unhook := context.AfterFunc(ctx, func() {
		stop()
		acknowledge(err)
	})
	defer unhook() // before stop, which would call it
	std := streams{in: in, out: out, err: err, words: args}
	root := newRoot(std)
	root.SetArgs(args)
	// Cobra finds the command and calls it; all errors come back here.
	failure := root.ExecuteContext(ctx)
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
