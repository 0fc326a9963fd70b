package cli_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEdges compares a ready-made graph, in several formats, with the library.
func TestEdges(t *testing.T) {
	nodes := sample(t, "cora.nodes.csv", 1)
	text, err := os.ReadFile("../../testdata/cora.edges.csv")
	require.NoError(t, err)
	list := parse(t, string(text))
	var edges []graph.Edge
	var mtx strings.Builder
	fmt.Fprintf(&mtx, "%%%%MatrixMarket matrix coordinate pattern symmetric\n%% by hand\n%d %d %d\n", len(nodes)-1, len(nodes)-1, len(list)-1)
	for _, e := range list[1:] {
		from, _ := strconv.Atoi(e[0])
		to, _ := strconv.Atoi(e[1])
		edges = append(edges, graph.Edge{From: from, To: to, Weight: 1})
		fmt.Fprintf(&mtx, "%d %d\n", from+1, to+1)
	}
	g, err := graph.FromEdges(len(nodes)-1, edges)
	require.NoError(t, err)
	y := make([]int, len(nodes)-1)
	for i, label := range nodes.column("label") {
		if y[i], err = strconv.Atoi(label); err != nil {
			y[i] = -1
		}
	}
	seeds, err := labelprop.Classes(y, 0)
	require.NoError(t, err)
	res, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	require.NoError(t, err)

	t.Chdir(t.TempDir())
	bare := strings.Join(strings.Split(string(text), "\n")[1:], "\n")
	writeFile(t, "edges.csv", string(text))
	writeFile(t, "bare", "# no header\n"+strings.ReplaceAll(bare, ",", " "))
	writeFile(t, "weights.tsv", "source\ttarget\tweight\n"+strings.ReplaceAll(strings.ReplaceAll(bare, ",", "\t"), "\n", "\t2.5\n"))
	writeFile(t, "graph.mtx", mtx.String())
	for file, args := range map[string]string{"edges.csv": "--id node", "bare": "--id node", "weights.tsv": "--id node", "graph.mtx": "--ignore node"} {
		got := propagate(nodes.String(), append(strings.Fields(args), "--edges", file, "--truth", "topic", "-")...)
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, fmt.Sprintf("table     %d rows, 140 labels in 7 classes\ngraph     %s; 2708 rows, %d edges; 78 components\n", len(y), file, g.Edges()))
		for i, predicted := range parse(t, got.out).column("predicted") {
			want := ""
			if res.Labels[i] >= 0 {
				want = strconv.Itoa(res.Labels[i])
			}
			require.Equal(t, want, predicted, "%s: row %d", file, i)
		}
	}
}

// badEdges are files of edges that cannot be used with the nodes of good, named by x.
var badEdges = []struct{ name, text, args, says, hint string }{
	{"no file", "", "--id x --edges missing", "missing: no such file", "check the path"},
	{"no id", "1 2\n", "", "--edges needs --id", "name the column"},
	{"no edges", "from,to\n", "--id x", "edges: no edges", "an edge a line"},
	{"empty", "", "--id x", "edges: no edges", "an edge a line"},
	{"one node", "1 2\n3\n", "--id x", "edges:2: 1 cells, not two or three", "an edge a line"},
	{"four cells", "from,to,w\n1,2,3,4\n", "--id x", "edges:2: 4 cells, where the first line names 3 columns",
		"an edge a line"},
	{"four cells without names", "1,2,3,4\n", "--id x", "edges:1: 4 cells, not two or three", "from, to, weight"},
	{"no name", "from,to\n1,\n", "--id x", "edges:2: a node without a name", "an edge a line"},
	{"negative weight", "# a\n1 2 -1\n", "--id x", `edges:2: the weight "-1" is not a number above 0`, "an edge a line"},
	{"weight in words", "1 2 heavy\n", "--id x", `edges:1: the weight "heavy" is not a number above 0`, "an edge a line"},
	{"weight in words and more", "1 2 heavy\n2 3 1\n", "--id x", `edges:1: the weight "heavy" is not a number above 0`, "an edge a line"},
	{"a node without a row and a word", "1 q heavy\n2 3 1\n", "--id x", `edges:1: the weight "heavy" is not a number above 0`, "an edge a line"},
	{"no row is a node", "6 7\n7 5\n5 6\n", "--id x", `edges:1: no row is called "6", and none is called as any other node; rows are called "1", "2", "3"`,
		"--id names the column"},
	{"ids twice", "1 2\n", "--id y", `data.csv:3: column "y": "1" is on line 2 too`, "every id must be another"},
	{"two weights", "1 2 1\n2 1 3\n", "--id x --repeated-edges error", "edges:2: 2 and 1 are joined by weight 3, and on line 1 by 1", "--repeated-edges add"},
	{"dense matrix", "%%MatrixMarket matrix array real general\n2 2\n", "", "edges:1: not a Matrix Market file of an undirected graph", "coordinate real symmetric"},
	{"not square", "%%MatrixMarket matrix coordinate real general\n2 3 1\n1 2 1\n", "", "edges:2: the sizes are not those of a square matrix", "an edge a line"},
	{"other size", "%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 1\n", "", "edges: 2 nodes for the 5 rows of data.csv", "the i-th row"},
	{"node 0", "%%MatrixMarket matrix coordinate pattern general\n5 5 1\n0 1\n", "", `edges:3: "0" is not a node from 1 to 5`, "an edge a line"},
	{"cut short", "%%MatrixMarket matrix coordinate pattern general\n5 5 2\n1 2\n", "", "edges:3: 1 entries, where 2 are announced", "get it again"},
	{"k", "1 2\n", "--id x -k 3", "--edges gives the graph, so -k has no effect", "leave one of the two out"},
}

func TestBadEdges(t *testing.T) {
	for _, c := range badEdges {
		f := failure{csv: good, args: "--edges edges " + c.args + " data.csv", code: 1, says: c.says, hint: c.hint}
		if strings.HasPrefix(c.says, "--") {
			f.code = 2
		}
		f.prepare = func(t *testing.T) { writeFile(t, "edges", c.text) }
		t.Run(c.name, f.check)
	}
}
