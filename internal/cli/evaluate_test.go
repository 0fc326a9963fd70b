package cli_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answered is a table as propagate --proba writes it: two given rows, one without
// a truth, one without an answer, one certain and wrong.
const answered = `x,label,kind,predicted,confidence,status,proba_a,proba_b
0,a,b,a,1.0000,given,1,0
1,,a,a,0.8000,propagated,0.8,0.2
2,,a,b,0.6000,propagated,0.4,0.6
3,,b,b,0.9000,propagated,0.1,0.9
4,,,b,0.7000,propagated,0.3,0.7
5,,c,,0.0000,unreachable,0,0
6,,b,a,1.0000,propagated,1,0
9,b,b,b,1.0000,given,0,1
`

const answeredReport = `rows              5 evaluated; left out: 2 with a given label, 1 without a true label
without a label   1 (coverage 0.8000)
accuracy          0.4000 (majority-class baseline: 0.4000; rows that got a label: 0.5000)
balanced accuracy 0.3333
macro-F1          0.3333
log loss          6.6962 (rows clipped at 1e-07: 2)
Brier score       0.7640
ECE               0.3800 (10 bins)

class  rows  predicted  precision  recall      F1
a         2          2     0.5000  0.5000  0.5000
b         2          2     0.5000  0.5000  0.5000
c         1          0     0.0000  0.0000  0.0000

true \ predicted  a  b  c  (none)
a                 1  1  0       0
b                 1  1  0       0
c                 0  0  0       1
`

func TestEvaluateReport(t *testing.T) {
	assert.Equal(t, outcome{out: answeredReport}, propagate(answered, "evaluate", "--truth", "kind", "-"))
}

// The log loss above, term by term: ln of 0.8, 0.4, 0.9 and twice the clip.
func TestEvaluateReportByHand(t *testing.T) {
	loss := -(math.Log(0.8) + math.Log(0.4) + math.Log(0.9) + 2*math.Log(1e-7)) / 5
	brier := (2*0.2*0.2 + 2*0.6*0.6 + 2*0.1*0.1 + 1 + 2) / 5
	ece := (0.2 + 0.6 + 0.1 + 0 + 1) / 5 // every row in a bin of its own
	v := evaluated(t, answered, "--truth", "kind")
	assert.InDelta(t, loss, v.LogLoss.Value, 1e-9)
	assert.InDelta(t, brier, v.Brier, 1e-12)
	assert.InDelta(t, ece, v.ECE.Value, 1e-12)
	assert.Equal(t, 2, v.LogLoss.Hits)
}

// report is what --json prints, of what the tests look at.
type report struct {
	Rows     struct{ Evaluated, Given int }
	Accuracy float64
	LogLoss  *struct {
		Value any
		Hits  int
	} `json:"log_loss"`
	Brier     any
	ECE       *struct{ Value float64 }
	Confusion struct{ Counts [][]int }
}

func evaluated(t *testing.T, csv string, args ...string) report {
	t.Helper()
	got := propagate(csv, append(append([]string{"evaluate"}, args...), "--json", "-")...)
	require.Equal(t, outcome{out: got.out}, got)
	var r report
	require.NoError(t, json.Unmarshal([]byte(got.out), &r))
	return r
}

func TestEvaluateJSON(t *testing.T) {
	got := propagate(answered, "evaluate", "--truth", "kind", "--json", "-")
	var all map[string]any
	require.NoError(t, json.Unmarshal([]byte(got.out), &all))
	for _, key := range []string{"rows", "coverage", "accuracy", "baseline", "balanced_accuracy", "macro_f1", "log_loss", "brier", "ece", "classes", "confusion"} {
		assert.Contains(t, all, key)
	}
	assert.Len(t, all, 11)
	assert.Equal(t, map[string]any{"counts": []any{[]any{1.0, 1.0, 0.0}, []any{1.0, 1.0, 0.0}, []any{0.0, 0.0, 0.0}}, "without_label": []any{0.0, 0.0, 1.0}}, all["confusion"])
	assert.Equal(t, map[string]any{"class": "a", "rows": 2.0, "predicted": 2.0, "precision": 0.5, "recall": 0.5, "f1": 0.5}, all["classes"].([]any)[0])
	assert.Equal(t, "+Inf", evaluated(t, answered, "--truth", "kind", "--clip", "0").LogLoss.Value)
}

