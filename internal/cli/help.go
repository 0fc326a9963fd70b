package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// widest is the width of a help page.
const widest = 80

// stageWidth is that of the names of stages, and of the space before and after.
const stageWidth = 11

// addGroups adds flags to a command, whose help explains them all, by stage.
func addGroups(cmd *cobra.Command, groups ...stage) {
	addFlags(cmd, groups)
	setUsage(cmd, func(c *cobra.Command) string { return "\nFlags:\n" + byStage(groups, c.Flags()) })
}

// addStages adds flags to a command, whose help explains some of them and names the others,
// by stage.
func addStages(cmd *cobra.Command, stages []stage, explained ...string) {
	// All flags work; only some are explained on the page.
	addFlags(cmd, stages)
	some := newFlagSet()
	for _, name := range explained {
		some.AddFlag(cmd.Flags().Lookup(name))
	}
	text := "\nFlags by stage (all: \"propagate help flags\", values: \"propagate help methods\"):\n" +
		byStage(stages, some)
	setUsage(cmd, func(c *cobra.Command) string { return commandList(c) + text })
}

// byStage explains some flags, a line or two each, and names the others.
func byStage(stages []stage, some *pflag.FlagSet) string {
	// All explanations begin in one column.
	wide := 0
	some.VisitAll(func(f *pflag.Flag) { wide = max(wide, len(synopsis(f))) })
	var b strings.Builder
	for i := 0; i < len(stages); i++ {
		// Neighbouring stages of one name are printed as one.
		first := i
		for i+1 < len(stages) && stages[i+1].name == stages[first].name {
			i++
		}
		lines := explainedIn(stages[first:i+1], some, wide)
		// The name stands on the first line of its stage.
		for k, line := range lines {
			name := stages[first].name
			if k > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "  %-*s%s\n", stageWidth-2, name, line)
		}
	}
	return b.String()
}

// explainedIn returns the lines of one stage.
func explainedIn(stages []stage, some *pflag.FlagSet, wide int) []string {
	var lines, others []string
	// Flags that are explained come first, a line or more each; then the names of the others.
	for _, s := range stages {
		s.flags.VisitAll(func(f *pflag.Flag) {
			if some.Lookup(f.Name) == nil {
				return
			}
			// Further lines of one explanation are indented.
			for k, text := range wrapped(meaning(f), widest-stageWidth-wide-2) {
				left := synopsis(f)
				if k > 0 {
					left = ""
				}
				lines = append(lines, fmt.Sprintf("%-*s  %s", wide, left, text))
			}
		})
		others = append(others, namesExcept(s.flags, some)...)
	}
	return append(lines, wrapped(strings.Join(others, " "), widest-stageWidth)...)
}

// synopsis is how a flag is written, with a word for its value.
func synopsis(f *pflag.Flag) string {
	// The long name, the letter before it, and a word for the value after it.
	text := "--" + f.Name
	if f.Shorthand != "" {
		text = "-" + f.Shorthand + ", " + text
	}
	if word, _ := pflag.UnquoteUsage(f); word != "" {
		text += " " + word
	}
	return text
}

// meaning is what a flag does, the first clause of its text, and its default.
func meaning(f *pflag.Flag) string {
	// The first clause is what the flag is for; the rest is in the list of all flags.
	_, text := pflag.UnquoteUsage(f)
	text = firstClause(text)
	// An empty default is none worth naming.
	if hasDefault(f) {
		text += " (default " + f.DefValue + ")"
	}
	return text
}

// hasDefault reports whether a flag has a default that is worth naming.
func hasDefault(f *pflag.Flag) bool {
	return f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" && f.DefValue != "[]"
}

// firstClause returns a text up to its first semicolon or colon outside of brackets.
func firstClause(text string) string {
	depth := 0
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case depth == 0 && (r == ';' || r == ':'):
			return text[:i]
		}
	}
	return text
}

// wrapped breaks a text into lines of a width, none for an empty one.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		// Runes, not bytes: γ is one column wide.
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimLeft(line+" "+word, " ")
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func addFlags(cmd *cobra.Command, stages []stage) {
	for _, s := range stages {
		cmd.Flags().AddFlagSet(s.flags)
	}
	cmd.Flags().SortFlags = false
}

// setUsage makes the help of a command: its text, how it is called, examples, and the rest.
func setUsage(cmd *cobra.Command, rest func(*cobra.Command) string) {
	cmd.SetUsageFunc(func(c *cobra.Command) error {
		// Use names the command itself, so its own name is cut from the path.
		path := strings.TrimSuffix(c.CommandPath(), c.Name()) // of the parents
		usage := "Usage:\n  " + path + c.Use + "\n"
		if c.Example != "" {
			usage += "\nExamples:\n" + c.Example + "\n"
		}
		_, err := fmt.Fprint(c.OutOrStderr(), usage+rest(c))
		return err
	})
}

// reference explains all flags of some stages.
func reference(stages []stage) string {
	var b strings.Builder
	for _, s := range stages {
		fmt.Fprintf(&b, "\n%s:\n%s", s.title, s.flags.FlagUsagesWrapped(widest))
	}
	return b.String()
}

// commandList names the commands below c, if there are any.
func commandList(c *cobra.Command) string {
	var b strings.Builder
	// Hidden commands are left out.
	for _, sub := range c.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		fmt.Fprintf(&b, "  %-11s %s\n", sub.Name(), sub.Short)
	}
	if b.Len() == 0 {
		return ""
	}
	return "\nCommands (if your file has such a name, write ./name):\n" + b.String()
}

// namesExcept returns how the flags are written that are not among others.
func namesExcept(flags, others *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		// What a command only refuses is not named.
		if others.Lookup(f.Name) == nil && !f.Hidden {
			names = append(names, written(f))
		}
	})
	return names
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, sub := range root.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}
