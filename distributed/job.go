package distributed

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// job is what the blocks in a work folder are of. It is written when all of them are there.
type job struct {
	Token   string // tells runs apart
	Inputs  []input
	Classes []string
	Method  block.Method
	Ranges  block.Ranges
	Ghosts  int64
	Entries int64
}

// input is a file that was read.
type input struct {
	Name  string
	Bytes int64
}

// progress is how far a run is. It is written when all values after the iteration are there.
type progress struct {
	Iteration int64
	Change    float64
	New       int64 // rows reached by the last iteration
	Converged bool
}

// ends reports whether the iterations may end. A value may change by little while labels have yet to come to other
// rows: they go on as long as rows are reached.
func (p progress) ends(tol float64) bool { return p.Iteration > 0 && p.Change <= tol && p.New == 0 }

// inputs lists the files that the patterns match.
func inputs(ctx context.Context, patterns ...string) (lists [][]string, all []input, err error) {
	for _, pattern := range patterns {
		// A pattern that matches nothing is a mistake, never an empty list.
		names, err := store.List(ctx, pattern)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", pattern, err)
		}
		if len(names) == 0 {
			return nil, nil, fmt.Errorf("%s: no such file", pattern)
		}
		for _, name := range names {
			n, err := store.Size(ctx, name)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, input{name, n})
		}
		lists = append(lists, names)
	}
	return lists, all, nil
}

// newJob returns the job of a configuration, without a token.
func newJob(c Config, files []input, classes []string) (*job, error) {
	r, err := block.NewRanges(c.Nodes, c.Blocks)
	m := block.Method{Alpha: c.Alpha, Classes: len(classes)}
	return &job{Inputs: files, Classes: classes, Method: m, Ranges: r}, err
}

// noRun is the run of the file that says which run is in a folder.
const noRun = ""

func newToken() string { return strconv.FormatInt(time.Now().UnixNano(), 36) }

// goesOn reports why a job in a work folder is not the one that is wanted.
func (j *job) goesOn(stored *job) error {
	// A size of 0 counts no blocks: it is of no run.
	if stored.Ranges.Nodes < 1 || stored.Ranges.Size < 1 {
		return errors.New("job.json in the work folder is damaged: take another --work")
	}
	// All that makes other blocks or other values.
	differs := func(is bool, what string) error {
		if !is {
			return nil
		}
		return fmt.Errorf("the run in the work folder has other %s: use the same, or another --work", what)
	}
	return errors.Join(
		differs(!reflect.DeepEqual(j.Inputs, stored.Inputs), "files of edges or labels, or they have changed"),
		differs(!reflect.DeepEqual(j.Classes, stored.Classes), "classes"),
		differs(j.Method != stored.Method, "methods, "+stored.Method.String()),
		differs(j.Ranges != stored.Ranges, fmt.Sprintf("blocks, %d for %d nodes", stored.Ranges.Count(),
			stored.Ranges.Nodes)))
}