// TestEvaluateWithoutProbabilities checks what is said where columns are missing.
func TestEvaluateWithoutProbabilities(t *testing.T) {
	table := parse(t, answered)
	full := propagate(answered, "evaluate", "--truth", "kind", "-").out
	brief := propagate(table.left(6).String(), "evaluate", "--truth", "kind", "-")
	require.Zero(t, brief.code, brief.err)
	assert.Contains(t, brief.out, "log loss, Brier   not available: they need the probability of each class (propagate --proba)\n")
	_, fullECE, _ := strings.Cut(full, "ECE ")
	_, briefECE, _ := strings.Cut(brief.out, "ECE ")
	assert.Equal(t, fullECE, briefECE, "from the confidence, and all that follows")

	least := propagate(table.left(4).String(), "evaluate", "--truth", "kind", "-")
	require.Zero(t, least.code, least.err)
	assert.Contains(t, least.out, "ECE               not available: it needs a column confidence, or the probability of each class (propagate --proba)\n")
	assert.Nil(t, evaluated(t, table.left(4).String(), "--truth", "kind").ECE)
	assert.Nil(t, evaluated(t, table.left(6).String(), "--truth", "kind").LogLoss)
}

// TestGivenRowsAreNotScored changes all of the rows whose label was given.
func TestGivenRowsAreNotScored(t *testing.T) {
	table := parse(t, answered)
	given := func(i int) bool { return table[i+1][1] != "" }
	for column, cell := range map[string]string{"kind": "a", "predicted": "b", "confidence": "no number", "proba_a": "17"} {
		changed := table.with(column, func(i int, old string) string {
			if given(i) {
				return cell
			}
			return old
		})
		assert.Equal(t, answeredReport, propagate(changed.String(), "evaluate", "--truth", "kind", "-").out, column)
	}
	byStatus := table.with("label", func(int, string) string { return "" })
	assert.Equal(t, answeredReport, propagate(byStatus.String(), "evaluate", "--truth", "kind", "-").out, "by status alone")
	byLabel := table.with("status", func(int, string) string { return "tied" })
	assert.Equal(t, answeredReport, propagate(byLabel.String(), "evaluate", "--truth", "kind", "-").out, "by label alone")
	assert.Equal(t, 7, evaluated(t, byStatus.with("status", func(int, string) string { return "tied" }).String(), "--truth", "kind", "--label", "").Rows.Evaluated)
}

// TestProba checks the columns that --proba adds.
func TestProba(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	for _, method := range methods {
		plain := labelled(t, iris, "--connect", "--method", method)
		out := labelled(t, iris, "--connect", "--method", method, "--proba")
		require.Equal(t, plain, out.left(len(plain[0])))
		added := out.right(3)
		require.Equal(t, []string{"proba_setosa", "proba_versicolor", "proba_virginica"}, added[0])
		for i, row := range added[1:] {
			p := make([]float64, 3)
			for k := range p {
				p[k] = parseFloat(t, row[k])
			}
			require.InDelta(t, 1, p[0]+p[1]+p[2], 1e-12)
			k := slices.Index(added[0], "proba_"+out.column("predicted")[i])
			require.InDelta(t, parseFloat(t, out.column("confidence")[i]), p[k], 5.1e-5)
			if out.column("status")[i] == "propagated" {
				require.Equal(t, slices.Max(p), p[k])
			}
		}
	}
}

func parseFloat(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return v
}

