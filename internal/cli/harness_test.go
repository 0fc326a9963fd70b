package cli_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/require"
)

// outcome is what a run of the command gives back.
type outcome struct {
	code     int
	out, err string
}

// skipIfSlow skips a test of many runs, which takes minutes under the race detector; other tests run the same commands.
func skipIfSlow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("many runs: not in short")
	}
}

// propagate runs the command in this process. The line on how long it took is left out.
func propagate(stdin string, args ...string) outcome {
	var out, err bytes.Buffer
	code := cli.Main(args, strings.NewReader(stdin), &out, &err)
	follower.follow(stdin, args, err.String())
	return outcome{code, out.String(), regexp.MustCompile(`(?m)^time      .*\n`).ReplaceAllString(err.String(), "")}
}

// writeFile makes a file.
func writeFile(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
}

// labelled runs the command on a table, quietly, and returns the table it wrote.
func labelled(t *testing.T, table csvTable, args ...string) csvTable {
	t.Helper()
	got := propagate(table.String(), append(args, "-q", "-")...)
	require.Equal(t, outcome{out: got.out}, got)
	return parse(t, got.out)
}

// csvTable is a header and rows.
type csvTable [][]string

func parse(t *testing.T, text string) csvTable {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return records
}

// sample is a file of testdata with all rows that have a label, and every step-th
// of the others.
func sample(t *testing.T, file string, step int) csvTable {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", file))
	require.NoError(t, err)
	all := parse(t, string(text))
	label := all.index("label")
	few := all[:1:1]
	for i, row := range all[1:] {
		if i%step == 0 || row[label] != "" {
			few = append(few, row)
		}
	}
	return few
}

func (c csvTable) String() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(c); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return b.String()
}

// index returns the position of a column, -1 if there is none.
func (c csvTable) index(name string) int {
	for j, h := range c[0] {
		if h == name {
			return j
		}
	}
	return -1
}

// column returns the cells of a column, without its name.
func (c csvTable) column(name string) []string {
	j := c.index(name)
	cells := make([]string, 0, len(c)-1)
	for _, row := range c[1:] {
		cells = append(cells, row[j])
	}
	return cells
}

// with returns the table with the cells of a column changed by f.
func (c csvTable) with(name string, f func(row int, cell string) string) csvTable {
	j := c.index(name)
	changed := csvTable{c[0]}
	for i, row := range c[1:] {
		row = append([]string(nil), row...)
		row[j] = f(i, row[j])
		changed = append(changed, row)
	}
	return changed
}

// left returns the first columns of the table, right the last ones.
func (c csvTable) left(columns int) csvTable  { return c.cut(0, columns) }
func (c csvTable) right(columns int) csvTable { return c.cut(len(c[0])-columns, len(c[0])) }

func (c csvTable) cut(lo, hi int) csvTable {
	part := make(csvTable, len(c))
	for i, row := range c {
		part[i] = row[lo:hi]
	}
	return part
}
