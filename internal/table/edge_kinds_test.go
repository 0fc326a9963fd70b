package table

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEdgesInTexts reads edges as people have them: with the columns in another order, with more columns, with arrows,
// quotes and decimal commas, and as JSON.
func TestEdgesInTexts(t *testing.T) {
	t.Chdir(t.TempDir())
	plain := []Edge{{"a", "b", 1, 0}, {"b", "c", 1, 0}}
	weighted := []Edge{{"a", "b", 0.5, 0}, {"b", "c", 2, 0}}
	for text, want := range map[string][]Edge{
		"weight,source,target\n0.5,a,b\n2,b,c\n":                                  weighted,
		"src;when;dst;w\na;2026-01-01;b;0.5\nb;2026-01-02;c;2\n":                  weighted,
		"from\tto\ttimestamp\na\tb\t1767225600\nb\tc\t1767225601\n":               plain,
		"# made by hand\na -> b\nb -> c\n":                                        plain,
		"a -- b 0.5\nb -- c 2\n":                                                  weighted,
		"a;b;0,5\nb;c;2\n":                                                        weighted,
		"von;nach;Gewicht\na;b;0,5\nb;c;2,0\n":                                    weighted,
		"\"a\",\"b\",\"0.5\"\n\"b\",\"c\",2\n":                                    weighted,
		`{"source":"a","target":"b"}` + "\n{\"source\":\"b\",\"target\":\"c\"}\n": plain,
		`[["a","b"],["b","c"]]`:                                                   plain,
		`[{"to":"b","from":"a","value":0.5},{"to":"c","from":"b","value":2}]`:     weighted,
	} {
		require.NoError(t, os.WriteFile("e", []byte(text), 0o666))
		got, err := Reading{}.Edges("e")
		require.NoError(t, err, text)
		list := got.List
		// Whoever knows the nodes takes a first line of names for an edge or not.
		if h := got.Heading; h != nil && h.From == "a" {
			list = append([]Edge{*h}, list...)
		}
		for k := range list {
			list[k].Line = 0
		}
		assert.Equal(t, want, list, text)
	}
	require.NoError(t, os.WriteFile("e", []byte("\"Smith, John\",\"Doe, Jane\"\n\"Doe, Jane\",Li\n"), 0o666))
	got, err := Reading{}.Edges("e")
	require.NoError(t, err)
	assert.Equal(t, []Edge{{"Smith, John", "Doe, Jane", 1, 1}, {"Doe, Jane", "Li", 1, 2}}, got.List)
	require.NoError(t, os.WriteFile("e", []byte("New York\tBoston\t3\nBoston\tSan José\t4\n"), 0o666))
	got, err = Reading{}.Edges("e")
	require.NoError(t, err)
	assert.Equal(t, []Edge{{"New York", "Boston", 3, 1}, {"Boston", "San José", 4, 2}}, got.List)
}

// TestGraphsOfOtherPrograms checks that formats of graphs that are not read are named, with the way out.
func TestGraphsOfOtherPrograms(t *testing.T) {
	t.Chdir(t.TempDir())
	for text, is := range map[string]string{
		"graph {\n a -- b;\n}\n":                       "a graph in DOT",
		"digraph G {\n a -> b;\n}\n":                   "a graph in DOT",
		"graph [\n node [ id 1 ]\n]\n":                 "a graph in GML",
		"*Vertices 2\n*Edges\n1 2\n":                   "a graph of Pajek",
		"<?xml version=\"1.0\"?>\n<graphml></graphml>": "a graph in Graphml",
		"<gexf version=\"1.2\"></gexf>":                "a graph in Gexf",
	} {
		require.NoError(t, os.WriteFile("e", []byte(text), 0o666))
		_, err := Reading{}.Edges("e")
		assert.EqualError(t, err, "e: "+is+", which is not read", text)
	}
}

