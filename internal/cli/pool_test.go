package cli_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
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
	for _, note := range []string{"id (nearly all values differ): no", "date (dates): day", "constant (one value only): unit"} {
		assert.Contains(t, got.err, "left out of the features: "+note)
	}
	assert.Contains(t, got.err, "labels    pool of 4 opinions: 20 given, ")
	assert.Regexp(t, `\npool      random forest 0\.\d\d \(right [01]\.\d{3}\), kernel ridge .*, logistic regression .*, graph .*; `+
		`weights by 20 labels left out\nprior     a 0\.\d\d, b 0\.\d\d; estimated, `, got.err)
	assert.Regexp(t, `\nproven    \d+ of \d+ labels by the graph alone; the pooled labels have no proof\n`, got.err)
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
	assert.Contains(t, got.err, "\nwarning: 15 of 120 rows are in components without a given label: ")
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
	assert.Contains(t, string(page), "Each given label was judged without itself.")
}

// One label a class cannot be left out.
func TestPoolOfOneLabelAClass(t *testing.T) {
	got := propagate(mixedTable(1).String(), "--method", "pool", "--ignore", "kind", "-")
	require.Equal(t, 0, got.code, got.err)
	assert.Regexp(t, `\npool      random forest 0\.\d\d, kernel ridge 0\.\d\d, logistic regression 0\.\d\d, balanced poisson \d\.\d\d; weights by a rule for few labels\n`, got.err)
	proven := number(t, `\nproven    (\d+) of \d+ labels by balanced poisson alone; the pooled labels have no proof\n`, got.err)
	assert.Equal(t, number(t, `\nproven    \d+ of (\d+) labels`, got.err), proven)
	assert.Positive(t, proven)
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
	assert.Contains(t, got.err, "weights by 36 labels left out\nprior     the shares of the labels, which look like a random sample\n")
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
	assert.Contains(t, got.err, "equal to the label in all 20 labelled rows: kind")
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
		"labels    120 new rows: 105 propagated, 0 tied, 15 features-only (no path to a label)\n")
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

// explained is what explain says of a row: the parts of its log-odds as they are in the table.
func explained(t *testing.T, in csvTable, args ...string) (outcome, csvTable) {
	t.Helper()
	got := propagate(in.String(), append([]string{"explain", "--method", "pool", "--ignore", "kind"}, append(args, "-")...)...)
	require.Zero(t, got.code, got.err)
	return got, parse(t, got.out)
}

// The answer that is explained is that of the run, and its log-odds are the sum of what the opinions add.
func TestPoolExplained(t *testing.T) {
	for perClass, row := range map[int]int{1: 60, 10: 61} {
		in := mixedTable(perClass)
		run := parse(t, propagate(in.String(), "--method", "pool", "--ignore", "kind", "--proba", "-q", "-").out)
		require.NotEqual(t, "given", run.column("status")[row-2])
		got, table := explained(t, in, "--row", strconv.Itoa(row))
		label, confidence := run.column("predicted")[row-2], run.column("confidence")[row-2]
		assert.Contains(t, got.err, fmt.Sprintf("\nanswer    %d: %s %s, ", row, label, confidence))
		sum, weights := 0.0, 0.0
		for i, odds := range table.column("log_odds") {
			if odds == "" {
				continue
			}
			v, err := strconv.ParseFloat(odds, 64)
			require.NoError(t, err)
			w, err := strconv.ParseFloat(table.column("weight")[i], 64)
			require.NoError(t, err)
			sum, weights = sum+v, weights+w
		}
		shares := regexp.MustCompile(`shares of the classes add ([-+.0-9]+)`).FindStringSubmatch(got.err)
		if shares != nil {
			v, err := strconv.ParseFloat(shares[1], 64)
			require.NoError(t, err)
			sum += v
		}
		p, err := strconv.ParseFloat(confidence, 64)
		require.NoError(t, err)
		assert.InDelta(t, math.Log(p/(1-p)), sum, 0.02)
		assert.InDelta(t, 1, weights, 1e-4)
		// The labels of a graph are those that its opinion comes from.
		if perClass > 1 {
			assert.NotEmpty(t, table[len(table)-1][len(table[0])-1], "a path")
		}
		assert.GreaterOrEqual(t, len(table), 4)
	}
}