// TestEvaluateAgainstTheTable computes the numbers anew from what is written.
func TestEvaluateAgainstTheTable(t *testing.T) {
	for _, file := range []struct{ name, truth string }{{"iris.csv", "species"}, {"digits.csv", "digit"}, {"moons.csv", "moon"}} {
		out := labelled(t, sample(t, file.name, 4), "--truth", file.truth, "--proba")
		rows, right, loss, hits := 0, 0, 0.0, 0
		for i, truth := range out.column(file.truth) {
			if out.column("label")[i] != "" {
				continue
			}
			rows++
			if out.column("predicted")[i] == truth {
				right++
			}
			p := parseFloat(t, out.column("proba_" + truth)[i])
			if p < 1e-7 {
				hits++
			}
			loss -= math.Log(min(max(p, 1e-7), 1-1e-7))
		}
		v := evaluated(t, out.String(), "--truth", file.truth)
		assert.Equal(t, rows, v.Rows.Evaluated)
		assert.InDelta(t, float64(right)/float64(rows), v.Accuracy, 1e-15)
		assert.InDelta(t, loss/float64(rows), v.LogLoss.Value, 1e-12)
		assert.Equal(t, hits, v.LogLoss.Hits)
		correct := 0
		for k, row := range v.Confusion.Counts {
			correct += row[k]
		}
		assert.Equal(t, right, correct)
	}
}

// TestShortForm checks that a run says what propagate evaluate says afterwards.
func TestShortForm(t *testing.T) {
	in := sample(t, "digits.csv", 5)
	run := propagate(in.String(), "--truth", "digit", "--proba", "-")
	require.Zero(t, run.code, run.err)
	v := propagate(run.out, "evaluate", "--truth", "digit", "-").out
	for _, name := range []string{"balanced accuracy", "macro-F1", "log loss"} {
		assert.Equal(t, number(t, name+` +([0-9.]+)`, v), number(t, name+` ([0-9.]+)`, run.err), name)
	}
	assert.Equal(t, number(t, `Brier score +([0-9.]+)`, v), number(t, `Brier ([0-9.]+)`, run.err))
	assert.Equal(t, number(t, `ECE +([0-9.]+)`, v), number(t, `ECE ([0-9.]+)`, run.err))
	assert.Equal(t, number(t, `coverage ([0-9.]+)`, v), number(t, `coverage ([0-9.]+)`, run.err))
	assert.Regexp(t, `\naccuracy  [0-9.]+ on \d+ rows`, run.err)
}

// TestShortFormWithoutALabel has a row that no label reaches, and a true class
// that is nowhere given.
func TestShortFormWithoutALabel(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	got := propagate("x,label,kind\n0,a,a\n1,b,b\n2,,c\n90,,a\n91,,b\n", "-k", "1", "--truth", "kind", "--features", "x", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "accuracy  0.0000 on 3 rows")
	assert.Contains(t, got.err, "coverage 0.3333, ")
	assert.Contains(t, got.err, "log loss 16.1181 (rows clipped at 1e-07: 3)")
}

// TestTruthOfNumbers checks that a truth that is no class does no harm.
func TestTruthOfNumbers(t *testing.T) {
	var b strings.Builder
	b.WriteString("x,label,kind\n0,a,a\n1,b,b\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "%d,,%d\n", i/50, i)
	}
	got := propagate(b.String(), "--truth", "kind", "-k", "1", "--features", "x", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "accuracy  not computed: the given and the true labels have 5002 classes\n")
}

func TestEvaluateManyClasses(t *testing.T) {
	var b strings.Builder
	b.WriteString("label,kind,predicted\n")
	for i := range 60 {
		fmt.Fprintf(&b, ",%d,%d\n", i, i)
	}
	got := propagate(b.String(), "evaluate", "--truth", "kind", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.out, "\nThe confusion matrix of 60 classes is too wide to print: see --json.\n")
	assert.Len(t, evaluated(t, b.String(), "--truth", "kind").Confusion.Counts, 60)
}

func TestEvaluateCellOfTwoLines(t *testing.T) {
	got := propagate("label,kind,predicted\n,\"a\nb\",\"a\nb\"\n,é,é\n", "evaluate", "--truth", "kind", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.out, "\n\"a\\nb\"     1          1     1.0000  1.0000  1.0000\né          1 ")
}

func TestEvaluateHelp(t *testing.T) {
	help := propagate("", "evaluate", "--help")
	require.Zero(t, help.code, help.err)
	assert.Equal(t, help.out, propagate("", "help", "evaluate").out)
	for _, word := range []string{"--truth", "--label", "--predicted", "--clip", "--bins", "--json", "-o, --output", "propagate evaluate --truth COLUMN"} {
		assert.Contains(t, help.out, word)
	}
	assert.NotContains(t, help.out, "--kernel")
	for _, line := range strings.Split(help.out, "\n") {
		assert.LessOrEqual(t, len([]rune(line)), 100, line)
	}
}

