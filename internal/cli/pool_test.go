package cli_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mixedTable is a table of 120 rows of two classes and columns of all kinds; the first labels of each class are
// given. The last 15 rows are far from all others.
func mixedTable(perClass int) csvTable {
	r := rand.New(rand.NewPCG(4, 2))
	t := csvTable{{"no", "day", "unit", "size", "colour", "gap", "kind", "label"}}
	count := map[string]int{}
	for i := range 120 {
		class, colour := i%2, []string{"red", "green", "blue"}[r.IntN(3)]
		if class == 1 && r.IntN(4) > 0 {
			colour = "blue"
		}
		size, gap := 2.5*float64(class)+r.NormFloat64(), strconv.Itoa(r.IntN(5))
		if i >= 105 {
			size, colour, gap = 400+0.01*r.NormFloat64(), "black", "90"
		}
		if r.IntN(5) == 0 {
			gap = "?"
		}
		kind, label := []string{"a", "b"}[class], ""
		if count[kind]++; count[kind] <= perClass && i < 105 {
			label = kind
		}
		day := fmt.Sprintf("2021-%02d-%02d", 1+i/28, 1+i%28)
		t = append(t, []string{strconv.Itoa(1000 + i), day, "cm", fmt.Sprintf("%.3f", size), colour, gap, kind, label})
	}
	return t
}

func TestPool(t *testing.T) {
	in := mixedTable(10)
	got := propagate(in.String(), "--method", "pool", "--truth", "kind", "--proba", "-")
	require.Equal(t, 0, got.code, got.err)
	assert.Contains(t, got.err, "table     120 rows, 3 features, 20 labels in 2 classes\n")
	assert.Contains(t, got.err, "no (id), day (date), unit (constant)")
	assert.Contains(t, got.err, "labels    pool of 4 opinions: 20 given, ")
	assert.Regexp(t, `\npool      random forest 0\.\d\d \(right [01]\.\d{3}\), kernel ridge .*, graph .*, weighted graph .*; `+
		`weights by 20 labels left out\nshares    a 0\.\d\d, b 0\.\d\d; estimated, `, got.err)
	assert.Regexp(t, `\nproven    \d+ of \d+ labels by the graph, \d+ of \d+ labels by the weighted graph, each alone; `+
		`pooled labels are not\n`, got.err)
	// Rows that no graph reaches have a status of their own, and a label.
	out := parse(t, got.out)
	status := map[string]int{}
	for i, row := range out[1:] {
		label, confidence, s := row[8], row[9], row[10]
		status[s]++
		assert.NotEmpty(t, label)
		assert.Equal(t, i >= 105, s == "features-only", i)
		a, err := strconv.ParseFloat(row[11], 64)
		require.NoError(t, err)
		b, err := strconv.ParseFloat(row[12], 64)
		require.NoError(t, err)
		assert.InDelta(t, 1, a+b, 2e-4)
		c, err := strconv.ParseFloat(confidence, 64)
		require.NoError(t, err)
		assert.InDelta(t, max(a, b), c, 1e-4)
		if s == "given" {
			assert.Equal(t, row[7], label)
		}
	}
	assert.Equal(t, 20, status["given"])
	assert.Equal(t, 15, status["features-only"])
	assert.Equal(t, propagate(in.String(), "--method", "pool", "--truth", "kind", "--proba", "-"), got, "the same again")
	one := propagate(in.String(), "--method", "pool", "--truth", "kind", "--proba", "--threads", "1", "-")
	assert.Equal(t, got.out, one.out, "by any number of processors")
}

func TestPoolInSummaryAndReport(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "in.csv", mixedTable(10).String())
	got := propagate("", "--method", "pool", "--truth", "kind", "-o", "out.csv", "--json", "run.json", "--report", "run.html", "in.csv")
	require.Equal(t, 0, got.code, got.err)
	text, err := os.ReadFile("run.json")
	require.NoError(t, err)
	var run struct {
		Method string
		Pool   struct {
			Opinions []struct {
				Name             string
				Weight, Accuracy float64
				Proof            *struct{ Proven, Labels int }
			}
			LeftOut  int  `json:"labels_left_out"`
			DealtOut bool `json:"dealt_out_evenly"`
			Shares   []struct {
				Class string
				Share float64
			} `json:"class_shares"`
		}
		Status  map[string]int
		Columns struct {
			Features []string
			LeftOut  []string `json:"left_out"`
		}
	}
	require.NoError(t, json.Unmarshal(text, &run))
	assert.Equal(t, "pool", run.Method)
	require.Len(t, run.Pool.Opinions, 4)
	weights := 0.0
	for _, o := range run.Pool.Opinions {
		weights += o.Weight
		assert.Equal(t, strings.HasSuffix(o.Name, "graph"), o.Proof != nil, o.Name)
	}
	assert.InDelta(t, 1, weights, 1e-9)
	assert.Equal(t, 20, run.Pool.LeftOut)
	assert.True(t, run.Pool.DealtOut)
	assert.Len(t, run.Pool.Shares, 2)
	assert.Equal(t, 15, run.Status["features-only"])
	assert.Equal(t, []string{"size", "gap", "colour"}, run.Columns.Features)
	assert.Equal(t, []string{"no", "day", "unit"}, run.Columns.LeftOut)
	page, err := os.ReadFile("run.html")
	require.NoError(t, err)
	assert.Contains(t, string(page), "random forest (weight ")
	assert.Contains(t, string(page), "Each given label was judged by opinions that have not seen it.")
}

