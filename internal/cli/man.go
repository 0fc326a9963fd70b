package cli

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/table"
)

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
			// Pages are written into a folder that is there: a misspelt name should not make a new one.
			if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
				return &table.Error{File: args[0], Reason: "no such folder", Hint: "make the folder first"}
			}
			for name, text := range manPages(cmd.Root()) {
				if err := os.WriteFile(filepath.Join(args[0], name), []byte(text), 0o666); err != nil {
					return err
				}
			}
			return nil
		},
	}
	setUsage(cmd, func(*cobra.Command) string { return "" })
	return cmd
}