// TestOtherShapesOfGraphs checks that graphs in one object of JSON, and lists of neighbours, are named, with a way to
// give them; an edge whose nodes hold a colon is one.
func TestOtherShapesOfGraphs(t *testing.T) {
	t.Chdir(t.TempDir())
	for text, is := range map[string]string{
		`{"directed": false, "nodes": [{"id": 1}], "links": [{"source": 1, "target": 2}]}`: "e: a graph in JSON, one object",
		"{\n \"edges\": [[1, 2]]\n}\n": "e: a graph in JSON, one object",
		"a: b c d\nb: a\n":             "e: lists of neighbours",
		"a:1 b:2\na:1 c:3\n":           "",
	} {
		require.NoError(t, os.WriteFile("e", []byte(text), 0o666))
		_, err := Reading{}.Edges("e")
		if is == "" {
			require.NoError(t, err, text)
			continue
		}
		assert.ErrorContains(t, err, is, text)
	}
}

// TestHalfAMatrix reads all pairs from the half above the diagonal, below it, and in the order of pdist of SciPy: they
// are the pairs of the whole matrix.
func TestHalfAMatrix(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(text string) { require.NoError(t, os.WriteFile("d.csv", []byte(text), 0o666)) }
	read := func(path string) []Edge {
		got, err := Reading{Distances: true}.Edges(path)
		require.NoError(t, err)
		return got.List
	}
	write("0,1,2,3,7\n1,0,4,5,7\n2,4,0,6,7\n3,5,6,0,7\n7,7,7,7,0\n")
	whole := read("d.csv")
	require.Len(t, whole, 10)
	for _, half := range []string{
		"0,1,2,3,7\n,0,4,5,7\n,,0,6,7\n,,,0,7\n,,,,0\n", "0,,,,\n1,0,,,\n2,4,0,,\n3,5,6,0,\n7,7,7,7,0\n",
		"0,1,2,3,7\n0,0,4,5,7\n0,0,0,6,7\n0,0,0,0,7\n0,0,0,0,0\n",
		"0,0;1,0;2,0;3,0;7,0\n1,0;0,0;4,0;5,0;7,0\n2,0;4,0;0,0;6,0;7,0\n3,0;5,0;6,0;0,0;7,0\n7,0;7,0;7,0;7,0;0,0\n",
	} {
		write(half)
		assert.Equal(t, whole, read("d.csv"), half)
	}
	v := []float64{1, 2, 3, 7, 4, 5, 7, 6, 7, 7}
	require.NoError(t, os.WriteFile("d.npy", npy("<f8", "10,", false, v), 0o666))
	assert.Equal(t, whole, read("d.npy"))
	require.NoError(t, os.WriteFile("d.npy", npy("<f8", "5,", false, v[:5]), 0o666))
	_, err := Reading{Distances: true}.Edges("d.npy")
	assert.EqualError(t, err, "d.npy: an array of 5 by 1, not a square one")
	// A matrix whose halves differ is refused as before.
	write("0,1,2,3,7\n1,0,4,5,7\n2,4,0,6,7\n3,5,8,0,7\n7,7,7,7,0\n")
	_, err = Reading{Distances: true}.Edges("d.csv")
	assert.EqualError(t, err, "d.csv:3: column \"4\": 6, but 8 on line 4")
}

// TestCommasWithoutAHeader finds the separator of numbers with decimal commas where no line names columns.
func TestCommasWithoutAHeader(t *testing.T) {
	for _, s := range []string{";", "\t", "|"} {
		x, err := Read(strings.NewReader("0,5"+s+"1,25"+s+"3\n2,5"+s+"7,75"+s+"4\n"), "x.csv")
		require.NoError(t, err)
		v, err := x.FloatsOrNaN([]int{0, 1, 2})
		require.NoError(t, err)
		assert.Equal(t, []float64{0.5, 1.25, 3, 2.5, 7.75, 4}, v.RawMatrix().Data, s)
	}
	// Commas that divide cells still do.
	x, err := Read(strings.NewReader("1,2.5;3,4\n5,6.5;7,8\n"), "x.csv")
	require.NoError(t, err)
	assert.Len(t, x.Header, 3)
}
