package pipeline_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// judgedTable is a table of which all classes are known; see docs/results/tables.py.
type judgedTable struct {
	name   string
	rows   [][]string // the first is the header
	at     int        // the column of the classes
	ignore []string
}

// judgedTables reads those of a folder, 3,000 rows of each at most.
func judgedTables(t *testing.T, folder string) []judgedTable {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(folder, "tables.json"))
	require.NoError(t, err)
	var metas map[string]struct {
		Truth  string
		Ignore []string
	}
	require.NoError(t, json.Unmarshal(list, &metas))
	var all []judgedTable
	for name, meta := range metas {
		file, err := os.Open(filepath.Join(folder, name+".csv.gz"))
		require.NoError(t, err)
		text, err := gzip.NewReader(file)
		require.NoError(t, err)
		rows, err := csv.NewReader(text).ReadAll()
		require.NoError(t, err)
		require.NoError(t, file.Close())
		one := judgedTable{name: name, at: slices.Index(rows[0], meta.Truth), ignore: meta.Ignore}
		one.rows = slices.Clone(rows[:1])
		// The same rows for all draws of labels.
		order := rand.New(rand.NewPCG(11, 0)).Perm(len(rows) - 1)
		for _, i := range order[:min(len(order), 3000)] {
			one.rows = append(one.rows, rows[i+1])
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b judgedTable) int { return len(a.rows) - len(b.rows) })
	return all
}

// Each row of a table is there once.
func TestJudgedTables(t *testing.T) {
	folder := t.TempDir()
	list := []byte(`{"one": {"truth": "class", "ignore": []}}`)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "tables.json"), list, 0o600))
	file, err := os.Create(filepath.Join(folder, "one.csv.gz"))
	require.NoError(t, err)
	zip := gzip.NewWriter(file)
	w, want := csv.NewWriter(zip), [][]string{{"class", "x"}}
	for i := range 100 {
		want = append(want, []string{string("ab"[i%2]), fmt.Sprintf("%03d", i)})
	}
	require.NoError(t, w.WriteAll(want))
	require.NoError(t, zip.Close())
	require.NoError(t, file.Close())
	rows := judgedTables(t, folder)[0].rows
	require.Equal(t, want[0], rows[0])
	slices.SortFunc(rows[1:], func(a, b []string) int { return cmp.Compare(a[1], b[1]) })
	require.Equal(t, want, rows)
}

// drawn returns the problem with so many labels of each class, half of a smaller class at most.
func (j *judgedTable) drawn(t *testing.T, each int, seed uint64) *dataset.Data {
	t.Helper()
	size, taken := map[string]int{}, map[string]int{}
	for _, row := range j.rows[1:] {
		size[row[j.at]]++
	}
	label := make([]string, len(j.rows))
	label[0] = "label"
	for _, i := range rand.New(rand.NewPCG(seed, uint64(each))).Perm(len(j.rows) - 1) {
		class := j.rows[i+1][j.at]
		if taken[class] < min(each, max(1, size[class]/2)) {
			taken[class]++
			label[i+1] = class
		}
	}
	path := filepath.Join(t.TempDir(), "drawn.csv")
	file, err := os.Create(path)
	require.NoError(t, err)
	w := csv.NewWriter(file)
	for i, row := range j.rows {
		require.NoError(t, w.Write(append(slices.Clone(row), label[i])))
	}
	w.Flush()
	require.NoError(t, file.Close())
	tab, err := (&table.Reading{}).File(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50, Mixed: true}
	o.Columns.Label, o.Columns.Truth, o.Columns.Ignore = "label", j.rows[0][j.at], j.ignore
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	return d
}

// leftOut names what a variant of the pool goes without.
var leftOut = []string{"nothing", "random forest", "kernel ridge", "logistic regression", "graph", "class shares",
	"judgement", "few labels"}

// variants returns the labels of the pool without each of leftOut.
func variants(t *testing.T, d *dataset.Data) [][]int {
	t.Helper()
	c := pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	seeds, err := pipeline.Seeds(d, c)
	require.NoError(t, err)
	var all [][]int
	for _, without := range leftOut {
		var some []labelprop.Opinion
		for _, o := range a.Opinions {
			says := o.Says
			if without == "judgement" {
				// Then all opinions count alike, as bold as they are.
				says.LeftOut = nil
			}
			if says.Name != without {
				some = append(some, says)
			}
		}
		o := &labelprop.PoolOptions{Graph: b.Graph}
		if without == "few labels" {
			o.Graph = nil
		}
		pooled, err := labelprop.Pool(t.Context(), some, seeds, o)
		require.NoError(t, err)
		labels := pooled.Labels
		if without == "class shares" && pooled.Shares != nil {
			labels = atEvenShares(pooled)
		}
		all = append(all, labels)
	}
	return all
}

// atEvenShares returns the labels as if the classes had not been brought to their estimated shares.
func atEvenShares(p *labelprop.Pooled) []int {
	labels := slices.Clone(p.Labels)
	for i, status := range p.Status {
		if status == labelprop.Given {
			continue
		}
		best, row := 0, p.P.RawRowView(i)
		for k := range row {
			if row[k]/p.Shares[k] > row[best]/p.Shares[best] {
				best = k
			}
		}
		labels[i] = best
	}
	return labels
}

// ablationDraws is the number of draws of labels for each number of labels.
const ablationDraws = 2

// TestAblation prints what accuracy the pool has without each of its parts and rules, less what it has with all, in
// points: the mean over the tables in PROPAGATE_TABLES, with 5 and 10 labels a class and with 1, and its standard
// error over the tables.
func TestAblation(t *testing.T) {
	folder := os.Getenv("PROPAGATE_TABLES")
	if folder == "" {
		t.Skip("set PROPAGATE_TABLES to a folder as of docs/results/tables.py")
	}
	tables := judgedTables(t, folder)
	for _, labels := range [][]int{{5, 10}, {1}} {
		differences := mat.NewDense(len(leftOut), len(tables), nil)
		for k := range tables {
			ablate(t, &tables[k], labels, func(v int, points float64) {
				differences.Set(v, k, differences.At(v, k)+points/float64(len(labels)*ablationDraws))
			})
		}
		for v, without := range leftOut {
			mean, deviation := stat.MeanStdDev(differences.RawRowView(v), nil)
			fmt.Printf("| %d | %s | %+.2f ± %.2f |\n", labels, without, mean, stat.StdErr(deviation, float64(len(tables))))
		}
	}
}

// ablate passes on by how many points each variant is better than the pool, for each draw of labels.
func ablate(t *testing.T, j *judgedTable, labels []int, add func(variant int, points float64)) {
	t.Helper()
	for _, each := range labels {
		for seed := range uint64(ablationDraws) {
			d := j.drawn(t, each, seed)
			found := variants(t, d)
			full := right(d, &pipeline.Answer{Labels: found[0]})
			for v, one := range found {
				add(v, 100*(right(d, &pipeline.Answer{Labels: one})-full))
			}
		}
	}
}
