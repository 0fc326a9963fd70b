package cli

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/propagate-go/propagate/internal/table"
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

const longMan = `propagate man writes the manual as man pages, propagate.1 and one for each
command, to a folder.`

func newMan() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "man FOLDER",
		Short:   "write man pages",
		Long:    longMan,
		Example: "  propagate man ~/.local/share/man/man1",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name a folder that is there", "man pages are written to one folder")
			}
			if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
				return &table.Error{File: args[0], Reason: "no such folder", Hint: "make the folder first"}
			}
			cmd.Root().DisableAutoGenTag = true
			return doc.GenManTree(cmd.Root(), &doc.GenManHeader{Title: "PROPAGATE", Section: "1",
				Source: "propagate " + version()}, args[0])
		},
	}
	setUsage(cmd, func(*cobra.Command) string { return "" })
	return cmd
}

// completable are the flags whose values can be listed.
func completable() map[string][]string {
	return map[string][]string{
		"method": namesOf(methods), "class-sizes": namesOf(sizeRules), "scale": namesOf(scales),
		"missing":   namesOf(missings),
		"delimiter": namesOf(delimiters), "decimal": namesOf(decimals), "format": namesOf(formats),
		"strategy": namesOf(strategies),
		"graph":    namesOf(graphKinds), "metric": namesOf(metrics), "kernel": namesOf(kernels),
		"gamma": namesOf(gammaRules),
	}
}

// completeValues tells the shell what the values of flags may be.
func completeValues(root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		// A command has some of the flags only.
		for name, values := range completable() {
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
