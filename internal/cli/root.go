package cli

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/spell"
)

const long = `propagate labels the rows of a table from a few labelled ones: similar rows are
joined in a graph, the labels are propagated through it, and the rows are
written with the columns predicted, confidence and status added.`

const examples = `  propagate rows.csv > labelled.csv                  the label column is "label"
  propagate --label kind -o labelled.csv rows.csv    another label column
  propagate --report map.html -o out.csv rows.csv    and a page with a map`

// newRoot returns the command with all that it can do.
func newRoot(std streams) *cobra.Command {
	// Without the name of a command, propagate labels a table.
	root, f := newLabelling("", "", std, purpose{adds: true}, runLabel)
	addStages(root, append(f.stages(), stage{titleOutput, "run", f.answer.declare()}),
		"label", "output", "report")
	root.Use = "propagate [flags] data.csv..."
	root.Version = version()
	root.Long, root.Example = long, examples
	// Errors are printed once, by Main, and without the page of help.
	root.SilenceErrors, root.SilenceUsage = true, true
	root.Flags().Bool("version", false, "print the version")
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	cobra.EnableCommandSorting = false
	root.AddCommand(newRun(std), newTune(std), newPredict(std), newSuspects(std), newSuggest(std), newExplain(std),
		newEvaluate(std), newInspect(std), newGraph(std), newCompletion(), newMan(), newVersion(), newFlagsTopic())
	root.SetHelpCommand(newHelp())
	completeValues(root)
	// Every command takes its defaults from environment and file first.
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return setDefaults(cmd) }
	return root
}

// newLabelling returns a command that reads a table and works on it, and its flags, which are still to be
// added to it.
func newLabelling(use, short string, std streams, p purpose, work func(context.Context,
	*session) error) (*cobra.Command, *flags) {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			p.command = cmd.Name()
			// From here on there are values, no strings of flags.
			c, err := newConfig(f, cmd.Flags(), p, args)
			if err != nil {
				return err
			}
			c.line = commandLine(cmd, args)
			return withLimits(c, func() error {
				s := newSession(c, std, p)
				defer s.console.Release()
				return work(cmd.Context(), s)
			})
		},
	}
	return cmd, f
}

// gcPercent lets the heap grow by a quarter before it is cleaned: most of it is one matrix, which costs
// nothing to look through.
const gcPercent = 25

// withLimits works with so many processors and so much memory.
func withLimits(c *config, work func() error) error {
	// The setting is undone afterwards: tests run many commands in one process.
	if c.threads > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.threads))
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	return work()
}

func newVersion() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "print the version",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("", "version takes no arguments: %q", args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "propagate version", version())
			return err
		},
	}
	setUsage(cmd, func(*cobra.Command) string { return "" })
	return cmd
}

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
				if c.Name() == args[0] && len(args) == 1 {
					c.InitDefaultHelpFlag()
					return c.Help()
				}
			}
			// No such page: list them, and suggest the nearest.
			hint := "the pages are flags, " + strings.Join(commandNames(cmd.Root()), ", ")
			if near := spell.Nearest(args[0], append(commandNames(cmd.Root()), "flags")); near != "" {
				return usagef(hint, "no help on %q, did you mean %q?", args[0], near)
			}
			return usagef(hint, "no help on %q", args)
		},
	}
}

// newFlagsTopic explains all flags.
func newFlagsTopic() *cobra.Command {
	// A set of flags of its own, for their texts alone.
	var f flags
	stages := append(f.stages(), stage{titleOutput, "output", f.answer.declare()})
	return &cobra.Command{Use: "flags", Short: "all flags",
		Long: "The flags of propagate, by stage of the work.\n" + reference(stages)}
}

// standardStream is standard input among files to read, and standard output among files to write.
const standardStream = "-"

// someFiles checks that files are named.
func someFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef(`name a CSV file, or - for standard input; see propagate --help`, "no file named")
	}
	// The first word may be a misspelt command rather than a file.
	if _, err := os.Stat(args[0]); err != nil && len(args) > 1 && !cmd.HasParent() {
		if near := spell.Nearest(args[0], commandNames(cmd)); near != "" {
			return usagef("the commands are "+strings.Join(commandNames(cmd), ", "),
				"no such command: %q, did you mean %q?", args[0], near)
		}
	}
	// Standard input ends at its first reading.
	if first := slices.Index(args, standardStream); first >= 0 && slices.Contains(args[first+1:], standardStream) {
		return usagef("name it once", "standard input can be read once only")
	}
	return nil
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, sub := range root.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// version is the module's version, as the go command recorded it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