// Of a given label the others speak, and of a row out of reach the features alone.
func TestPoolExplainsAllRows(t *testing.T) {
	in := mixedTable(10)
	got, _ := explained(t, in, "--row", "2", "-n", "1")
	assert.Contains(t, got.err, "without its label, which is given as a; log-odds of")
	got, _ = explained(t, in, "--row", "121")
	assert.Contains(t, got.err, "graph: says nothing of the row")
}

// A label that is wrong is found by opinions that have not seen it.
func TestPoolSuspects(t *testing.T) {
	in := mixedTable(12)
	wrong := 0
	for i, row := range in[1:] {
		size, err := strconv.ParseFloat(row[3], 64)
		require.NoError(t, err)
		if row[7] == "b" && size > 3 && row[4] == "blue" {
			row[7], wrong = "a", i
			break
		}
	}
	got := propagate(in.String(), "suspects", "--method", "pool", "--ignore", "kind", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "of 24 given labels, by leave-one-out with a pool of 4 opinions; 2 of them are of copies or groups, and left out together\n")
	table := parse(t, got.out)
	at := slices.Index(table.column("line"), strconv.Itoa(wrong+2))
	require.GreaterOrEqual(t, at, 0)
	assert.Equal(t, []string{"a", "b"}, table[1+at][1:3])
	assert.Contains(t, strings.Join(table.column("against"), ""), " (b 0.", "the labels against it")
}

// Every strategy suggests rows without a label, those by doubt as the pool doubts them.
func TestPoolSuggests(t *testing.T) {
	in := mixedTable(10)
	run := parse(t, propagate(in.String(), "--method", "pool", "--ignore", "kind", "-q", "-").out)
	for _, strategy := range []string{"sigma", "variance", "margin", "entropy", "density", "coverage"} {
		got := propagate(in.String(), "suggest", "-n", "6", "--strategy", strategy, "--method", "pool", "--ignore", "kind", "-")
		require.Zero(t, got.code, got.err)
		table := parse(t, got.out)
		require.Len(t, table, 7, strategy)
		for _, row := range table[1:] {
			line, err := strconv.Atoi(row[0])
			require.NoError(t, err)
			assert.NotEqual(t, "given", run.column("status")[line-2], strategy)
		}
	}
}

// A pool is a candidate of tune, ranked by the labels left out of it, and a named one competes with others.
func TestPoolTuned(t *testing.T) {
	in := mixedTable(10)
	got := propagate(in.String(), "tune", "--ignore", "kind,gap", "-")
	require.Zero(t, got.code, got.err)
	flags := parse(t, got.out).column("flags")
	for _, want := range []string{"--method pool", "--scale standard --method pool", "--kernel shared --method harmonic",
		"--categorical colour --scale none --metric manhattan --kernel shared --method harmonic"} {
		assert.Contains(t, flags, want)
	}
	// Every candidate is the flags of a run.
	for _, one := range flags {
		run := propagate(in.String(), append(strings.Fields(one), "-q", "--ignore", "kind,gap", "-")...)
		assert.Zero(t, run.code, one+": "+run.err)
	}
	t.Chdir(t.TempDir())
	got = propagate(in.String(), "tune", "--ignore", "kind", "--save-config", "best.conf", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, parse(t, got.out).column("flags"), "--kernel shared --method harmonic")
	run := propagate(in.String(), "--config", "best.conf", "-q", "-")
	assert.Zero(t, run.code, run.err)
	got = propagate(in.String(), "tune", "--ignore", "kind,gap", "--method", "pool,harmonic", "--kernel", "shared", "-")
	assert.Equal(t, 2, got.code)
	assert.Contains(t, got.err, "--kernel does not go with --method pool")
	got = propagate(in.String(), "tune", "--ignore", "kind,gap", "--method", "pool,harmonic", "--holdout", "0.3x2", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, parse(t, got.out).column("flags"), "--method pool")
	// A pool alone needs no numbers.
	got = propagate(in.String(), "tune", "--features", "colour", "--method", "pool", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "120 rows, 1 features")
}
