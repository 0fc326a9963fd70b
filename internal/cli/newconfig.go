package cli

import "github.com/spf13/pflag"

// newConfig checks the flags and turns them into values; set knows which of them were given.
func newConfig(f *labellingFlags, set *pflag.FlagSet, p purpose, paths []string) (*config, error) {
	c := &configurer{flags: f, set: set, purpose: p, config: &config{}}
	c.config.input.paths = paths
	if p.tunes {
		c.config.tune = &tuneConfig{}
	}
	// Later steps use the values of earlier ones: the kernel depends on γ and the graph, scaling on γ.
	steps := []func() error{
		c.checkFeatures, c.checkEdges, c.checkNeighbors, c.readSizes, c.checkNumbers, c.readGamma,
		c.readGraph, c.readMetric, c.readKernel, c.readMethod, c.checkTexts, c.readNoise, c.readNovel, c.readTrust,
		c.readData, c.readOutput, c.planMemory, c.findUnused,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c.config, nil
}
