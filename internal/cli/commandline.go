package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandLine writes the command that does the same again in a POSIX shell: with the flags that were
// given, be it by the environment or a file.
func commandLine(cmd *cobra.Command, paths []string) string {
	// Flags that were given, in the order of their names, whether on the line or by a file: the file may
	// change.
	words := strings.Fields(cmd.CommandPath())
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed && f.Name != flagConfig {
			words = append(words, flagWords(f)...)
		}
	})
	// A name that begins with a dash would be read as a flag.
	dashed := func(path string) bool { return strings.HasPrefix(path, "-") && path != standardStream }
	if slices.ContainsFunc(paths, dashed) {
		words = append(words, "--")
	}
	for _, path := range paths {
		words = append(words, quotedWord(path))
	}
	return strings.Join(words, " ")
}

// writtenValue returns the value of a flag as it would be given again.
func writtenValue(f *pflag.Flag) string {
	value := f.Value.String()
	// A list prints as a record of CSV in brackets, and is given without them: a comma within a name is quoted there.
	if _, list := f.Value.(pflag.SliceValue); list {
		return strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
	}
	return value
}

// flagWords returns the words that give a flag its value again.
func flagWords(f *pflag.Flag) []string {
	value := writtenValue(f)
	if f.Value.Type() == "bool" {
		if value == "true" {
			return []string{"--" + f.Name}
		}
		return []string{"--" + f.Name + "=" + value}
	}
	return []string{"--" + f.Name, quotedWord(value)}
}

// quotedWord puts a word in quotes if a shell would see more in it.
func quotedWord(word string) string {
	// These characters mean nothing to any shell; letters beyond ASCII do not either.
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-_./,:=+@%", r) || r > 0x7f
	}
	if word != "" && strings.TrimLeftFunc(word, plain) == "" {
		return word
	}
	// Within single quotes only a single quote ends the text: close, escape it, and open again.
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// standardStream is standard input among files to read, and standard output among files to write.
const standardStream = "-"
