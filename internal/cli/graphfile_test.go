package cli_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStoredNeighborsGiveTheSameAnswers checks that a run from a graph file says and writes what a whole run does.
func TestStoredNeighborsGiveTheSameAnswers(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	iris := sample(t, "iris.csv", 1).String()
	t.Chdir(t.TempDir())
	for _, search := range []string{"", "-k 3 --mutual", "-k 2 --connect", "--graph radius --radius 1 --scale standard", "--metric manhattan --scale robust"} {
		shared := []string{"--ignore", "species"}
		if _, scale, ok := strings.Cut(search, "--scale "); ok {
			shared = append(shared, "--scale", scale)
		}
		made := propagate(iris, append(append(strings.Fields(search), shared...), "graph", "-o", "rows.graph", "-")...)
		require.Zero(t, made.code, made.err)
		assert.Empty(t, made.out)
		assert.Contains(t, made.err, "graph     ")
		for _, rest := range []string{"", "--method poisson", "--gamma 2", "--kernel inverse --method spreading"} {
			want := propagate(iris, append(append(strings.Fields(search+" "+rest), shared...), "-")...)
			got := propagate(iris, append(append(strings.Fields(rest), shared...), "--neighbors-from", "rows.graph", "-")...)
			hints := regexp.MustCompile(`hint: .*`) // of -k where the search is still to come
			want.err, got.err = hints.ReplaceAllString(want.err, ""), hints.ReplaceAllString(got.err, "")
			assert.Equal(t, want, got, "%s %s", search, rest)
		}
	}
	other := propagate(iris, "suspects", "--label", "species", "--features", "petal_width_cm,sepal_width_cm", "--neighbors-from", "rows.graph", "-")
	assert.Equal(t, "propagate: rows.graph: the graph was built of other features\nhint: give the same rows, features and scaling as to propagate graph; labels may change\n", other.err)
}

// badGraphs are runs of graph and --neighbors-from that fail; rows.graph is one of good.
var badGraphs = []failure{
	{name: "missing", code: 1, args: "--neighbors-from missing data.csv", says: "missing: cannot be read: no such file or directory", hint: "propagate graph"},
	{name: "not a graph", code: 1, args: "--neighbors-from data.csv data.csv", says: "data.csv: not a graph file", hint: "propagate graph"},
	{name: "cut short", code: 1, args: "--neighbors-from cut data.csv", says: "cut: cannot be used: graph: stored neighbours: cut short"},
	{name: "k", code: 2, args: "--neighbors-from rows.graph -k 2 data.csv", says: "--neighbors-from gives the neighbours, so -k has no effect", hint: "propagate graph"},
	{name: "other rows", code: 1, args: "--neighbors-from rows.graph other.csv", says: "rows.graph: the graph was built of other features"},
	{name: "edges", code: 2, args: "graph --edges e data.csv", says: "graph builds a graph, so --edges and --neighbors-from have no effect"},
	{name: "no features", code: 1, args: "graph text.csv", says: "text.csv: no column to use as a feature"},
	{name: "one row", code: 1, args: "graph one.csv", says: "one.csv: one row only"},
}

func TestBadGraphs(t *testing.T) {
	for _, f := range badGraphs {
		f.csv = good
		if strings.HasPrefix(f.args, "graph ") {
			f.args += " -o out.csv"
		}
		f.prepare = func(t *testing.T) {
			got := propagate(good, "graph", "-k", "2", "-o", "rows.graph", "-")
			require.Zero(t, got.code, got.err)
			m, err := os.ReadFile("rows.graph")
			require.NoError(t, err)
			writeFile(t, "cut", string(m[:len(m)/2]))
			writeFile(t, "other.csv", strings.Replace(good, "9,9", "9,8", 1))
			writeFile(t, "text.csv", "name,label\nu,a\nv,b\n")
			writeFile(t, "one.csv", "x,label\n1,a\n")
		}
		t.Run(f.name, f.check)
	}
	assert.Equal(t, outcome{code: 2, err: "propagate: -o names no file\nhint: -o FILE is required: the graph file is binary\n"}, propagate(good, "graph", "-"))
}
