package cli

import (
	"flag"

	"github.com/spf13/pflag"
)

// hideOf hides the flags of another set from the page of help.
func hideOf(all *flag.FlagSet) func(*pflag.Flag) {
	return func(f *pflag.Flag) {
		if all.Lookup(f.Name) != nil {
			f.Hidden = true
		}
	}
}
