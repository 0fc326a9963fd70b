package cli

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/internal/visible"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// columnFlags name columns of the file on the line.
var columnFlags = []string{"label", "truth", "id", "label-weight", "features", "ignore", "categorical", "text", "group",
	"batch", "predicted"}

// completeColumns tells the shell that columns of the first file on the line may follow some flags, and files the
// names of commands.
func completeColumns(root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		if cmd.ValidArgs == nil {
			cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return nil, cobra.ShellCompDirectiveDefault
			}
		}
		for _, name := range columnFlags {
			if cmd.Flags().Lookup(name) != nil {
				_ = cmd.RegisterFlagCompletionFunc(name, columnsOf) // fails for a flag that is not there
			}
		}
	}
}

// columnsOf returns the columns that begin with what was typed, the last one of a list.
func columnsOf(_ *cobra.Command, files []string, begun string) ([]string, cobra.ShellCompDirective) {
	before, last := "", begun
	if at := strings.LastIndexByte(begun, ','); at >= 0 {
		before, last = begun[:at+1], begun[at+1:]
	}
	var fit []string
	for _, path := range files {
		for _, name := range headerOf(path) {
			// What a shell would obey is no completion.
			plain := visible.Line(name) == name
			if plain && strings.HasPrefix(name, last) && !slices.Contains(fit, before+name) {
				fit = append(fit, before+name)
			}
		}
	}
	return fit, cobra.ShellCompDirectiveNoFileComp
}

// completedBytes is how much of a large text is looked at for its header.
const completedBytes = 64 << 10

// headerOf returns the columns of a file, none if it cannot be read.
func headerOf(path string) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, completedBytes)
	n, err := io.ReadFull(f, head)
	var t *table.Table
	if err == nil {
		// Whole lines of a text; other formats are read as they are.
		t, err = table.Read(bytes.NewReader(head[:bytes.LastIndexByte(head[:n], '\n')+1]), path)
	}
	if err != nil {
		t, err = table.ReadFile(path)
	}
	if err != nil {
		return nil
	}
	defer t.Close()
	return t.Header
}

// plainUsage takes the marks of words for values out of the texts of flags: a shell would show them.
func plainUsage(root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") })
	}
}
