package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/propagate-go/propagate/internal/table"
)

// mostWait is how long a run may take to end after Ctrl-C, before it is ended.
const mostWait = 1500 * time.Millisecond

// acknowledge says at once that a signal has arrived, and ends the process if the work does not: a search or a solve
// looks at its context now and then only. Where w is no file, as in tests, nothing is done.
func acknowledge(w io.Writer) {
	if _, process := w.(*os.File); !process {
		return
	}
	fmt.Fprintln(w, "\npropagate: stopping")
	time.Sleep(mostWait)
	table.RemoveUnfinished()
	fmt.Fprintln(w, "propagate: interrupted: nothing was written")
	os.Exit(exitInterrupted)
}
