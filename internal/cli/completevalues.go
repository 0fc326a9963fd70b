package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// completeValues tells the shell what the values of flags may be.
func completeValues(root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		// A command has some of the flags only.
		for name, values := range namesByFlag() {
			if cmd.Flags().Lookup(name) == nil {
				continue
			}
			list := func(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
				// Offer the values that begin with what was typed.
				var fit []string
				for _, v := range values {
					if strings.HasPrefix(v, begun) {
						fit = append(fit, v)
					}
				}
				return fit, cobra.ShellCompDirectiveNoFileComp
			}
			_ = cmd.RegisterFlagCompletionFunc(name, list) // fails for a flag that is not there
		}
	}
}
