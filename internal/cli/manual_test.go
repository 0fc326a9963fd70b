package cli_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// notRun are commands that a manual may show without what they print: they take long.
var notRun = []string{"go test ./..."}

var update = flag.Bool("update", false, "write what the commands print into the manual")

// TestManual runs what README.md and docs/*.md show, each in a new folder with a
// copy of testdata. With -update it corrects what they show; of times it never minds what they are.
func TestManual(t *testing.T) {
	skipIfSlow(t)
	// Elsewhere Go fuses products with sums, and gonum adds up in another order: last bits of scaled columns differ,
	// and so do the neighbours where two are equally far but for rounding.
	if runtime.GOARCH != "amd64" {
		t.Skip("the manual shows what amd64 prints")
	}
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	for _, path := range append(files, filepath.Join(root, "README.md")) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if os.IsNotExist(err) {
				t.Skip(err)
			}
			require.NoError(t, err)
			t.Chdir(t.TempDir())
			require.NoError(t, os.CopyFS("testdata", os.DirFS(filepath.Join(root, "testdata"))))
			found, right := mistakes(string(text))
			if *update && len(found) > 0 {
				require.NoError(t, os.WriteFile(path, []byte(right), 0o666))
			}
			for _, mistake := range found {
				t.Error(mistake)
			}
		})
	}
}

// mistakes runs the commands of a Markdown text and returns where they print
// something else than the text shows, and the text with what they print.
func mistakes(markdown string) (found []string, right string) {
	steps, err := transcript(markdown)
	if err != nil {
		return []string{err.Error()}, markdown
	}
	all := make([]string, len(steps))
	for i, s := range steps {
		var terminal strings.Builder
		if !slices.Contains(notRun, s.command) {
			if err := sh(s.command, &terminal); err != nil {
				found = append(found, fmt.Sprintf("line %d: $ %s\ncannot be run: %v", s.line, s.command, err))
				all[i] = strings.TrimRight(s.shown, "\n")
				continue
			}
		}
		// Blank lines at the end make room for the next command.
		shown, printed := strings.TrimRight(s.shown, "\n"), strings.TrimRight(terminal.String(), "\n")
		if all[i] = printed; timeless(shown) != timeless(printed) {
			found = append(found, fmt.Sprintf("line %d: $ %s\nshown:\n%s\nprinted:\n%s", s.line, s.command, shown, printed))
		}
	}
	return found, corrected(markdown, steps, all)
}

