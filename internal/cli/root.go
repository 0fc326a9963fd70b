package cli

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

const long = `propagate labels the rows of a table from a few that are labelled already.

It reads a CSV file with a header line, takes the label column (an empty cell is
a row without a label) and the numeric columns as features, joins similar rows in
a graph, lets the labels spread through it, and writes the same rows with three
columns added: predicted, confidence (0 to 1) and status (given, propagated, tied
or unreachable). Messages go to standard error, the table to standard output.`

const examples = `  propagate rows.csv > labelled.csv                  the label column is "label"
  propagate --label kind -o labelled.csv rows.csv    another label column
  propagate --truth kind rows.csv > labelled.csv     also print how many labels are right
  propagate evaluate --truth kind labelled.csv       the same and more, afterwards
  propagate --graph complete --gamma 0.01 rows.csv   the dense RBF graph of the papers
  propagate --scale standard rows.csv                columns in different units`

// newRoot returns the command with all its flags.
func newRoot(std streams) *cobra.Command {
	var s settings
	root := &cobra.Command{
		Use:           "propagate [flags] data.csv",
		Short:         "spread a few known labels over many unlabelled rows",
		Long:          long,
		Example:       examples,
		Version:       version(),
		Args:          oneFile,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.path = args[0]
			plan, err := s.plan(cmd.Flags())
			if err != nil {
				return err
			}
			return plan.run(cmd.Context(), std)
		},
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	s.register(root)
	root.AddCommand(newEvaluate(std))
	return root
}

func oneFile(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 1:
		return nil
	case 0:
		return usagef(`name a CSV file, or - for standard input; see propagate --help`, "no file named")
	}
	return usagef("quote a name that holds spaces; flags begin with --", "one file at a time, not %d: %q", len(args), args)
}

// version is the module's version, as the go command recorded it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