// One label a class cannot be left out.
func TestPoolOfOneLabelAClass(t *testing.T) {
	got := propagate(mixedTable(1).String(), "--method", "pool", "--ignore", "kind", "-")
	require.Equal(t, 0, got.code, got.err)
	assert.Regexp(t, `\npool      random forest 0\.\d\d, kernel ridge 0\.\d\d, balanced poisson \d\.\d\d; weights by a rule for few labels\n`, got.err)
	assert.Contains(t, got.err, "proven    none: no opinion of this pool can prove labels")
}

// Uneven numbers of labels are taken for a random sample.
func TestPoolOfARandomSample(t *testing.T) {
	in := mixedTable(30)
	kept := 0
	for _, row := range in[1:] {
		if row[7] == "b" {
			if kept++; kept > 6 {
				row[7] = ""
			}
		}
	}
	got := propagate(in.String(), "--method", "pool", "--truth", "kind", "--alpha", "0.9", "-")
	require.Equal(t, 0, got.code, got.err)
	assert.Contains(t, got.err, "weights by 36 labels left out\nshares    those of the labels, which look like a random sample\n")
	assert.Contains(t, got.err, "no effect in this run: --alpha")
}

// Flags overrule what the columns seem to be.
func TestPoolColumns(t *testing.T) {
	in := mixedTable(10).String()
	for args, features := range map[string]string{
		"--ignore kind,colour":               "2 features",
		"--truth kind --features size,no":    "2 features",
		"--truth kind --categorical gap":     "3 features",
		"--ignore kind --scale none":         "3 features",
		"--ignore kind --scale robust":       "3 features",
		"--ignore kind --scale minmax -k 5":  "3 features",
		"--ignore kind --scale standard":     "3 features",
		"--truth kind --id no --recall 0.95": "3 features",
	} {
		got := propagate(in, append(strings.Fields(args), "--method", "pool", "-")...)
		require.Equal(t, 0, got.code, args+": "+got.err)
		assert.Contains(t, got.err, "120 rows, "+features, args)
	}
	// A column that repeats the labels is not used: it is the answer.
	got := propagate(in, "--method", "pool", "-")
	assert.Contains(t, got.err, "kind (the labels themselves)")
	got = propagate(in, "--method", "pool", "--truth", "kind", "--categorical", "gap", "--max-categories", "3", "-")
	assert.Contains(t, got.err, `column "gap": more than 3 different values are too many for a categorical feature`)
	got = propagate("a,label\n1,x\n1,y\n1,\n", "--method", "pool", "-")
	assert.Contains(t, got.err, "needs columns that vary")
}

func TestPoolOfSparseRows(t *testing.T) {
	got := propagate("1 1:2\n-1 2:3\n0 1:1\n", "--method", "pool", "-")
	assert.Equal(t, 2, got.code)
	assert.Contains(t, got.err, "--method pool does not go with sparse rows")
}

// A model answers for new rows like the pool it was made of, whatever their texts and gaps are.
func TestPoolPredicts(t *testing.T) {
	in := mixedTable(10)
	t.Chdir(t.TempDir())
	got := propagate(in.String(), "--method", "pool", "--ignore", "kind", "--save", "rows.model", "-")
	require.Zero(t, got.code, got.err)
	// Columns in another order, without those that are no features, and a colour that is new.
	fresh := csvTable{{"gap", "colour", "size"}}
	for i, row := range in[1:] {
		colour := row[4]
		if i == 0 {
			colour = "violet"
		}
		fresh = append(fresh, []string{row[5], colour, row[3]})
	}
	new := propagate(fresh.String(), "predict", "--model", "rows.model", "-")
	require.Zero(t, new.code, new.err)
	assert.Contains(t, new.err, "model     rows.model: pool of 4 opinions, 120 rows, 3 features, 2 classes\n"+
		"labels    120 new rows: 105 propagated, 0 tied, 15 features-only (no graph reaches them)\n")
	trained, predicted := parse(t, got.out), parse(t, new.out)
	same := 0
	for i, label := range trained.column("predicted") {
		if label == predicted.column("predicted")[i] {
			same++
		}
	}
	assert.GreaterOrEqual(t, same, 116)
	got = propagate("size,gap\n1,2\n", "predict", "--model", "rows.model", "-")
	assert.Contains(t, got.err, `column "colour": no such column`)
	got = propagate("size,gap,colour\n1e308,2,red\n-1e308,x,\n", "predict", "-q", "--model", "rows.model", "-")
	assert.Zero(t, got.code, "huge numbers count by their logarithm: "+got.err)
}
