package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
)

// mostWait is how long a run may take to end after Ctrl-C, before it is ended.
const mostWait = 700 * time.Millisecond

// acknowledge says at once that a signal has arrived, and ends the process if the work does not: a search or a solve
// looks at its context now and then only. Where w is no file, as in tests, nothing is done.
func acknowledge(w io.Writer, written *writtenFiles) {
	if _, process := w.(*os.File); !process {
		return
	}
	fmt.Fprintln(w, "\npropagate: stopping")
	time.Sleep(mostWait)
	table.RemoveUnfinished()
	fmt.Fprintf(w, "propagate: %v\n", written)
	os.Exit(exitInterrupted)
}

// writtenFiles are the files that a run has written as a whole. The zero value is ready.
type writtenFiles struct {
	mu    sync.Mutex
	paths []string
}

// add notes a file; an empty path is standard output, which is none.
func (f *writtenFiles) add(path string) {
	if f == nil || path == "" {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.paths = append(f.paths, path)
}

// String tells of an interrupted run what it has written.
func (f *writtenFiles) String() string {
	const nothing = "interrupted: nothing was written"
	if f == nil {
		return nothing
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.paths) > 0 {
		return nothing + " but " + dataset.Listed(f.paths)
	}
	return nothing
}
