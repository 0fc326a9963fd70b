package cli

import (
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
)

// Flags that name files to read, and to write.
var (
	flagsOfInputs  = []string{"labels", "edges", "neighbors-from", "model", flagConfig}
	flagsOfOutputs = []string{"output", "save", "report", "json", "save-config"}
)

// use is a file with the word of the command line that names it.
type use struct{ by, path string }

// checkFiles refuses an output that would take the place of an input or of another output, by whatever name.
// Only a table that gets its answers as further columns may be written over itself, if it is the only one.
func checkFiles(cmd *cobra.Command, paths []string, adds bool) error {
	if err := checkNamed(cmd.Flags()); err != nil {
		return err
	}
	inputs, outputs := usesOf(cmd.Flags(), flagsOfInputs, "/dev/stdin"), outputsOf(cmd.Flags())
	for i, out := range outputs {
		for _, other := range outputs[:i] {
			// Also a device or a pipe takes one text only.
			if out.path == other.path && out.path != os.DevNull || table.SameFile(out.path, other.path) {
				return usagef("name two files", "%s and %s both write %q", other.by, out.by, out.path)
			}
		}
		for _, in := range inputs {
			if table.SameFile(out.path, in.path) {
				return usagef("name another file", "%s would overwrite %q, the file of %s", out.by, out.path, in.by)
			}
		}
		for _, path := range paths {
			// An open file is written to where it stands, and not replaced by the whole answer.
			itself := out.by == "-o" && adds && len(paths) == 1 && !table.IsOpenFile(out.path)
			if !itself && table.SameFile(out.path, streamPath(path, "/dev/stdin")) {
				return usagef("name another file", "%s would overwrite the table %q", out.by, path)
			}
		}
	}
	return nil
}

// checkNamed refuses the empty name of a file, as "$OUT" is where a script has not set it.
func checkNamed(f *pflag.FlagSet) error {
	for _, name := range append(slices.Clone(flagsOfInputs), flagsOfOutputs...) {
		if flag := f.Lookup(name); flag != nil && flag.Changed && flag.Value.String() == "" {
			return usagef("name a file, or leave the flag out", "%s has an empty name", written(flag))
		}
	}
	return nil
}

// outputsOf returns the files to be written, standard output among them.
func outputsOf(f *pflag.FlagSet) []use {
	const stdout = "/dev/stdout"
	all := usesOf(f, flagsOfOutputs, stdout)
	if flag := f.Lookup("output"); flag != nil && flag.Value.String() == "" {
		all = append([]use{{by: "standard output", path: stdout}}, all...)
	}
	return all
}

// streamPath is the path of a file, or of the standard stream that stands for it.
func streamPath(path, stream string) string {
	if path == standardStream {
		return stream
	}
	return path
}

// usesOf returns the files that some flags name, where stream is the path of the standard stream.
func usesOf(f *pflag.FlagSet, names []string, stream string) []use {
	var all []use
	for _, name := range names {
		// A flag of that name may be a switch: evaluate --json.
		if flag := f.Lookup(name); flag != nil && flag.Value.Type() != "bool" && flag.Value.String() != "" {
			all = append(all, use{by: written(flag), path: streamPath(flag.Value.String(), stream)})
		}
	}
	return all
}
