package cli_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// flags are all there are.
var flags = strings.Fields(`label features truth scale graph neighbors radius mutual recall connect metric
	kernel gamma method alpha tol max-iter output proba seed threads quiet verbose help version`)

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"-h"}, {"--help", "data.csv"}, {"--method", "svm", "-h"}} {
		got := propagate("", args...)
		assert.Zero(t, got.code)
		assert.Empty(t, got.err)
		assert.Equal(t, propagate("", "--help").out, got.out, args)
	}
}

func TestHelpFits(t *testing.T) {
	help := propagate("", "--help").out
	assert.True(t, strings.HasSuffix(help, "\n") && !strings.HasSuffix(help, "\n\n"), "one line end at the end")
	for _, line := range strings.Split(help, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 100, line)
		assert.Equal(t, strings.TrimRight(line, " \t"), line, "spaces at the end")
		assert.NotContains(t, line, "\t")
	}
}

// TestHelpNamesEveryFlag checks that each flag is explained once, in a line that
// begins with it, and no other.
func TestHelpNamesEveryFlag(t *testing.T) {
	help := propagate("", "--help").out
	var explained []string
	for _, m := range regexp.MustCompile(`(?m)^ +(?:-\w, )?--([a-z-]+) .*\S`).FindAllStringSubmatch(help, -1) {
		explained = append(explained, m[1])
	}
	assert.Equal(t, flags, explained)
	for _, letter := range []string{"-k, --neighbors", "-o, --output", "-q, --quiet", "-v, --verbose", "-h, --help"} {
		assert.Equal(t, 1, strings.Count(help, letter), letter)
	}
}

// TestHelpNamesEveryChoice checks that no choice is missing.
func TestHelpNamesEveryChoice(t *testing.T) {
	help := strings.Join(strings.Fields(propagate("", "--help").out), " ")
	choices := append([]string{"knn", "complete", "radius", "none", "standard", "minmax", "auto", "inf"}, methods...)
	choices = append(append(choices, kernels...), metrics...)
	for _, choice := range append(choices, "given", "propagated", "tied", "unreachable") {
		assert.Regexp(t, `\b`+choice+`\b`, help)
	}
}

// TestHelpExamples runs the examples of the help.
func TestHelpExamples(t *testing.T) {
	help := propagate("", "--help").out
	_, help, _ = strings.Cut(help, "Examples:\n")
	help, _, _ = strings.Cut(help, "\n\n")
	lines := strings.Split(help, "\n")
	assert.NotEmpty(t, lines)
	t.Chdir(t.TempDir())
	writeFile(t, "rows.csv", "x,y,label,kind\n1,1,a,a\n2,1,,a\n8,8,b,b\n9,9,,b\n")
	for _, line := range lines {
		command, _, _ := strings.Cut(strings.TrimSpace(line), "   ") // the rest explains it
		var terminal strings.Builder
		assert.NoError(t, sh(command, &terminal), command)
		assert.NotContains(t, terminal.String(), "propagate: ", command)
	}
}

func TestVersion(t *testing.T) {
	got := propagate("", "--version")
	assert.Zero(t, got.code)
	assert.Empty(t, got.err)
	assert.Regexp(t, `^propagate version \S+\n$`, got.out)
}
