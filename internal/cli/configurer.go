package cli

import "github.com/spf13/pflag"

// configurer turns the flags of one command into values, a group after the other.
type configurer struct {
	flags   *labellingFlags
	set     *pflag.FlagSet
	purpose purpose
	config  *config
}

func (c *configurer) given(name string) bool { return c.set.Changed(name) }
