package cli

import (
	"context"
	"io"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/spf13/cobra"
)

// newPredict returns the command that labels new rows.
func newPredict(std streams) *cobra.Command {
	var v predictFlags
	cmd := &cobra.Command{
		Use: "predict --model FILE [flags] new.csv...", Short: "label new rows with a saved model",
		Long: longPredict, Example: examplesPredict,
		Args: std.someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := v.config(cmd.Flags(), std.inputs(args, true))
			if err == nil {
				err = checkFiles(cmd, args, false)
			}
			if err != nil || std.trial != nil {
				return err
			}
			s := newSession(c, std, purpose{})
			defer s.watch(cmd.Context())()
			return v.run(cmd.Context(), s)
		},
	}
	addGroups(cmd, stage{titleTable, "table", v.declareTable()}, stage{titleOutput, "output", v.declareAnswer()})
	return cmd
}

// run labels new rows by a model: nothing is built, and nothing is solved again.
func (v *predictFlags) run(ctx context.Context, s *session) error {
	// The model first: it tells which columns are read, and how.
	m, err := readModel(v.model)
	if err != nil {
		return err
	}
	d, err := v.read(s, m)
	if err != nil {
		return err
	}
	defer d.Table.Close()
	s.note(summary.NotesOfNew(d))
	a, err := v.predict(ctx, s, m, d)
	if err != nil {
		return err
	}
	r, err := summary.OfPrediction(d, a)
	if err != nil {
		return err
	}
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		v.print(s, m, r)
		return s.writeAnswer(w, d, a)
	})
}