// TestAccuracyExplained checks that a run tells apart what costs accuracy, by hand: rows without a label, which lie in
// a component of their own, and rows of classes that no label has.
func TestAccuracyExplained(t *testing.T) {
	const in = "from,to\na,b\nb,c\nc,d\ne,e2\nx,y\n"
	t.Chdir(t.TempDir())
	writeFile(t, "edges.csv", in)
	// Of e2, b, c, d, x and y the first three are right, d is of an unknown class, x and y get no label.
	writeFile(t, "nodes.csv", "id,label,truth\na,u,u\ne,q,q\ne2,,q\nb,,u\nc,,u\nd,,v\nx,,w\ny,,v\n")
	got := propagate("", strings.Fields("--edges edges.csv --id id --truth truth --method harmonic -o out.csv nodes.csv")...)
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "accuracy  0.5000 on 6 rows without a given label "+
		"(majority-class baseline: 0.3333; rows that got a label: 0.7500)")
	assert.Contains(t, got.err, "3 of the rows are of 2 true classes that no label has, and count as wrong: v (2), w (1)\n")
	got = propagate("", "evaluate", "--truth", "truth", "out.csv")
	assert.Contains(t, got.out, "0.5000 (majority-class baseline: 0.3333; rows that got a label: 0.7500)")
	// Neither is said where there is none.
	writeFile(t, "nodes.csv", "id,label,truth\na,u,u\ne,v,v\ne2,,v\nb,,u\nc,,u\nd,,u\nx,v,v\ny,,v\n")
	got = propagate("", strings.Fields("--edges edges.csv --id id --truth truth --method harmonic -o out.csv nodes.csv")...)
	assert.Contains(t, got.err, "without a given label (majority-class baseline: 0.6000)\n")
	assert.NotContains(t, got.err, "that no label has")
}

// TestEvaluateByAnotherFile checks that a truth that stands in a file of its own, in another order, gives what the same
// truth gives in the table, and that ids that name no row are told of.
func TestEvaluateByAnotherFile(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "all.csv", "id,kind,label,predicted,confidence,status\n1,a,a,a,1,given\n2,a,,a,0.9,propagated\n3,b,,a,0.6,propagated\n4,b,,b,0.8,propagated\n5,,,b,0.7,propagated\n")
	writeFile(t, "answers.csv", "id,label,predicted,confidence,status\n1,a,a,1,given\n2,,a,0.9,propagated\n3,,a,0.6,propagated\n4,,b,0.8,propagated\n5,,b,0.7,propagated\n")
	writeFile(t, "truth.csv", "kind,id\nb,4.0\nb,3\na,2\na,1\nb,9\n")
	want := propagate("", "evaluate", "--truth", "kind", "all.csv")
	got := propagate("", "evaluate", "--truth", "kind", "--truth-file", "truth.csv", "--id", "id", "answers.csv")
	require.Zero(t, got.code, got.err)
	assert.Equal(t, want.out, got.out)
	assert.Contains(t, got.err, "note      4 labels of truth.csv joined by id\nnote      1 ids with a label name no row: 9\n")
	for args, says := range map[string]string{
		"--truth kind --truth-file truth.csv":                "--truth-file needs --id",
		"--truth kind --id id":                               "--id has no effect without --truth-file",
		"--truth kinds --truth-file truth.csv --id id":       `--truth: truth.csv: column "kinds": no such column`,
		"--truth kind --truth-file truth.csv --id name":      "name",
		"--truth kind --truth-file missing.csv --id id":      "missing.csv: no such file",
		"--truth id --truth-file truth.csv --id id":          "no true label is one of the classes",
		"--truth predicted --truth-file answers.csv --id id": "",
	} {
		got := propagate("", append(append([]string{"evaluate"}, strings.Fields(args)...), "answers.csv")...)
		assert.Equal(t, says == "", got.code == 0, args+got.err)
		assert.Contains(t, got.err, says, args)
	}
}
