package cli

import (
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
)

const longInspect = `propagate inspect shows what propagate sees in a table, a line for each column:
what it is used as with these flags (label, truth, id, feature, or -), its type
(number, row number, category: few different texts, text, or empty), how many of
its cells are filled, how many different values they have, the least and the
greatest number, and the first value.`

const examplesInspect = `  propagate inspect rows.csv
  propagate inspect --categorical kind --id name rows.csv
  propagate inspect --format jsonl rows.csv`

func newInspect(std streams) *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:     "inspect [flags] data.csv...",
		Short:   "show the columns of a table, and what they are used as",
		Long:    longInspect,
		Example: examplesInspect,
		Args:    someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.command, s.paths, s.tolerant = cmd.Name(), args, true
			p, err := s.plan(cmd.Flags())
			if err != nil {
				return err
			}
			return p.inspect(std)
		},
	}
	addStages(cmd, []stage{{"The table", "table", s.tableFlags()}, {"The run", "run", s.inspectFlags()}},
		"label", "features", "categorical", "id", "truth", "delimiter", "comment", "output", "format", "help")
	s.useDefaults()
	return cmd
}

func (s *settings) inspectFlags() *pflag.FlagSet {
	f := newFlagSet()
	s.outputFlags(f)
	f.BoolP("help", "h", false, "print this help")
	return f
}

// useDefaults gives the flags that a command has not their defaults.
func (s *settings) useDefaults() {
	s.graphFlags()
	s.kernelFlags()
	s.methodFlags()
}

func (p *plan) inspect(std streams) error {
	t, err := p.read(std.in)
	if err != nil {
		return err
	}
	defer t.Close()
	c, err := p.findColumns(t)
	if err != nil {
		return err
	}
	all, err := p.profiles(t, c)
	if err != nil {
		return err
	}
	rows := make([][]string, len(all))
	for j, f := range all {
		rows[j] = f.row(t.Header[j])
	}
	return p.write(std.out, func(w io.Writer) error {
		return table.WriteRows(w, p.as, []string{"column", "role", "type", "filled", "different", "least", "greatest", "first"}, rows)
	})
}
