package cli

import (
	"context"
	"errors"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/table"
)

// execute runs the command. Memory that is gone is an error: that of a mapped file which has been cut short.
func execute(ctx context.Context, root *cobra.Command) (failure error) {
	// For this goroutine; workers have it always.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		p := recover()
		if err, ok := p.(error); ok {
			failure = err
		}
		switch {
		case isFault(failure):
			failure = table.ErrCutShort
		case p != nil:
			panic(p)
		}
	}()
	return root.ExecuteContext(ctx)
}

// isFault reports whether an error is that of an address without memory. A pointer to nothing has none.
func isFault(err error) bool {
	var fault interface{ Addr() uintptr }
	return errors.As(err, &fault)
}
