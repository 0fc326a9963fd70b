package distributed

import (
	"errors"
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/distributed/internal/block"
	"github.com/propagate-go/propagate/distributed/internal/store"
)

// Config says what is to be propagated, and how. Files are on the local disk, or on any storage of which a file
// system is registered with Beam; all workers must see them.
type Config struct {
	Edges  string // pattern of the files of edges: from,to or from,to,weight
	Labels string // pattern of the files of given labels: row,label
	Nodes  int64  // rows of the graph, numbered from 0
	Out    string // name of the result, such as labels.csv: its files are labels-00000-of-00016.csv and so on
	Work   string // folder of the blocks and the values

	Alpha   float64 // 0: given labels stay as they are; between 0 and 1: label spreading
	Blocks  int     // at most as many blocks of rows
	Batch   int     // iterations between two saves; 0 means 10
	MaxIter int     // iterations; 0 means 1000
	Tol     float64 // ends after a batch whose last iteration changed no value by more; 0 means 1e-6
	Scores  bool    // whether the values of all classes are written
	Resume  bool    // whether a run that the work folder holds goes on

	Runner     string       // name of a Beam runner; empty means prism, in this process
	MaxMessage int          // bytes of the values that one block sends another at once; 0 means 64 MB
	Log        func(string) // called with a line after each step; may be nil
}

// Result tells what a run came to.
type Result struct {
	Classes    []string
	Blocks     int
	Ghosts     int64 // rows whose values move in each iteration, counted for each block that needs them
	Entries    int64 // ends of edges within all blocks
	Iterations int64
	Change     float64 // the largest change of any value in the last iteration
	Converged  bool
	Files      []string // of the result
}

// Check reports all that no run can begin with, before any file is looked at.
func (c Config) Check() error {
	_, err := c.orDefault()
	return err
}

// orDefault returns the configuration with defaults in place of zeros, checked.
func (c Config) orDefault() (Config, error) {
	// Zeros are no values that anyone could want.
	if c.Batch == 0 {
		c.Batch = 10
	}
	if c.MaxIter == 0 {
		c.MaxIter = 1000
	}
	if c.Tol == 0 {
		c.Tol = 1e-6
	}
	if c.MaxMessage == 0 {
		c.MaxMessage = 64 << 20
	}
	if c.Runner == "" {
		c.Runner = inProcess
	}
	if c.Log == nil {
		c.Log = func(string) {}
	}
	return c, c.check()
}

func (c Config) check() error {
	// All that is wrong is told at once.
	_, rangesErr := block.NewRanges(c.Nodes, c.Blocks)
	_, outErr := newShards(c.Out, c.Blocks)
	return errors.Join(rangesErr, outErr, block.Method{Alpha: c.Alpha}.Check(),
		need(c.Edges != "", "no files of edges are given"),
		need(c.Labels != "", "no files of labels are given"),
		need(c.Work != "", "no work folder is given"), plain("work folder", c.Work), plain("result", c.Out),
		need(c.Batch > 0, "%d iterations in a batch: at least 1", c.Batch),
		need(c.MaxIter > 0, "%d iterations: at least 1", c.MaxIter),
		need(c.Tol > 0 && c.Tol < 1, "a tolerance of %g: it must be between 0 and 1", c.Tol))
}

// need returns an error unless something is so.
func need(is bool, format string, args ...any) error {
	if is {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// plain reports a name that would be read as a pattern.
func plain(what, name string) error {
	return need(!strings.ContainsAny(name, "*?["), "%s %q: its name must be without *, ? and [", what, name)
}

func (c Config) folder() store.Folder { return store.Folder(strings.TrimSuffix(c.Work, "/")) }
