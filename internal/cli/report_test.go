package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reported runs the command on a table and returns the text of its report.
func reported(t *testing.T, in csvTable, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	labelled(t, in, append(args, "--report", path)...)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// TestReportSaysWhatTheRunSays compares the report with the summary, the answers, suspects and suggest.
func TestReportSaysWhatTheRunSays(t *testing.T) {
	skipIfSlow(t)
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := sample(t, "digits.csv", 2)
	t.Chdir(t.TempDir())
	out := labelled(t, in, "--truth", "digit", "--json", "s.json", "--report", "r.html")
	text, err := os.ReadFile("r.html")
	require.NoError(t, err)
	raw, err := os.ReadFile("s.json")
	require.NoError(t, err)
	var s struct {
		Rows   int
		Graph  struct{ Edges, Components int }
		Solver struct {
			Name               string
			Iterations, Proven int
		}
		Status     map[string]int
		Classes    []struct{ Given, Predicted int }
		Evaluation struct {
			Accuracy float64
			Macro    float64                 `json:"macro_f1"`
			LogLoss  struct{ Value float64 } `json:"log_loss"`
			ECE      struct{ Value float64 }
			Brier    float64
			Classes  []struct{ Precision, Recall, F1 float64 }
		}
	}
	require.NoError(t, json.Unmarshal(raw, &s))
	page := strings.ReplaceAll(string(text), "\n", " ")
	shows := func(pattern string, args ...any) {
		t.Helper()
		pattern = fmt.Sprintf(pattern, args...)
		assert.True(t, regexp.MustCompile(pattern).MatchString(page), pattern)
	}
	shows(`<dt>rows</dt><dd>%d<`, s.Rows)
	shows(`<dt>given labels</dt><dd>%d<`, s.Status["given"])
	shows(`<dt>predicted labels</dt><dd>%d<`, s.Status["propagated"])
	shows(`<dt>proven for this graph</dt><dd>%d<`, s.Solver.Proven)
	shows(`distance: %d rows, %d edges<`, s.Rows, s.Graph.Edges)
	shows(`Solved by %s: %d iterations`, s.Solver.Name, s.Solver.Iterations)
	for name, v := range map[string]float64{"accuracy": s.Evaluation.Accuracy, "macro-F1": s.Evaluation.Macro, "log loss": s.Evaluation.LogLoss.Value, "Brier score": s.Evaluation.Brier, "ECE": s.Evaluation.ECE.Value} {
		shows(`<th scope="row">%s<small>[^<]*</small></th><td class="n">%.4f</td>`, name, v)
	}
	for k, c := range s.Classes {
		shows(`<th scope="row">%d</th><td class="n">%d</td><td class="n">[\d.]+ %%</td><td class="n">%d</td>`, k, c.Given, c.Predicted)
		e := s.Evaluation.Classes[k]
		shows(`<td class="n">%.4f</td><td class="n">%.4f</td><td class="n">%.4f</td></tr>`, e.Precision, e.Recall, e.F1)
	}
	checkPoints(t, string(text), out)
	suspects := told(t, in, "suspects", "--ignore", "digit")
	for i, line := range suspects.column("line") {
		shows(`<th scope="row"><a href="#row%d" title="show on the map">line %s</a></th><td>%s</td><td>%s</td><td class="n">%.4f</td>`, rowOf(t, line), line, suspects.column("label")[i], suspects.column("likely")[i], float(t, suspects.column("probability")[i]))
	}
	shows(`For %d of 100 given labels another class was predicted`, len(suspects)-1)
	for i, line := range told(t, in, "suggest", "--ignore", "digit").column("line") {
		row := rowOf(t, line)
		shows(`<td>%d</td><th scope="row"><a href="#row%d" title="show on the map">line %s</a></th><td>%s</td><td class="n">%s</td>`, i+1, row, line, out.column("predicted")[row], out.column("confidence")[row])
	}
}

// checkPoints compares the points of the map with the answers: each row is there, given ones as diamonds.
func checkPoints(t *testing.T, text string, out csvTable) {
	points := map[string]string{}
	for _, m := range regexp.MustCompile(`<(path|circle)(?: id="row\d+")? class="h\d+(?: wrong)?" [^>]*><title>line (\d+): ([^<;]*); (?:truly \d; )?pixel_[^<]*<`).FindAllStringSubmatch(text, -1) {
		points[m[2]] = m[1] + " " + m[3]
	}
	require.Len(t, points, len(out)-1)
	for i, class := range out.column("predicted") {
		want := "path " + class + ", given"
		if out.column("status")[i] != "given" {
			confidence, err := strconv.ParseFloat(out.column("confidence")[i], 64)
			require.NoError(t, err)
			got := points[lineOf(i)]
			at := strings.LastIndex(got, " ")
			assert.InDelta(t, confidence, float(t, got[at+1:]), 0.00511)
			want = "circle " + class + ", confidence" + got[at:]
		}
		assert.Equal(t, want, points[lineOf(i)])
	}
}

// TestReportOfEveryKind checks that whatever a run is, there is a report of it.
func TestReportOfEveryKind(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	missing := in.with("petal_width_cm", func(i int, cell string) string {
		if i == 9 {
			return ""
		}
		return cell
	})
	for _, c := range []struct {
		table csvTable
		args  string
		says  string
	}{
		{in, "--method poisson", "150 for this graph"},
		{in, "--method poisson-mbo", "none: this method cannot prove labels"},
		{in, "--method mad --abstain 0.01", "without a label</dt>"},
		{in, "--method spreading", "labels that contradict it"},
		{in, "--graph complete --gamma 1e9", ", set by --gamma"},
		{in, "--kernel rbf", "from the distances of near neighbours"},
		{in, "--kernel laplacian --gamma inf", "set by --gamma"},
		{in, "--mutual -k 2", "smaller components"},
		{in, "--truth species --calibrate", "Evaluation"},
		{in, "--class-sizes mass", "class sizes"},
		{in, "--id species", ": setosa, given; sepal_length_cm "},
		{missing, "--missing drop", "1 row with a missing value was left out"},
		{missing, "--missing median", "missing values filled in: petal_width_cm"},
		{in, "--labels-only", "Rows by class"},
	} {
		args := strings.Fields(c.args)
		if !strings.Contains(c.args, "species") {
			args = append(args, "--ignore", "species")
		}
		text := reported(t, c.table, args...)
		assert.Contains(t, text, c.says, c.args)
		assert.True(t, strings.HasSuffix(strings.TrimSpace(text), "</html>"), c.args)
	}
	labels := labelled(t, in, "--proba").with("status", func(int, string) string { return "" })
	assert.Contains(t, reported(t, labels, "--labels-only", "--classifier-columns", "proba_", "--method", "correct-smooth"), "correct-smooth")
}

// TestReportEscapes checks that labels, names and columns are no part of the page.
func TestReportEscapes(t *testing.T) {
	in := csvTable{{"x", `<b>"'`, "label"}}
	for i := range 40 {
		label := ""
		if i%7 == 0 {
			label = []string{"<script>alert(1)</script>", `" onload="alert(1)`}[i/20]
		}
		in = append(in, []string{fmt.Sprint(i + 50*(i/20)), fmt.Sprintf("<img src=x onerror=alert(%d)>", i), label})
	}
	text := reported(t, in, "--id", `<b>"'`)
	assert.NotContains(t, text, "<script")
	assert.NotContains(t, text, "<img")
	assert.NotContains(t, text, `" onload="`)
	assert.NotContains(t, text, `<b>"`)
	assert.Contains(t, text, "&lt;script&gt;alert(1)&lt;/script&gt;")
	assert.Contains(t, text, "&lt;img src=x onerror=alert(3)&gt;")
}

// TestReportLeavesTheAnswerAlone checks that a run with a report says and writes the same.
func TestReportLeavesTheAnswerAlone(t *testing.T) {
	in := sample(t, "iris.csv", 1).String()
	t.Chdir(t.TempDir())
	for _, args := range [][]string{{"-"}, {"--calibrate", "--truth", "species", "-"}, {"--method", "poisson", "-"}} {
		assert.Equal(t, propagate(in, args...), propagate(in, append([]string{"--report", "r.html"}, args...)...))
	}
}

// TestReportNamesTheCommand checks that the command in the report does the same again.
func TestReportNamesTheCommand(t *testing.T) {
	in := sample(t, "iris.csv", 1).String()
	t.Chdir(t.TempDir())
	writeFile(t, "it's a table.csv", in)
	t.Setenv("PROPAGATE_K", "7")
	require.Zero(t, propagate("", "run", "-q", "--report", "r.html", "-o", "1.csv", "--ignore", "species", "--features=petal_width_cm,sepal_width_cm", "it's a table.csv").code)
	text, err := os.ReadFile("r.html")
	require.NoError(t, err)
	assert.Contains(t, string(text), `<pre><code>propagate run --features petal_width_cm,sepal_width_cm --ignore species --neighbors 7 --output 1.csv --quiet --report r.html &#39;it&#39;\&#39;&#39;s a table.csv&#39;</code></pre>`)
}

// badReports are reports that cannot be written.
var badReports = []failure{
	{name: "standard output", code: 2, args: "--report - data.csv", says: "--report -: a report is a file to open", hint: "name a file"},
	{name: "two to one file", code: 2, args: "--report x -o x data.csv", says: `-o and --report both write "x"`, hint: "name two files"},
	{name: "no folder", code: 1, args: "-q --report missing/r.html data.csv", says: "missing/r.html: cannot write: no such folder", hint: "make the folder first"},
	{name: "not of suspects", code: 2, args: "suspects --report r.html data.csv", says: "unknown flag: --report", hint: "see propagate suspects --help"},
}

func TestBadReports(t *testing.T) {
	for _, f := range badReports {
		f.csv = good
		t.Run(f.name, f.check)
	}
}
