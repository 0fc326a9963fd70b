package layout

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	// goBlock is a fenced block of Go in a Markdown text.
	goBlock = regexp.MustCompile("(?ms)^```go\n(.*?)^```\n")

	// printed is what follows a program: "It prints" and the output, in a block or in code marks.
	printed = regexp.MustCompile("\\A\\s*It prints:?\\s+(?:```(?:text)?\n((?s:.*?))```|`([^`]*)`)")
)

// program is a Go program that a page shows, and the output that the page shows below it.
type program struct{ text, output string }

// programs returns the Go programs of a Markdown text, and what is wrong with its blocks of Go: each must be
// a whole program, with its output below.
func programs(markdown string) (all []program, wrong []string) {
	for _, at := range goBlock.FindAllStringSubmatchIndex(markdown, -1) {
		text := markdown[at[2]:at[3]]
		first, _, _ := strings.Cut(text, "\n")
		if first != "package main" {
			wrong = append(wrong, first+": not a whole program: it must begin with package main")
			continue
		}
		output := printed.FindStringSubmatch(markdown[at[1]:])
		if output == nil {
			wrong = append(wrong, `no "It prints" and output below a program`)
			continue
		}
		all = append(all, program{text, strings.TrimSpace(output[1] + output[2])})
	}
	return all, wrong
}

// TestProgramsOfTheManual builds and runs the Go programs of README.md and docs/*.md, outside of the module,
// so that they can use its public packages only, and compares what they print.
func TestProgramsOfTheManual(t *testing.T) {
	if testing.Short() {
		t.Skip("links a program for each")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	run := 0
	for _, path := range append(files, filepath.Join(root, "README.md")) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all, wrong := programs(string(text))
		assert.Empty(t, wrong, path)
		for _, p := range all {
			run++
			file := filepath.Join(t.TempDir(), "main.go")
			require.NoError(t, os.WriteFile(file, []byte(p.text), 0o666))
			cmd := exec.Command("go", "run", file)
			cmd.Dir = root // for its go.mod: the program is in no module
			out, err := cmd.CombinedOutput()
			if assert.NoError(t, err, "%s: %s", path, out) {
				assert.Equal(t, p.output, strings.TrimSpace(string(out)), path)
			}
		}
	}
	assert.GreaterOrEqual(t, run, 2)
}

// TestProgramsAreFound checks that the test above would find what it is there to find.
func TestProgramsAreFound(t *testing.T) {
	const main = "package main\nfunc main() {}\n"
	for name, c := range map[string]struct {
		text  string
		all   []program
		wrong string
	}{
		"none":         {"text\n\n```console\n$ ls\n```\n", nil, ""},
		"inline":       {"```go\n" + main + "```\n\nIt prints `[0 1]`. More.\n", []program{{main, "[0 1]"}}, ""},
		"block":        {"```go\n" + main + "```\n\nIt prints\n\n```text\n0\n1\n```\n", []program{{main, "0\n1"}}, ""},
		"two":          {"```go\n" + main + "```\nIt prints `0`\n\n```go\n" + main + "```\nIt prints `1`\n", []program{{main, "0"}, {main, "1"}}, ""},
		"a piece":      {"```go\nx := 1\n```\n\nIt prints `1`.\n", nil, "x := 1: not a whole program"},
		"no output":    {"```go\n" + main + "```\n\nText.\n", nil, "no \"It prints\""},
		"output later": {"```go\n" + main + "```\n\nText.\n\nIt prints `0`.\n", nil, "no \"It prints\""},
	} {
		t.Run(name, func(t *testing.T) {
			all, wrong := programs(c.text)
			assert.Equal(t, c.all, all)
			if c.wrong == "" {
				assert.Empty(t, wrong)
				return
			}
			require.Len(t, wrong, 1)
			assert.Contains(t, wrong[0], c.wrong)
		})
	}
}
