package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// widest is the width of a help page.
const widest = 100

// addGroups adds flags to a command, whose help explains them all, by group.
func addGroups(cmd *cobra.Command, groups ...stage) {
	addFlags(cmd, groups)
	setUsage(cmd, func(*cobra.Command) string { return reference(groups) })
}

// addStages adds flags to a command, whose help explains some of them and names the others
// by stage.
func addStages(cmd *cobra.Command, stages []stage, explained ...string) {
	addFlags(cmd, stages)
	some := newFlagSet()
	for _, name := range explained {
		some.AddFlag(cmd.Flags().Lookup(name))
	}
	var named strings.Builder
	for i := 0; i < len(stages); i++ {
		name, flags := stages[i].name, namesOf(stages[i].flags, some)
		for ; i+1 < len(stages) && stages[i+1].name == name; i++ {
			flags = append(flags, namesOf(stages[i+1].flags, some)...)
		}
		if len(flags) > 0 {
			named.WriteString(filled(fmt.Sprintf("  %-8s ", name), flags))
		}
	}
	text := "\nFlags:\n" + some.FlagUsagesWrapped(widest) +
		"\nMore flags, which \"propagate help flags\" explains:\n" + named.String()
	setUsage(cmd, func(c *cobra.Command) string { return commandList(c) + text })
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
	for _, sub := range c.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		fmt.Fprintf(&b, "  %-11s %s\n", sub.Name(), sub.Short)
	}
	if b.Len() == 0 {
		return ""
	}
	return "\nCommands (a file of such a name needs ./ before it):\n" + b.String()
}

// namesOf returns how the flags are written that are not among others.
func namesOf(flags, others *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		if others.Lookup(f.Name) == nil {
			names = append(names, written(f))
		}
	})
	return names
}

// filled sets words as lines, the first of which begins with start.
func filled(start string, words []string) string {
	line, text := start, ""
	for _, word := range words {
		if len(line)+len(word) > widest {
			text += strings.TrimRight(line, " ") + "\n"
			line = strings.Repeat(" ", len(start))
		}
		line += word + " "
	}
	return text + strings.TrimRight(line, " ") + "\n"
}
