package cli

import (
	"errors"
	"fmt"
	"slices"
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

// checkValues refuses the name of a flag as the value of the flag before it, which has lost its own:
// --json --truth kind would write a file called --truth, and take kind for a table.
func checkValues(f *pflag.FlagSet) error {
	var failure error
	f.Visit(func(flag *pflag.Flag) {
		if next := swallowed(f, flag); next != "" && failure == nil {
			failure = usagef("write the value of "+written(flag)+" behind it, or leave the flag out",
				"%s has no value: %s follows it", written(flag), next)
		}
	})
	return failure
}

// swallowed returns the flag that another one has as its value, or "".
func swallowed(f *pflag.FlagSet, flag *pflag.Flag) string {
	value := flag.Value.String()
	list, is := flag.Value.(pflag.SliceValue)
	switch {
	case is && len(list.GetSlice()) > 0:
		value = list.GetSlice()[0]
	case flag.Value.Type() != "string":
		return "" // refuses it by itself
	}
	// The flag may have a value behind it, --truth=kind.
	value, _, _ = strings.Cut(value, "=")
	if name, long := strings.CutPrefix(value, "--"); long && f.Lookup(name) != nil {
		return value
	}
	// A letter may be meant, such as -v as a text that means unlabelled, but hardly as a file.
	letter, short := strings.CutPrefix(value, "-")
	isFile := slices.Contains(flagsOfInputs, flag.Name) || slices.Contains(flagsOfOutputs, flag.Name)
	if short && isFile && len(letter) == 1 && f.ShorthandLookup(letter) != nil {
		return value
	}
	return ""
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
