package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"
)

// newTune returns the command that compares settings.
func newTune(std streams) *cobra.Command {
	var v tuneFlags
	cmd, f := labelling{
		use: "tune [flags] data.csv...", short: "compare kernels, bandwidths and methods on the given labels",
		long: longTune, examples: examplesTune, purpose: purpose{tunes: true}, work: v.work,
	}.command(std)
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		v.set, v.run = cmd.Flags(), f
		return v.read()
	}
	addStages(cmd, append([]stage{{"Tuning", "tuning", v.declare()}}, f.stages()...),
		"holdout", "save-config", "label", "neighbors", "kernel", "gamma", "method")
	return cmd
}

func (v *tuneFlags) work(ctx context.Context, s *session) error {
	d, err := v.open(s)
	if err != nil {
		return err
	}
	defer d.any().Table.Close()
	if err := s.canLeaveOut(d.any()); err != nil {
		return err
	}
	return s.writeTo(s.config.output.path, func(w io.Writer) error {
		found, err := v.tune(ctx, s, d)
		if err != nil {
			return err
		}
		s.printTuned(found, v.holdout != "")
		// The advice may be the default rather than the first in the list.
		best := s.printAdvice(found.Advice, d.any().Classes.Placeholders())
		if err := s.list(w, d.any().Table, []string{"rank", "accuracy", "log_loss", "skipped",
			"interpolated", "flags"}, ranking(found)); err != nil {
			return err
		}
		if v.saveConfig == "" {
			return nil
		}
		return v.save(best)
	})
}
