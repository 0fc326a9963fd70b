package cli

import (
	"bytes"
	"io"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/spf13/cobra"
)

// newEvaluate returns the command that compares labels with the truth.
func newEvaluate(std streams) *cobra.Command {
	var v evaluateFlags
	cmd := &cobra.Command{
		Use:     "evaluate --truth COLUMN [flags] labelled.csv...",
		Short:   "compare predicted labels with the true ones",
		Long:    longEvaluate,
		Example: examplesEvaluate,
		Args:    std.someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			// A default that is not in the table is no error; a column that was named is.
			v.fixedLabel = cmd.Flags().Changed("label")
			if err := v.check(); err != nil {
				return err
			}
			if err := checkFiles(cmd, args, false); err != nil || std.trial != nil {
				return err
			}
			return v.run(std.inputs(args, true), std)
		},
	}
	addGroups(cmd, stage{titleTable, "table", v.declareTable()}, stage{titleOutput, "output", v.declareReport()})
	return cmd
}

// run measures the labels of a table and writes a report, only if all of it can be written.
func (v *evaluateFlags) run(paths []string, std streams) error {
	found, err := v.measure(paths, std)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if v.json {
		err = found.WriteJSON(&text)
	} else {
		console.Evaluation(&text, found)
	}
	if err != nil {
		return err
	}
	// Only a whole report is written: an error must not leave half of one.
	path := v.output
	if path == standardStream {
		path = ""
	}
	return writeTo(path, std.out, func(w io.Writer) error {
		_, err := w.Write(text.Bytes())
		return err
	})
}
