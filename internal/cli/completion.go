package cli

import (
	"github.com/spf13/cobra"
)

const longCompletion = `propagate completion writes a script that lets a shell complete commands, flags
and their values.`

const examplesCompletion = `  propagate completion bash >> ~/.bash_completion
  propagate completion zsh > "${fpath[1]}/_propagate"
  propagate completion fish > ~/.config/fish/completions/propagate.fish`

var shells = []enum[func(*cobra.Command) error]{
	{"bash", func(root *cobra.Command) error { return root.GenBashCompletionV2(root.OutOrStdout(), true) }},
	{"zsh", func(root *cobra.Command) error { return root.GenZshCompletion(root.OutOrStdout()) }},
	{"fish", func(root *cobra.Command) error { return root.GenFishCompletion(root.OutOrStdout(), true) }},
}

func newCompletion() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "completion bash|zsh|fish",
		Short:   "write a script that completes commands and flags",
		Long:    longCompletion,
		Example: examplesCompletion,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("choose bash, zsh or fish", "name one shell")
			}
			// Cobra writes the script from the tree of commands.
			generate, err := choose("shell", args[0], shells)
			if err != nil {
				return err
			}
			return generate(cmd.Root())
		},
		ValidArgs: namesOf(shells),
	}
	setUsage(cmd, func(*cobra.Command) string { return "" })
	return cmd
}
