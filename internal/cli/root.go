package cli

import (
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/spell"
)

const long = `propagate labels the rows of a table from a few labelled ones: similar rows are
joined in a graph, labels spread through it, and the rows are written with the
columns predicted, confidence and status added.`

const examples = `  propagate rows.csv > labelled.csv                  the label column is "label"
  propagate --label kind -o labelled.csv rows.csv    another label column
  propagate --report map.html -o out.csv rows.csv    and a page with a map`

const examplesRun = `  propagate run rows.csv > labelled.csv               the same without "run"
  propagate run --graph complete --gamma 1 rows.csv   the graph of the papers
  propagate run --scale standard rows.csv             columns in different units
  propagate run --truth kind -o out.csv rows.csv      says how many are right`

// newRoot returns the command with all that it can do.
func newRoot(std streams) *cobra.Command {
	root, s := newLabelling("", "", std, (*job).label)
	s.adds = true
	addStages(root, append(s.stages(), stage{"The answer", "run", s.answerFlags()}),
		"label", "output", "report")
	root.Use = "propagate [flags] data.csv..."
	root.Version = version()
	root.Long, root.Example = long, examples
	root.SilenceErrors, root.SilenceUsage = true, true
	root.Flags().Bool("version", false, "print the version")
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	cobra.EnableCommandSorting = false
	root.AddCommand(newRun(std), newTune(std), newPredict(std), newSuspects(std), newSuggest(std), newExplain(std), newEvaluate(std), newInspect(std), newGraph(std), newCompletion(), newMan(), newVersion(), newFlagsTopic())
	root.SetHelpCommand(newHelp())
	completeValues(root)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return setDefaults(cmd) }
	return root
}

// newRun returns the command that labels a table.
func newRun(std streams) *cobra.Command {
	cmd, s := newLabelling("run [flags] data.csv...", "label the rows of a table: what is done without a command", std, (*job).label)
	s.adds = true
	cmd.Long, cmd.Example = long, examplesRun
	addStages(cmd, append(s.stages(), stage{"The answer", "run", s.answerFlags()}),
		"label", "features", "truth", "scale", "graph", "neighbors", "gamma", "method", "output", "proba", "report", "quiet", "help")
	return cmd
}

// newLabelling returns a command that reads a table, builds the graph of its rows and then
// does finish, and its settings, whose flags are still to be added.
func newLabelling(use, short string, std streams, finish func(*job) error) (*cobra.Command, *settings) {
	var s settings
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.command, s.paths, s.line = cmd.Name(), args, commandLine(cmd, args)
			plan, err := s.plan(cmd.Flags())
			if err != nil {
				return err
			}
			return plan.work(cmd.Context(), std, finish)
		},
	}
	return cmd, &s
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
			if len(args) == 0 {
				return cmd.Root().Help()
			}
			for _, c := range cmd.Root().Commands() {
				if c.Name() == args[0] && len(args) == 1 {
					c.InitDefaultHelpFlag()
					return c.Help()
				}
			}
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
	var s settings
	stages := append(s.stages(), stage{"The answer", "answer", s.answerFlags()})
	return &cobra.Command{Use: "flags", Short: "all flags", Long: "The flags of propagate, by stage of the work.\n" + reference(stages)}
}

// standardInput is its name among files.
const standardInput = "-"

// someFiles checks that files are named.
func someFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usagef(`name a CSV file, or - for standard input; see propagate --help`, "no file named")
	}
	if _, err := os.Stat(args[0]); err != nil && len(args) > 1 && !cmd.HasParent() {
		if near := spell.Nearest(args[0], commandNames(cmd)); near != "" {
			return usagef("the commands are "+strings.Join(commandNames(cmd), ", "), "no such command: %q, did you mean %q?", args[0], near)
		}
	}
	if first := slices.Index(args, standardInput); first >= 0 && slices.Contains(args[first+1:], standardInput) {
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
