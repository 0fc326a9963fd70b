package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/spell"
	"github.com/propagate-go/propagate/internal/table"
)

// environment is what the names of variables begin with that stand for flags.
const environment = "PROPAGATE_"

// flagConfig names a file with values of flags.
const flagConfig = "config"

func configFlag(f *pflag.FlagSet) {
	f.String(flagConfig, "",
		"`file` with values of flags: one NAME = VALUE per line; environment variables PROPAGATE_NAME override it, "+
			"and flags override both")
}

// setDefaults gives flags that were not given the values of the environment, or else of the file
// that --config or PROPAGATE_CONFIG names.
func setDefaults(cmd *cobra.Command) error {
	// Flags win over the environment, and that over the file: what is set is not set again.
	if err := fromEnvironment(cmd); err != nil {
		return err
	}
	path, err := cmd.Flags().GetString(flagConfig)
	if err != nil || path == "" {
		return nil // no such flag: a command without any
	}
	return fromFile(cmd, path)
}

// settable reports whether a flag may come from elsewhere.
func settable(f *pflag.Flag) bool { return f.Name != "help" && f.Name != "version" }

func fromEnvironment(cmd *cobra.Command) error {
	var failure error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if failure != nil || f.Changed || !settable(f) {
			return
		}
		// PROPAGATE_NEIGHBORS wins over PROPAGATE_K.
		for _, name := range []string{f.Name, f.Shorthand} {
			variable := environment + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
			value, ok := os.LookupEnv(variable)
			if !ok || name == "" {
				continue
			}
			// The error names the variable rather than a flag that nobody typed.
			if err := cmd.Flags().Set(f.Name, value); err != nil {
				failure = usagef("the variable stands for "+written(f), "%s=%s: %s", variable, value, reasonOf(err))
			}
			return
		}
	})
	return failure
}

// reasonOf returns why a value is refused.
func reasonOf(err error) string {
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		return badValue(value)
	}
	return err.Error()
}

// fromFile reads a file of lines NAME = VALUE; a line that begins with # is a comment. Names are
// those of flags, long or short, of any command; those of other commands are left out.
func fromFile(cmd *cobra.Command, path string) error {
	// The file is read line by line, so that errors have line numbers.
	f, err := os.Open(path)
	if err != nil {
		return &table.Error{File: path, Reason: "cannot be read: " + reasonOfFile(err),
			Hint: "--config names a file with values of flags"}
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	set := map[string]int{}
	for n := 1; lines.Scan(); n++ {
		// Empty lines and comments.
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		if err := setLine(cmd, line, n, set); err != nil {
			err.File, err.Line = path, n
			return usageError{err, err.Hint}
		}
	}
	if err := lines.Err(); err != nil {
		return &table.Error{File: path, Reason: "cannot be read: " + reasonOfLine(err),
			Hint: "--config names a file with values of flags"}
	}
	return nil
}

// reasonOfLine returns why the next line of a file of flags cannot be read.
func reasonOfLine(err error) string {
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Sprintf("a line is longer than %d bytes", bufio.MaxScanTokenSize)
	}
	return reasonOfFile(err)
}

// reasonOfFile returns why a file cannot be read, without its name.
func reasonOfFile(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// setLine sets what a line names, unless the command line or the environment did; set holds the
// lines of names before.
func setLine(cmd *cobra.Command, line string, n int, set map[string]int) *table.Error {
	// Spaces around the sign and at the ends mean nothing.
	name, value, ok := strings.Cut(line, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok {
		return &table.Error{Reason: "no value", Hint: "write NAME = VALUE, such as: k = 15"}
	}
	// One file may serve all commands, so a flag of another one is no error.
	f := lookup(cmd.Flags(), name)
	if f == nil {
		return otherCommand(cmd, name)
	}
	if !settable(f) || f.Name == flagConfig {
		return &table.Error{Column: name, Reason: "not a flag for a file"}
	}
	// Long and short name are one flag.
	if set[f.Name] > 0 {
		return &table.Error{Column: name, Reason: "named twice", Hint: "leave one of the lines out"}
	}
	// A flag that was set before keeps its value, but its second line is still an error.
	given := f.Changed
	set[f.Name] = n
	if given {
		return nil
	}
	if err := cmd.Flags().Set(f.Name, value); err != nil {
		return &table.Error{Column: name, Reason: value + ": " + reasonOf(err), Hint: "see propagate help flags"}
	}
	return nil
}

// lookup finds a flag by its long or short name.
func lookup(flags *pflag.FlagSet, name string) *pflag.Flag {
	if len(name) == 1 {
		return flags.ShorthandLookup(name)
	}
	return flags.Lookup(name)
}

// otherCommand returns an error unless another command has such a flag.
func otherCommand(cmd *cobra.Command, name string) *table.Error {
	// Look through all commands, and collect the names for a suggestion.
	var known []string
	for _, c := range append(cmd.Root().Commands(), cmd.Root()) {
		if lookup(c.Flags(), name) != nil {
			return nil
		}
		c.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	}
	slices.Sort(known)
	e := &table.Error{Column: name, Reason: "no such flag", Hint: "see propagate help flags"}
	if near := spell.Nearest(name, known); near != "" {
		e.Reason += ", did you mean " + near + "?"
	}
	return e
}
