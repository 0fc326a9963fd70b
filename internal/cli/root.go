package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
)

const examplesRoot = `  propagate rows.csv > labelled.csv                    label column: "label"
  propagate --label kind -o labelled.csv rows.csv      another label column
  propagate --report report.html -o out.csv rows.csv   and a report with a map`

// newRoot returns the command with all that it can do.
func newRoot(std streams) *cobra.Command {
	// Without the name of a command, propagate labels a table.
	root, f := labelling{
		long: longRun, examples: examplesRoot, purpose: purpose{adds: true}, work: runLabel,
	}.command(std)
	addStages(root, append(f.stages(), stage{titleOutput, "output", f.answer.declare()}))
	root.Use, root.Short = "propagate [flags] data.csv...", "label the rows of a table from a few labelled ones"
	root.Version = version()
	// Errors are printed once, by Main, and without the page of help.
	root.SilenceErrors, root.SilenceUsage = true, true
	root.Flags().Bool("version", false, "print the version")
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	cobra.EnableCommandSorting = false
	root.AddCommand(newRun(std), newTune(std), newPredict(std), newSuspects(std), newSelect(std), newSuggest(std),
		newExplain(std), newEvaluate(std), newInspect(std), newGraph(std), newCompletion(), newMan(), newVersion(),
		newFlagsTopic(), newMethodsTopic())
	root.SetHelpCommand(newHelp())
	// Cobra never forgets a flag whose values it was told of, so it is told only where a shell asks.
	if len(std.words) > 0 && strings.HasPrefix(std.words[0], cobra.ShellCompRequestCmd) {
		completeValues(root)
		completeColumns(root)
		plainUsage(root)
	}
	// Every command takes its defaults from environment and file first.
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := checkValues(cmd.Flags()); err != nil {
			return err
		}
		return setDefaults(cmd)
	}
	return root
}

// checkLine checks a command line without doing its work.
func checkLine(words []string) *trial {
	t := &trial{}
	root := newRoot(streams{in: strings.NewReader(""), out: io.Discard, err: io.Discard, words: words, trial: t})
	root.SetArgs(words)
	t.err = root.Execute()
	// A line that is refused has flags all the same.
	if cmd, _, err := root.Find(words); err == nil && t.flags == nil {
		t.flags = cmd.Flags()
	}
	return t
}
