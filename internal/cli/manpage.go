package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manPages returns the manual as pages for man: the text of each by the name of its file.
func manPages(root *cobra.Command) map[string]string {
	pages := map[string]string{pageName(root) + ".1": manPage(root)}
	for _, cmd := range root.Commands() {
		// Topics of help have flags neither of their own nor to run.
		if cmd.IsAvailableCommand() {
			pages[pageName(cmd)+".1"] = manPage(cmd)
		}
	}
	return pages
}

// pageName is that of a command's page: propagate-tune.
func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manPage writes the help of a command in the macros of man(7). Without a date, the pages of one version are always the
// same.
func manPage(cmd *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" %q\n", strings.ToUpper(roff(pageName(cmd))), "propagate "+roff(version()))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(pageName(cmd)), roff(cmd.Short))
	// Use names the command itself, so its own name is cut from the path.
	path := strings.TrimSuffix(cmd.CommandPath(), cmd.Name())
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(path+cmd.Use))
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s", asItIs(cmd.Long))
	b.WriteString(".SH OPTIONS\n")
	cmd.InitDefaultHelpFlag()
	cmd.Flags().VisitAll(func(f *pflag.Flag) { b.WriteString(option(f)) })
	if cmd.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n%s", asItIs(cmd.Example))
	}
	return b.String() + seeAlso(cmd)
}

// option is a flag with its whole text.
func option(f *pflag.Flag) string {
	word, text := pflag.UnquoteUsage(f)
	name := bold("--" + f.Name)
	if f.Shorthand != "" {
		name = bold("-"+f.Shorthand) + ", " + name
	}
	if word != "" {
		name += " \\fI" + roff(word) + "\\fR"
	}
	if hasDefault(f) {
		text += " (default " + f.DefValue + ")"
	}
	return fmt.Sprintf(".TP\n%s\n%s\n", name, roff(text))
}

// seeAlso names the pages of the other commands.
func seeAlso(cmd *cobra.Command) string {
	var names []string
	for _, other := range append([]*cobra.Command{cmd.Root()}, cmd.Root().Commands()...) {
		if other != cmd && (other.IsAvailableCommand() || other == cmd.Root()) {
			names = append(names, bold(pageName(other))+"(1)")
		}
	}
	return ".SH SEE ALSO\n" + strings.Join(names, ",\n") + "\n"
}

// asItIs keeps the lines of a text as they are: those of tables and of examples.
func asItIs(text string) string { return ".nf\n" + roff(strings.Trim(text, "\n")) + "\n.fi\n" }

func bold(text string) string { return "\\fB" + roff(text) + "\\fR" }

// roff escapes a text: a backslash begins a command of roff, and so does a point or a quote at the beginning of a line.
// A hyphen that is not escaped would be printed as another character, which cannot be pasted into a shell.
func roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
