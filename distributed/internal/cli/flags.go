package cli

import (
	"flag"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// required reports a flag that has no default and is missing.
func required(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		if !cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s is missing: see %s --help", name, cmd.CommandPath())
		}
	}
	return nil
}

// aboveZero reports a flag that is 0, which the library takes for its default.
func aboveZero(cmd *cobra.Command, names ...string) error {
	for _, name := range names {
		if cmd.Flag(name).Value.String() == "0" {
			return fmt.Errorf("--%s 0: it must be above 0", name)
		}
	}
	return nil
}

// fitBlocks makes few blocks of few rows, unless a number is asked for.
func fitBlocks(cmd *cobra.Command, nodes int64, blocks *int) {
	if !cmd.Flags().Changed("blocks") && nodes > 0 {
		*blocks = int(min(int64(*blocks), nodes))
	}
}

// hideOf hides the flags of another set from the page of help.
func hideOf(all *flag.FlagSet) func(*pflag.Flag) {
	return func(f *pflag.Flag) {
		if all.Lookup(f.Name) != nil {
			f.Hidden = true
		}
	}
}
