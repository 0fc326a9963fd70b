// Package cli is the command line of propagate-beam. Strings become values here and nowhere else.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitDone        = 0
	exitRun         = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// gcPercent lets the heap grow by two fifths before it is cleaned: the test runner holds edges and values several
// times, and by Go's own setting half of a run's memory would be garbage.
const gcPercent = 40

// usageError is a call that is wrong whatever the files hold.
type usageError struct{ error }

// Main runs the command and returns the exit code. Called by a runner as a worker, it works until the runner ends it.
func Main(args []string, out, err io.Writer) int {
	if isWorker(args) {
		return work(args, err)
	}
	if os.Getenv("GOGC") == "" {
		defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	}
	// A signal ends the run; what the last batch has saved stays.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(err)
	// All errors are printed here, once.
	failure := root.ExecuteContext(ctx)
	if failure == nil {
		return exitDone
	}
	fmt.Fprintln(err, "propagate-beam:", failure)
	var usage usageError
	switch {
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(failure, &usage):
		return exitUsage
	}
	return exitRun
}

// isWorker reports whether a runner has started this process to do a part of the work.
func isWorker(args []string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		// As the boot programs of Beam write it; --worker_binary is another flag.
		name := strings.TrimLeft(arg, "-")
		return arg != name && (name == "worker" || name == "worker=true")
	})
}

// work hands the process over to Beam, which reads its own flags.
func work(args []string, err io.Writer) int {
	// A worker gets flags of Beam alone. Init does not return before the work is done.
	if failure := flag.CommandLine.Parse(args); failure != nil {
		fmt.Fprintln(err, "propagate-beam:", failure)
		return exitUsage
	}
	beam.Init()
	return exitDone
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "propagate-beam",
		Short: "label the rows of a graph that is too large for one machine, on Apache Beam",
		Long: "propagate-beam labels the rows of a graph from a few labelled ones, block by block, on any runner " +
			"of Apache Beam.\nFor what fits one machine the command propagate is ten times as fast: see " +
			"docs/distributed.md.",
		SilenceErrors: true, SilenceUsage: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usageError{fmt.Errorf("unknown command %q: see propagate-beam --help", args[0])}
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(newPropagate(), newKNN())
	return root
}
