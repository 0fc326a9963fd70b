package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/spell"
)

// newHelp returns the command that prints the page of another, or explains all flags.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:    "help [command]",
		Short:  "print the help of a command",
		Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			// Without a name, the page of propagate itself.
			if len(args) == 0 {
				return cmd.Root().Help()
			}
			for _, c := range cmd.Root().Commands() {
				if c.Name() == args[0] && (len(args) == 1 || args[0] == "flags") {
					c.InitDefaultHelpFlag()
					return c.Help()
				}
			}
			// No such page: list them, and suggest the nearest.
			hint := "the pages are flags, methods, " + strings.Join(commandNames(cmd.Root()), ", ")
			if near := spell.Nearest(args[0], append(commandNames(cmd.Root()), "flags", "methods")); near != "" {
				return usagef(hint, "no help on %q, did you mean %q?", args[0], near)
			}
			return usagef(hint, "no help on %q", strings.Join(args, " "))
		},
	}
}

// newFlagsTopic explains all flags.
func newFlagsTopic() *cobra.Command {
	// A set of flags of its own, for their texts alone.
	var f labellingFlags
	stages := append(f.stages(), stage{titleOutput, "output", f.answer.declare()})
	return &cobra.Command{Use: "flags", Short: "all flags",
		Long: "The flags of propagate, by stage of the work.\n" + reference(stages)}
}
