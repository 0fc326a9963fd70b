// Package cli is the command line: flags in, files read and written, words out.
// Strings become values here and nowhere else.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

// Exit codes.
const (
	exitDone  = 0
	exitRun   = 1 // the data or the run failed
	exitUsage = 2 // the command was not understood
)

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Main runs the command with its arguments and returns the exit code.
func Main(args []string, in io.Reader, out, err io.Writer) int {
	// The first signal cancels the work, which then leaves no half-written file.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	root := newRoot(streams{in, out, err})
	root.SetArgs(args)
	// Cobra finds the command and calls it; all errors come back here.
	failure := root.ExecuteContext(ctx)
	if failure == nil {
		return exitDone
	}
	printFailure(err, failure)
	// A wrong call is told apart from a failed run, as scripts expect.
	var usage usageError
	var option *dataset.OptionError
	if errors.As(failure, &usage) || errors.As(failure, &option) {
		return exitUsage
	}
	return exitRun
}

// usageError is a command line that makes no sense.
type usageError struct {
	error
	hint string
}

func (e usageError) Unwrap() error { return e.error }

// usagef makes a usageError; without a hint it points to the manual of the flags.
func usagef(hint, format string, args ...any) error {
	if hint == "" {
		hint = "see propagate help flags"
	}
	return usageError{fmt.Errorf(format, args...), hint}
}

// printFailure writes an error in one line, and what to do about it in a second.
func printFailure(w io.Writer, err error) {
	// Interrupted: files are written whole or not at all.
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted: nothing was written")
	}
	fmt.Fprintf(w, "propagate: %s\n", named(err.Error()))
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(w, "hint: %s\n", hint)
	}
}

// hintOf returns what to do about an error, in the words of the command.
func hintOf(err error) string { return named(hintBelow(err)) }

func hintBelow(err error) string {
	var usage usageError
	var inTable *table.Error
	var warning labelprop.Warning
	var option *dataset.OptionError
	// Errors carry their hints, whatever they are wrapped in.
	switch {
	case errors.As(err, &usage):
		return usage.hint
	case errors.As(err, &option):
		return option.Hint
	case errors.As(err, &inTable):
		return inTable.Hint
	case errors.As(err, &warning):
		return warning.Hint
	}
	return ""
}
