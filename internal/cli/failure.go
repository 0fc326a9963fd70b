package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/internal/visible"
	"github.com/propagate-go/propagate/labelprop"
)

// printFailure writes an error in one line, and what to do about it in a second.
func printFailure(std streams, err error) {
	// Interrupted: files are written whole or not at all.
	if errors.Is(err, context.Canceled) {
		err = errors.New(std.written.String())
	}
	fmt.Fprintf(std.err, "propagate: %s\n", visible.Line(named(err.Error())))
	if hint := (&ways{words: std.words, check: std.check}).usableOnError(hintOf(err)); hint != "" {
		fmt.Fprintf(std.err, "hint: %s\n", visible.Line(hint))
	}
}

// hintOf returns what to do about an error, in the words of the command.
func hintOf(err error) string { return named(hintBelow(err)) }

func hintBelow(err error) string {
	var usage usageError
	var inTable *table.Error
	var warning labelprop.Warning
	var refused *memory.Refused
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
	case errors.Is(err, errClosedOutput):
		return hintClosedOutput
	case errors.Is(err, labelprop.ErrNoneLeftOut):
		return "label more rows" + summary.OtherWay + "raise -k" + summary.OtherWay + "raise --radius"
	case errors.As(err, &refused):
		return "give fewer rows or columns, or allow more by --memory SIZE"
	}
	return ""
}
