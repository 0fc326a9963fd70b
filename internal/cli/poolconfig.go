package cli

import (
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/spf13/pflag"
)

// poolFlags are those that do not go with a pool, which builds its graphs and calibrates its answer itself.
var poolFlags = []string{"edges", "edges-are", "repeated-edges", "neighbors-from", "graph", "radius", "mutual",
	"connect", "metric", "kernel", "gamma", "label-weight", "class-sizes", "classifier-columns"}

const hintOneMethod = "choose one method, such as --method harmonic"

// checkPool checks what goes with a pool of opinions.
func (c *configurer) checkPool() error {
	// A flag that would be ignored is an error: the user expects it to act.
	for _, name := range poolFlags {
		if c.given(name) {
			return poolRefuses(c.set.Lookup(name))
		}
	}
	return nil
}

// poolRefuses tells that a flag does not go with a pool, and what to do.
func poolRefuses(flag *pflag.Flag) error {
	return usagef("leave it out, or "+hintOneMethod, "%s does not go with --method pool", written(flag))
}

// readAuto lets several opinions be pooled, unless a flag is about the graph or the labels of one method.
func (c *configurer) readAuto() {
	var flags []string
	for _, name := range poolFlags {
		if c.given(name) {
			flags = append(flags, written(c.set.Lookup(name)))
		}
	}
	// A graph that is brought has no columns to ask others about, and needs no note.
	brought := c.given("edges")
	if c.config.run.Method.MayPool = len(flags) == 0; len(flags) > 0 && !brought {
		c.config.unused = append(c.config.unused, summary.Note{Kind: summary.OneMethod, Names: flags})
	}
}