// TestMistakes checks that the test above would find what it is there to find.
func TestMistakes(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	const table = "x,label\n0,a\n1,\n8,b\n9,\n"
	const labels = "0,a,a,1.0000,given\n1,,a,1.0000,propagated\n"
	for name, c := range map[string]struct {
		text string
		want string // in the only mistake; empty: there is none
	}{
		"nothing":         {"", ""},
		"no command":      {"text\n\n```go\nfunc main() {}\n```\n", ""},
		"right":           {"```\n$ head -n 2 table.csv\nx,label\n0,a\n```\n", ""},
		"a letter wrong":  {"```\n$ head -n 2 table.csv\nx,label\n0,b\n```\n", "line 2: $ head -n 2 table.csv\nshown:\nx,label\n0,b\nprinted:\nx,label\n0,a"},
		"a line too few":  {"```\n$ head -n 2 table.csv\nx,label\n```\n", "printed:\nx,label\n0,a"},
		"a line too many": {"```\n$ head -n 1 table.csv\nx,label\n0,a\n```\n", "shown:\nx,label\n0,a\nprinted:\nx,label"},
		"a space more":    {"```\n$ head -n 1 table.csv\nx,label \n```\n", "shown:"},
		"nothing shown":   {"```\n$ cat table.csv\n```\n", "shown:\n\nprinted:\nx,label"},
		"second block":    {"```\n$ head -n 1 table.csv\nx,label\n```\n\n```\n$ head -n 1 table.csv\nx\n```\n", "line 7: "},
		"second command":  {"```\n$ head -n 1 table.csv\nx,label\n\n$ head -n 1 table.csv\nx\n```\n", "line 5: "},

		"pipe":              {"```\n$ propagate -q -k 1 table.csv | tail -n +2 | head -n 2\n" + labels + "```\n", ""},
		"go run":            {"```\n$ go run ./cmd/propagate -q -k 1 table.csv | tail -n +2 | head -n 2\n" + labels + "```\n", ""},
		"wrong through all": {"```\n$ propagate -q -k 1 table.csv | tail -n +2 | head -n 2\n0,a,b\n```\n", "shown:"},
		"cut":               {"```\n$ propagate -q -k 1 table.csv | cut -d, -f1,3-4 | tail -n 1\n9,b,1.0000\n```\n", ""},
		"paste":             {"```\n$ cut -d, -f1 table.csv > x.csv\n$ paste -d, x.csv table.csv | head -n 2\nx,x,label\n0,0,a\n```\n", ""},
		"to a file":         {"```\n$ propagate -q -k 1 table.csv > out.csv\n$ head -n 3 out.csv | tail -n 2\n" + labels + "```\n", ""},
		"-o":                {"```\n$ propagate -q -k 1 -o out.csv table.csv\n```\n\n```\n$ cut -d , -f 5- < out.csv | head -n 1\nstatus\n```\n", ""},
		"continued":         {"```\n$ propagate -q \\\n    -k 1 table.csv \\\n  | head -n 1\nx,label,predicted,confidence,status\n```\n", ""},
		"quotes":            {"```\n$ propagate --label 'no such' table.csv 2> \"an error\"\n$ head -n 1 'an error'\npropagate: --label: table.csv: column \"no such\": no such column\n```\n", ""},
		"an error":          {"```\n$ propagate missing.csv\npropagate: missing.csv: no such file\nhint: check the path\n```\n", ""},
		"a silent error":    {"```\n$ propagate missing.csv\n```\n", "printed:\npropagate: missing.csv: no such file"},
		"other times":       {"```\n$ propagate -o out.csv table.csv 2> said\n$ tail -n 1 said\ntime      7 ms\n```\n", ""},
		"the summary":       {"```\n$ propagate table.csv > out.csv\n```\n", "printed:\ntable     4 rows"},
		"both streams":      {"```\n$ propagate -k 9 table.csv | head -n 1\npropagate: table.csv: -k 9 needs more than 9 rows, and there are 4\nhint: choose -k from 1 to 3, or leave it out\n```\n", ""},

		"not run":              {"```\n$ go test ./...\n```\n", ""},
		"not run, with output": {"```\n$ go test ./...\nok\n```\n", "shown:\nok"},
		"not run, other flags": {"```\n$ go test -v ./...\n```\n", `no such program: ["go" "test" "-v" "./..."]`},
		"unknown program":      {"```\n$ sort table.csv\n```\n", `no such program: ["sort" "table.csv"]`},
		"unknown flag":         {"```\n$ head -c 3 table.csv\n```\n", "unknown shorthand flag: 'c' in -c"},
		"unknown fields":       {"```\n$ cut -d, -fx table.csv\n```\n", `no such fields: "x"`},
		"two files":            {"```\n$ head table.csv table.csv\n```\n", "more than one file"},
		"two files of cat":     {"```\n$ head -n 1 table.csv > head.csv\n$ cat head.csv table.csv | head -n 2\nx,label\nx,label\n```\n", ""},
		"wildcard":             {"```\n$ cat *.csv\n```\n", "not supported: *"},
		"variable":             {"```\n$ cat $FILE\n```\n", "not supported: $"},
		"quoted variable":      {"```\n$ cat \"$FILE\"\n```\n", `not supported inside ""`},
		"two commands":         {"```\n$ cat table.csv; cat table.csv\n```\n", "not supported: ;"},
		"both and":             {"```\n$ propagate table.csv && cat table.csv\n```\n", "not supported: &"},
		"comment":              {"```\n$ cat table.csv # all of it\n```\n", "not supported: #"},
		"append":               {"```\n$ cat table.csv >> more.csv\n```\n", "no file after >"},
		"open quote":           {"```\n$ cat 'table.csv\n```\n", "quote not closed"},
		"no command at all":    {"```\n$ > out.csv\n```\n", "no such program: []"},
		"empty stage":          {"```\n$ cat table.csv |\n```\n", "no such program: []"},
		"missing input":        {"```\n$ cat < missing.csv\n```\n", "missing.csv"},

		"other fence":          {"~~~\n$ head -n 1 table.csv\nx\n~~~\n", "shown:"},
		"longer fence":         {"````\n$ head -n 1 table.csv\n```\n````\n", "shown:\n```\nprinted:"},
		"indented fence":       {"- item\n\n  ```console\n  $ head -n 1 table.csv\n  x,label\n  ```\n", ""},
		"wrong, indented":      {"- item\n\n  ```console\n  $ head -n 1 table.csv\n  x\n  ```\n", "line 4: "},
		"no end":               {"text\n```\n$ head -n 1 table.csv\nx,label\n", "line 2: block without an end"},
		"outside":              {"text\n\n    $ cat table.csv\n", "line 3: a command outside of a fenced block is not run"},
		"text before":          {"```\nFirst:\n$ cat table.csv\n```\n", `line 2: the block must begin with "$ "`},
		"shell without prompt": {"```sh\npropagate table.csv\n```\n", `line 2: the block must begin with "$ "`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "table.csv", table)
			all, right := mistakes(c.text)
			found := strings.Join(all, "\n")
			if c.want == "" {
				assert.Empty(t, found)
				return
			}
			assert.Contains(t, found, c.want)
			assert.Equal(t, 1, strings.Count("\n"+found, "\nline "), "one mistake")
			if strings.Contains(found, "\nprinted:") {
				again, _ := mistakes(right)
				assert.Empty(t, again, right)
			}
		})
	}
}
