package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/propagate-go/propagate/internal/spell"
)

// someFiles checks that files are named.
func (s streams) someFiles(cmd *cobra.Command, args []string) error {
	changed := cmd.Flags().Changed
	if len(args) == 0 && namesRows(changed) {
		return nil
	}
	// What is piped in needs no name. A person at a terminal who types the bare name gets the page of help.
	bare := !cmd.HasParent() && cmd.Flags().NFlag() == 0
	if len(args) == 0 && (piped(s.in) || bare) {
		return nil
	}
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

// namesRows reports whether flags name rows and their labels, so that no table of rows is needed.
func namesRows(changed func(flag string) bool) bool {
	return changed("labels") && (changed("neighbors-from") || changed("edges"))
}
