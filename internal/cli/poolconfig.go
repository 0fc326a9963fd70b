package cli

import "github.com/spf13/pflag"

// poolFlags are those that do not go with a pool, which builds its graphs and calibrates its answer itself.
var poolFlags = []string{"edges", "neighbors-from", "graph", "radius", "mutual", "connect", "metric",
	"kernel", "gamma", "label-weight", "class-sizes", "class-counts", "classifier-columns", "calibrate"}

// poolHints say what to do instead, where it is not to leave the flag out or to choose one method.
var poolHints = map[string]string{
	"calibrate": "a pool is calibrated by the labels left out already: leave --calibrate out",
}

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
	hint := poolHints[flag.Name]
	if hint == "" {
		hint = "leave it out, or " + hintOneMethod
	}
	return usagef(hint, "%s does not go with --method pool", written(flag))
}
