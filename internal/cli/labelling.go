package cli

import (
	"context"

	"github.com/spf13/cobra"
)

// labelling is a command that reads a table and works on it.
type labelling struct {
	use, short, long, examples string

	purpose purpose
	work    func(context.Context, *session) error
}

// command returns the command, and its flags, which are still to be added to it.
func (l labelling) command(std streams) (*cobra.Command, *labellingFlags) {
	f := &labellingFlags{}
	cmd := &cobra.Command{
		Use:     l.use,
		Short:   l.short,
		Long:    l.long,
		Example: l.examples,
		Args:    std.someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !piped(std.in) && cmd.Flags().NFlag() == 0 {
				return cmd.Help()
			}
			args = std.inputs(args, !namesRows(cmd.Flags().Changed))
			p := l.purpose
			p.command = cmd.Name()
			// From here on there are values, no strings of flags.
			c, err := newConfig(f, cmd.Flags(), p, args)
			if err != nil {
				return err
			}
			// A table without its columns is no table that could be read again.
			if err := checkFiles(cmd, args, p.adds && !c.output.only); err != nil {
				return err
			}
			if std.trial != nil {
				std.trial.flags, std.trial.unused = cmd.Flags(), c.unused
				return nil
			}
			c.line = commandLine(cmd, args)
			return withLimits(c, func() error {
				s := newSession(c, std, p)
				defer s.watch(cmd.Context())()
				return l.work(cmd.Context(), s)
			})
		},
	}
	return cmd, f
}
