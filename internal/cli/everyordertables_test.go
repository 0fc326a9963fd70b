package cli_test

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// tablesVariable names a folder of more tables: NAME.csv.gz each, and tables.json, which says of each NAME which column
// is the truth and which are left out.
const tablesVariable = "PROPAGATE_TABLES"

// fortyTables are all of testdata and of the folder of tablesVariable, and generated ones to make forty.
func fortyTables(t *testing.T) []shuffledTable {
	all := append(storedTables(t, 150), wordsTable(t, 150), citations(t, 300))
	if dir := os.Getenv(tablesVariable); dir != "" {
		all = append(all, folderTables(t, dir, 400)...)
	}
	return append(generatedTables(40-len(all)), all...)
}

// generatedTables are tables of 2 to 8 columns of yes and no or small whole numbers, with many copies.
func generatedTables(count int) []shuffledTable {
	r := rand.New(rand.NewPCG(7, 7))
	all := make([]shuffledTable, count)
	for g := range all {
		d, values, classes, n := 2+g%7, []int{2, 3, 2, 5}[g%4], 2+g%2, []int{40, 90, 160}[g%3]
		s := shuffledTable{name: fmt.Sprintf("%d rows, %d columns of %d values, %d", n, d, values, g)}
		for j := range d {
			s.header = append(s.header, fmt.Sprint("c", j))
		}
		s.header = append(s.header, "label")
		for i := range n {
			class, row := r.IntN(classes), []string(nil)
			for range d {
				shift := 0.2 * float64(class) / float64(classes-1)
				row = append(row, fmt.Sprint(min(values-1, int((0.8*r.Float64()+shift)*float64(values)))))
			}
			label := ""
			if r.IntN(6) == 0 || i < 8 {
				label = string("kmn"[class])
			}
			s.rows = append(s.rows, append(row, label))
		}
		all[g] = s
	}
	return all
}

// fromTruth is a table of features and the true class, in the last cell of each row. Every seventh row keeps it as its
// label, and the first of each class.
func fromTruth(name string, table csvTable) shuffledTable {
	s := shuffledTable{name: name, header: slices.Clone(table[0])}
	s.header[len(s.header)-1] = "label"
	seen := map[string]bool{}
	for i, row := range table[1:] {
		row = slices.Clone(row)
		class := &row[len(row)-1]
		if *class = "k" + strings.TrimSpace(*class); i%7 > 0 && seen[*class] {
			*class = ""
		} else {
			seen[*class] = true
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// onlyColumns returns the table with these columns alone, in this order.
func (c csvTable) onlyColumns(names ...string) csvTable {
	out := make(csvTable, len(c))
	for _, name := range names {
		j := c.index(name)
		for i, row := range c {
			out[i] = append(out[i], row[j])
		}
	}
	return out
}

// thinned returns the table with at most so many rows, drawn at random, since tables may be sorted or repeat themselves.
func (c csvTable) thinned(most int) csvTable {
	rows := rand.New(rand.NewPCG(uint64(len(c)), 3)).Perm(len(c) - 1)
	rows = rows[:min(most, len(rows))]
	slices.Sort(rows)
	out := csvTable{c[0]}
	for _, i := range rows {
		out = append(out, c[1+i])
	}
	return out
}

// storedTables are up to most rows of each table of testdata. The truth is in the last column.
func storedTables(t *testing.T, most int) []shuffledTable {
	var all []shuffledTable
	for _, name := range []string{"iris", "wine", "moons", "breast_cancer", "digits"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", name+".csv"))
		require.NoError(t, err)
		table := parse(t, string(text))
		names := slices.DeleteFunc(slices.Clone(table[0]), func(h string) bool { return h == "label" })
		all = append(all, fromTruth(name, table.thinned(most).onlyColumns(names...)))
	}
	return all
}

// wordsTable are the papers of Cora and which of their 60 commonest words each has.
func wordsTable(t *testing.T, most int) shuffledTable {
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "cora.words.svmlight"))
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	count := map[string]int{}
	for _, line := range lines {
		for _, word := range strings.Fields(line)[1:] {
			count[word]++
		}
	}
	words := slices.SortedFunc(maps.Keys(count), func(a, b string) int { return 2*(count[b]-count[a]) + strings.Compare(a, b) })
	words = slices.DeleteFunc(words, func(w string) bool { return !strings.HasSuffix(w, ":1") })[:60]
	table := csvTable{append(slices.Clone(words), "topic")}
	for _, line := range lines {
		cells := strings.Fields(line)
		row := make([]string, len(words)+1)
		for k, word := range words {
			row[k] = map[bool]string{true: "yes", false: "no"}[slices.Contains(cells, word)]
		}
		row[len(words)] = cells[0]
		table = append(table, row)
	}
	return fromTruth("cora, words", table.thinned(most))
}

// citations are the first papers of Cora and the citations among them, a file of edges.
func citations(t *testing.T, most int) shuffledTable {
	dir := filepath.Join("..", "..", "testdata")
	nodes, err := os.ReadFile(filepath.Join(dir, "cora.nodes.csv"))
	require.NoError(t, err)
	edges, err := os.ReadFile(filepath.Join(dir, "cora.edges.csv"))
	require.NoError(t, err)
	s := fromTruth("cora, citations", parse(t, string(nodes)).onlyColumns("node", "topic")[:most+1])
	place := map[string]int{}
	for i, row := range s.rows {
		place[row[0]] = i
	}
	list := csvTable{{"from", "to"}}
	for _, e := range parse(t, string(edges))[1:] {
		i, one := place[e[0]]
		if j, two := place[e[1]]; one && two {
			list = append(list, []string{fmt.Sprintf("q%dq", i), fmt.Sprintf("q%dq", j)})
		}
	}
	file := filepath.Join(t.TempDir(), "edges.csv")
	writeFile(t, file, list.String())
	s.flags = []string{"--ignore", "node", "--edges", file}
	return s
}

// folderTables are up to most rows of each table of a folder.
func folderTables(t *testing.T, dir string, most int) []shuffledTable {
	text, err := os.ReadFile(filepath.Join(dir, "tables.json"))
	require.NoError(t, err)
	var about map[string]struct {
		Truth  string
		Ignore []string
	}
	require.NoError(t, json.Unmarshal(text, &about))
	var all []shuffledTable
	for _, name := range slices.Sorted(maps.Keys(about)) {
		table := zippedTable(t, filepath.Join(dir, name+".csv.gz"))
		names := slices.DeleteFunc(slices.Clone(table[0]), func(h string) bool {
			return h == about[name].Truth || slices.Contains(about[name].Ignore, h)
		})
		all = append(all, fromTruth(name, table.thinned(most).onlyColumns(append(names, about[name].Truth)...)))
	}
	return all
}

func zippedTable(t *testing.T, file string) csvTable {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err)
	text, err := io.ReadAll(unzipped)
	require.NoError(t, err)
	table, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	require.NoError(t, err)
	return table
}
