package cli

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
)

// config is a command line turned into values.
type config struct {
	line    string // the command line that does it again
	input   inputConfig
	data    dataset.Options
	run     pipeline.Config
	tune    *tuneConfig // nil: nothing is varied
	output  outputConfig
	unused  []summary.Note // on flags that were given and have no effect
	threads int
	memory  int64          // bytes that may be taken
	scratch *table.Scratch // files that are used as memory; nil: there are none
	quiet   bool
	verbose bool
}

// inputConfig describes what is read, and how.
type inputConfig struct {
	paths     []string
	reading   table.Reading
	edges     string // the file of a graph; empty: none
	distances bool   // whether its weights are distances
	neighbors string // the file of neighbours; empty: none
	labels    string // the file of labels; empty: none
}

// tuneConfig is what propagate tune varies.
type tuneConfig struct {
	ks     []int
	gammas []float64
	alphas []float64
}

// outputConfig describes what is written, and where to.
type outputConfig struct {
	path   string // empty: standard output
	stdout bool   // it was named
	format table.Format
	only   bool // just the labels
	sure   bool // and the confidences of them
	proba  bool
	save   string
	json   string
	report string
}

// alsoFiles reports whether something else than the answer is written to files.
func (c outputConfig) alsoFiles() bool { return c.save != "" || c.json != "" || c.report != "" }

// purpose is what a command does with its flags.
type purpose struct {
	command string
	adds    bool // its answers, as columns of the table
	asks    bool // about the answer or the given labels, by a method of the library
	tunes   bool // it takes lists of values
	begins  bool // it also does without labels, or with those of one class
}

// first is the run with the first of all values that are tried.
func (c *config) first() pipeline.Config {
	run := c.run
	// The graph is built once; candidates weigh its neighbours anew.
	if c.tune != nil && len(run.Gamma.Values) > 1 {
		run.Gamma.Values = run.Gamma.Values[:1]
	}
	return run
}
