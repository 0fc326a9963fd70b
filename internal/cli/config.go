package cli

import (
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/spf13/pflag"
)

// config is a command line turned into values.
type config struct {
	command string
	line    string // the command line that does it again
	input   inputConfig
	data    dataset.Options
	run     pipeline.Config
	tune    *tuneConfig // nil: nothing is varied
	output  outputConfig
	threads int
	quiet   bool
	verbose bool
}

// inputConfig says what is read, and how.
type inputConfig struct {
	paths     []string
	reading   table.Reading
	edges     string // the file of a graph; empty: none
	neighbors string // the file of neighbours; empty: none
}

// tuneConfig is what propagate tune varies.
type tuneConfig struct {
	ks     []int
	gammas []float64
	alphas []float64
}

// outputConfig says what is written, and where to.
type outputConfig struct {
	path   string // empty: standard output
	format table.Format
	only   bool // just the labels
	proba  bool
	save   string
	json   string
	report string
}

// purpose is what a command does with its flags.
type purpose struct {
	command string
	adds    bool // its answers, as columns of the table
	linear  bool // it asks for the shares of the given labels in an answer
	tunes   bool // it takes lists of values
}

// newConfig checks the flags and turns them into values; set says which of them were given.
func newConfig(f *flags, set *pflag.FlagSet, p purpose, paths []string) (*config, error) {
	c := &configurer{flags: f, set: set, purpose: p, config: &config{command: p.command}}
	c.config.input.paths = paths
	if p.tunes {
		c.config.tune = &tuneConfig{}
	}
	// Later steps use the values of earlier ones: the kernel depends on γ and the graph, scaling on γ.
	steps := []func() error{
		c.checkFeatures, c.checkEdges, c.checkNeighbors, c.readSizes, c.checkNumbers, c.readGamma, c.readGraph,
		c.readMetric,
		c.readKernel, c.readMethod, c.readData, c.readOutput,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c.config, nil
}

// configurer turns the flags of one command into values, a group after the other.
type configurer struct {
	flags   *flags
	set     *pflag.FlagSet
	purpose purpose
	config  *config
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

func (c *configurer) given(name string) bool { return c.set.Changed(name) }
