package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/spell"
)

// flagError describes what is wrong with a flag in the words of the command.
func flagError(cmd *cobra.Command, err error) error {
	// The page of the command is where its flags are explained.
	help := "see " + cmd.CommandPath() + " --help"
	var value *pflag.InvalidValueError
	var name *pflag.NotExistError
	// A value that cannot be read, or a long name with one dash, which pflag takes for several letters.
	switch {
	case errors.As(err, &value):
		return usagef(help, "%s %q: %s", written(value.GetFlag()), value.GetValue(), badValue(value))
	case errors.As(err, &name) && len(name.GetSpecifiedShortnames()) > 1:
		return usagef(fmt.Sprintf("a long name takes two dashes: --%s; %s",
			longName(cmd, name.GetSpecifiedShortnames()), help), "%w", err)
	}
	// A misspelt long name, or another word for it: suggest the flag that was meant.
	if errors.As(err, &name) && len(name.GetSpecifiedShortnames()) == 0 {
		if near := nearestFlag(cmd, name.GetSpecifiedName()); near != "" {
			return usagef(help, "%w, did you mean --%s?", err, near)
		}
	}
	return usageError{err, help}
}

// longName returns the flag that letters after a dash were meant to be: the first ones may be flags themselves, which
// were read already.
func longName(cmd *cobra.Command, letters string) string {
	whole := letters
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if strings.HasSuffix(f.Name, letters) && len(f.Name) <= len(letters)+2 {
			whole = f.Name
		}
	})
	return whole
}

// nearestFlag returns the flag of a command that a name it does not know means: that of another program for it, or a
// misspelt one; or "".
func nearestFlag(cmd *cobra.Command, name string) string {
	// A term of another program may be spelled like a flag of another meaning.
	if flag, ok := flagOf(name); ok && cmd.Flags().Lookup(flag) != nil {
		return flag
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return spell.Nearest(name, names)
}

// written is a flag the way it is mostly written.
func written(f *pflag.Flag) string {
	if f.Shorthand != "" {
		return "-" + f.Shorthand
	}
	return "--" + f.Name
}

// badValue returns why a value is refused by its flag.
func badValue(err *pflag.InvalidValueError) string {
	// pflag tells the kind of a number; other values explain themselves.
	kind := err.GetFlag().Value.Type()
	switch {
	case errors.Is(err, strconv.ErrRange):
		return "out of range"
	case kind == "int":
		return "not a whole number"
	case kind == "uint64":
		return "not a whole number from 0 on"
	case kind == "float64":
		return "not a number"
	case kind == "bool":
		return "neither true nor false"
	}
	return err.Unwrap().Error()
}
