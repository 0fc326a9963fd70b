package cli_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// flags are all there are.
var flags = strings.Fields(`label labels label-weight unlabeled ignore-case features categorical text max-categories ignore id truth group batch missing scale delimiter no-header decimal encoding missing-values comment memory edges edges-are repeated-edges neighbors-from graph neighbors radius mutual recall connect metric
	kernel gamma method alpha abstain class-sizes class-counts classifier-columns classifier-weight tol max-iter output format safe-csv config seed threads quiet verbose help proba labels-only novel min-confidence confidence coverage coverage-by-class save json report noise calibrate shares`)

// pages are the commands that have a page of help.
var pages = []string{"", "run", "tune", "predict", "suspects", "select", "suggest", "explain", "evaluate", "inspect", "graph", "completion", "man", "version"}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-h"}, {"--help", "data.csv"}, {"--method", "svm", "-h"}} {
		got := propagate("", args...)
		assert.Zero(t, got.code)
		assert.Empty(t, got.err)
		assert.Equal(t, propagate("", "--help").out, got.out, args)
	}
}

func TestHelpFits(t *testing.T) {
	for _, page := range append(pages, "help flags") {
		args := append(strings.Fields(page), "--help")
		if page == "help flags" {
			args = strings.Fields(page)
		}
		help := propagate("", args...).out
		assert.True(t, strings.HasSuffix(help, "\n") && (!strings.HasSuffix(help, "\n\n") || page == "help flags"), "one line end at the end: %s", page)
		lines := strings.Split(help, "\n")
		assert.True(t, len(lines) <= 41 || page == "help flags", "%s: %d lines are more than a screen", page, len(lines)-1)
		for _, line := range lines {
			assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
			assert.Equal(t, strings.TrimRight(line, " \t"), line, "spaces at the end")
			assert.NotContains(t, line, "\t")
		}
	}
}

// TestHelpNamesEveryPage checks that the first page names all commands.
func TestHelpNamesEveryPage(t *testing.T) {
	help := propagate("", "--help").out
	for _, page := range pages[1:] {
		assert.Regexp(t, "(?m)^  "+page+" +[a-z]", help)
		assert.Contains(t, propagate("", page, "--help").out, "Usage:\n  propagate "+page)
		assert.Equal(t, propagate("", page, "--help"), propagate("", "help", page))
	}
}

// TestPagesNameEveryFlag checks that a page that does not explain a flag names it.
func TestPagesNameEveryFlag(t *testing.T) {
	for _, page := range []string{"", "run", "suspects", "suggest", "explain"} {
		help := propagate("", append(strings.Fields(page), "-h")...).out
		for _, flag := range flags {
			if slices.Contains([]string{"proba", "calibrate", "labels-only", "novel", "min-confidence", "noise", "confidence",
				"coverage", "coverage-by-class", "shares", "json", "report", "save"}, flag) && page != "" && page != "run" {
				continue
			}
			named := "--" + flag
			if short := letters[flag]; short != "" {
				named = short
			}
			assert.Regexp(t, `[ \n]`+named+`[ ,\n]`, help, "%s: %s", page, flag)
		}
	}
}

// letters are the short names of flags.
var letters = map[string]string{"neighbors": "-k", "output": "-o", "quiet": "-q", "verbose": "-v", "help": "-h"}

// TestHelpNamesEveryFlag checks that each flag is explained once, in a line that
// begins with it, and no other.
func TestHelpNamesEveryFlag(t *testing.T) {
	help := propagate("", "help", "flags").out
	var explained []string
	for _, m := range regexp.MustCompile(`(?m)^  (?:-\w, |    )--([a-z-]+) .*\S`).FindAllStringSubmatch(help, -1) {
		explained = append(explained, m[1])
	}
	assert.Equal(t, flags, explained)
	for _, letter := range []string{"-k, --neighbors", "-o, --output", "-q, --quiet", "-v, --verbose", "-h, --help"} {
		assert.Equal(t, 1, strings.Count(help, letter), letter)
	}
}

// TestHelpNamesEveryChoice checks that no choice is missing.
func TestHelpNamesEveryChoice(t *testing.T) {
	help := strings.Join(strings.Fields(propagate("", "help", "flags").out), " ")
	choices := append([]string{"knn", "complete", "radius", "none", "standard", "minmax", "robust", "mean", "median", "drop", "csv", "tsv", "jsonl", "auto", "inf"}, append(methods, "correct-smooth", "mass", "projected")...)
	choices = append(append(choices, kernels...), metrics...)
	for _, choice := range choices {
		assert.Regexp(t, `\b`+choice+`\b`, help)
	}
}

// TestHelpExamples runs the examples of all pages.
func TestHelpExamples(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	t.Chdir(t.TempDir())
	writeFile(t, "rows.csv", examplesTable)
	for _, page := range pages {
		help := propagate("", append(strings.Fields(page), "--help")...).out
		_, help, found := strings.Cut(help, "Examples:\n")
		assert.Equal(t, page != "version", found, page)
		found = found && page != "completion" && page != "man" // which need folders
		writeFile(t, "new.csv", "x,y,kind\n1,3,a\n8,7,b\n")
		help, _, _ = strings.Cut(help, "\n\n")
		for _, line := range strings.Split(help, "\n") {
			command, _, _ := strings.Cut(strings.TrimSpace(line), "   ") // the rest explains it
			if !found {
				continue
			}
			var terminal strings.Builder
			assert.NoError(t, sh(command, &terminal), command)
			assert.NotContains(t, terminal.String(), "propagate: ", command)
		}
	}
}

// examplesTable is what the examples of the help work on.
var examplesTable = "x,y,label,kind,name\n" + strings.Repeat("\n", 9) + "1,1,a,a,u\n2,1,,a,v\n8,8,b,b,w\n9,9,,b,x\n1,2,a,a,Eve\n2,2,,a,z\n9,8,,b,Ada\n8,9,b,b,y\n"

func TestVersion(t *testing.T) {
	for _, args := range []string{"--version", "version"} {
		got := propagate("", args)
		assert.Zero(t, got.code)
		assert.Empty(t, got.err)
		assert.Regexp(t, `^propagate version \S+\n$`, got.out)
	}
}
