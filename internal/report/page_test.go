package report_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/report"
	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/labelprop/metric"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// paper is a run and what only its page needs.
type paper struct {
	run    *summary.Run
	review *report.Review
}

// sample is a run with all that a report can show; name stands in for every name.
func sample(name string) *paper {
	gamma, brier := summary.Number(1), summary.Number(0.25)
	right, all := 0.8, 1.0
	r := &summary.Run{
		Table: summary.Table{
			File: name, Files: []string{name, name}, Rows: 12345,
			Columns:  summary.Columns{Label: name, Truth: name, Features: []string{name}},
			Features: summary.Features{Count: 7}, Scaling: summary.Scaling{Rule: name},
			Weights: &summary.Weights{
				Column: name, Counts: dataset.CertaintyCounts{Labels: 2, Below: 1, Least: 0.5, Zero: 1, Empty: 1},
			},
		},
		Graph: summary.Graph{
			Made: name, Kernel: name, Gamma: &gamma, GammaBy: name, Origin: summary.GammaGiven, Gammas: 3,
			Tuned: &summary.Tuned{Gamma: 1, Widths: []summary.Width{{Gamma: 0.01, LogLoss: 2}, {Gamma: 1, LogLoss: 0.5}, {Gamma: 10, LogLoss: 0.7, Interpolated: true}, {Gamma: 100, LogLoss: 1}}},
			Parts: []summary.Part{{Rows: 12000, Given: 2, Classes: []string{name, "b"}}, {Rows: 345}},
		},
		Method: summary.Method{Name: name, Proves: true},
		Solver: &summary.Solver{
			Name: name, Iterations: 3, Proven: 11999, Tolerance: 1e-6,
			Residuals: []summary.Point{{X: 1, Y: 1}, {X: 2, Y: 1e-3}, {X: 3, Y: 1e-7}},
		},
		Labels: summary.Labels{
			Status:     summary.Status{Given: 2, Propagated: 12000, Tied: 3, Unreachable: 300, Abstained: 20, Dropped: 20},
			Classes:    []summary.Class{{Name: name, Given: 1, Predicted: 12001, Truth: 5}, {Name: "b", Given: 1, Predicted: 4}},
			Confidence: []float64{0, 0.05, 0.051, 0.5, 1},
		},
		Uncertain: &summary.Uncertain{Least: 0.9, Kept: 5, Rows: 9, Curve: []summary.Risk{
			{Least: 0.9, Labels: 9, Coverage: 0.5, Accuracy: &all, Interval: [2]float64{0.5, 1}},
			{Labels: 9, Coverage: 1, Accuracy: &right, Interval: [2]float64{0.4, 0.9}}, {Least: 0.99, Labels: 9},
		}},
		Truth: summary.Truth{Evaluation: &summary.Evaluation{
			Rows: summary.RowCounts{Evaluated: 5}, Accuracy: 0.75, MacroF1: summary.Number(math.NaN()),
			LogLoss: &summary.LogLoss{Value: summary.Number(math.Inf(1))}, Brier: &brier,
			ECE: &summary.CalibrationError{Value: 0.1, Filled: []metric.Bin{
				{Low: 0, High: 0.5, Confidence: math.NaN(), Accuracy: math.NaN()},
				{Low: 0.5, High: 1, Weight: 5, Confidence: 0.7, Accuracy: 0.6},
			}},
			Classes: []summary.ClassScores{
				{Class: name, Rows: 4, Predicted: 5, Precision: 0.5, Recall: summary.Number(math.NaN()), F1: 1},
				{Class: "b", Rows: 1},
			},
			Confusion: summary.Confusion{Counts: [][]int{{3, 1}, {1, 0}}, WithoutLabel: []int{0, 0}},
		}},
		Notes:    []summary.Note{{Kind: summary.ColumnsLeftOut, Names: []string{"text", name}}},
		Warnings: []summary.Warning{{Text: name, Hint: name}},
		Origin: summary.Origin{
			Version: name, Command: name,
			Stages: summary.Stages{{Name: "read", Took: 250 * time.Millisecond}, {Name: "solve", Took: 750 * time.Millisecond}},
		},
	}
	review := &report.Review{
		Map: &report.Map{Of: 12345},
		Suspects: &report.Suspects{By: name, Given: 2, Found: 1, Rows: []report.Suspect{
			{Node: 4, Row: name, Given: name, Likely: name, Probability: 0.1, Against: name},
		}},
		Next: &report.Next{By: name, Rows: []report.NextRow{
			{Node: 9, Row: name, Label: name, Confidence: 0.3}, {Node: 999, Row: name, Opens: 5},
		}},
	}
	for i := range 50 {
		review.Map.Rows = append(review.Map.Rows, report.MapRow{
			Node: i, X: float64(i % 7), Y: float64(i), Name: name, Cells: name, Truth: map[bool]string{true: name}[i == 7], Class: i%3 - 1, Given: i == 4, Confidence: 0.5,
		})
	}
	return &paper{r, review}
}

func write(t *testing.T, p *paper) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.Write(&b, p.run, p.review))
	return b.String()
}

var vector = regexp.MustCompile(`(?s)<svg viewBox="0 0.*?</svg>`)

// runs are reports with everything, nothing, little and much.
func runs() map[string]*paper {
	many := sample("many")
	r := many.run
	e := r.Truth.Evaluation
	e.Classes, e.Confusion.Counts, e.Confusion.WithoutLabel = nil, nil, nil
	for i := range 100 {
		r.Labels.Classes = append(r.Labels.Classes, summary.Class{Name: fmt.Sprint("class ", i), Given: i % 2, Predicted: i})
		r.Graph.Parts = append(r.Graph.Parts, summary.Part{Rows: 1, Given: i % 2})
		e.Classes = append(e.Classes, summary.ClassScores{Class: fmt.Sprint(i), Rows: 101})
		e.Confusion.Counts = append(e.Confusion.Counts, make([]int, 100))
		e.Confusion.Counts[i][(i+1)%100] = i
		e.Confusion.WithoutLabel = append(e.Confusion.WithoutLabel, 1)
	}
	point := sample("one place")
	point.review.Map.Rows = []report.MapRow{{Class: 0}, {Class: 0}}
	point.run.Labels.Confidence = []float64{1, 1}
	point.run.Solver.Residuals = point.run.Solver.Residuals[:1]
	nothing := &paper{&summary.Run{}, &report.Review{}}
	return map[string]*paper{"everything": sample("plain"), "nothing": nothing, "many classes": many, "one place": point}
}

// TestFiguresAreWellFormed reads every figure by the rules of XML, and checks that it says in words
// what it shows and has no number that is none.
func TestFiguresAreWellFormed(t *testing.T) {
	for name, r := range runs() {
		text := write(t, r)
		figures := vector.FindAllString(text, -1)
		assert.Equal(t, strings.Count(text, "<svg"), strings.Count(text, "</svg>"), name)
		if name != "nothing" {
			require.GreaterOrEqual(t, len(figures), 5, name)
		}
		for _, f := range figures {
			checkXML(t, f)
			for _, must := range []string{`role="img"`, "aria-labelledby=", "<title id=", "<desc id="} {
				assert.Contains(t, f, must, name)
			}
			ids := regexp.MustCompile(`aria-labelledby="([^ "]+) ([^"]+)"`).FindStringSubmatch(f)
			assert.Contains(t, f, `<title id="`+ids[1]+`">`)
			assert.Contains(t, f, `<desc id="`+ids[2]+`">`)
			tags := regexp.MustCompile(`>[^<]*<`).ReplaceAllString(f, "><")
			assert.NotRegexp(t, `NaN|Inf|e[-+]\d|width="-|height="-|ZgotmplZ`, tags, name)
		}
		assert.NotContains(t, text, "ZgotmplZ", "what the template package puts for what it does not trust")
		assert.NotContains(t, text, "<no value>")
	}
}

func checkXML(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			require.NoError(t, err, text[:min(len(text), 3000)])
		}
	}
}

// TestElementsAreClosed checks the nesting of all elements of a page.
func TestElementsAreClosed(t *testing.T) {
	for name, r := range runs() {
		var open []string
		for _, m := range regexp.MustCompile(`<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>`).FindAllStringSubmatch(write(t, r), -1) {
			switch {
			case m[2] == "meta" || m[3] == "/":
			case m[1] == "":
				open = append(open, m[2])
			default:
				require.NotEmpty(t, open, m[0])
				require.Equal(t, open[len(open)-1], m[2], name)
				open = open[:len(open)-1]
			}
		}
		assert.Empty(t, open, name)
	}
}

// TestIDsAreUnique checks that every identifier is there once and every link leads to one.
func TestIDsAreUnique(t *testing.T) {
	text := write(t, sample("plain"))
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		assert.False(t, seen[m[1]], m[1])
		seen[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` href="([^"]*)"`).FindAllStringSubmatch(text, -1) {
		assert.True(t, seen[strings.TrimPrefix(m[1], "#")], m[1])
	}
}

// TestNothingIsLoaded checks that no address is in the page, and that a browser is told to load nothing.
func TestNothingIsLoaded(t *testing.T) {
	text := write(t, sample("plain"))
	assert.NotRegexp(t, `(?i)https?:|//[a-z]|\bsrc=|<link|<script|@import|@font-face|url\(`, text)
	assert.Contains(t, text, `content="default-src 'none'; style-src 'unsafe-inline'; `)
	for _, must := range []string{`name="viewport"`, "prefers-color-scheme: dark", "@media print", `<html lang="en">`} {
		assert.Contains(t, text, must)
	}
}

// TestNamesAreEscaped checks that no name becomes part of the page.
func TestNamesAreEscaped(t *testing.T) {
	plain := write(t, sample("plain"))
	shape := func(text string) []string { return regexp.MustCompile(`<[a-z/!]+`).FindAllString(text, -1) }
	for _, name := range []string{
		`<script>alert(1)</script>`, `</title><script>alert(1)</script>`,
		`</style><img src=x onerror=alert(1)>`, `" onmouseover="alert(1)`,
		`' onload='alert(1)`, `</svg></table><b>`, `<!--`, `]]>`, `{{.}}`, "&lt;b&gt;", "javascript:alert(1)", "\x00\u202e",
	} {
		text := write(t, sample(name))
		assert.Equal(t, shape(plain), shape(text), name)
		assert.NotContains(t, text, `" onmouseover="`)
		for _, f := range vector.FindAllString(text, -1) {
			if name != "\x00\u202e" {
				checkXML(t, f)
			}
		}
	}
	assert.Contains(t, write(t, sample("&lt;b&gt;")), "&amp;lt;b&amp;gt;", "shown as it is written")
}

// failing is a place that cannot be written to.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteFails(t *testing.T) {
	assert.ErrorIs(t, report.Write(failing{}, &summary.Run{}, &report.Review{}), io.ErrShortWrite)
}

// TestNumbersAreShown looks for the numbers of a run where a reader does.
func TestNumbersAreShown(t *testing.T) {
	text := write(t, sample("plain"))
	for _, shown := range []string{
		"<dt>rows</dt><dd>12,345</dd>", "<dt>given labels</dt><dd>2<small>0.016 %</small></dd>",
		"<dt>predicted labels</dt><dd>12,003<small>97.2 %</small></dd>",
		"<dt>without a label</dt><dd>320<small>2.6 %</small></dd>", "<dt>proven for this graph</dt><dd>11,999<small>97.2 %</small></dd>",
		"<dt>median confidence</dt><dd>0.051</dd>", "<dt>accuracy</dt><dd>0.7500</dd>",
		"20 rows with a missing value were left out",
		`<td class="n">∞</td>`, `<td class="n">250 ms</td>`, `<td class="n">1.0 s</td>`,
		"50 of 12,345 rows are drawn", "γ = 1: log loss 0.5000",
		"confidence 0.00 to 0.05: 2 rows", "confidence 0.05 to 0.10: 1 row",
		"5 rows with confidence 0.50 to 1.00, mean 0.700: accuracy 0.600",
	} {
		assert.Contains(t, text, shown)
	}
	assert.Equal(t, 49, strings.Count(text, `r="3" opacity=`))
	assert.Equal(t, 1, strings.Count(text, `m0-7l7 7-7 7-7-7z"><title>`))
}

// TestMapIsLinked checks that lists lead to the dots of their rows, and that wrong labels are marked.
func TestMapIsLinked(t *testing.T) {
	text := write(t, sample("plain"))
	for _, shown := range []string{
		`<a href="#row4" title="show on the map">plain</a>`, `<path id="row4" class="h`, `<a href="#row9"`, `<circle id="row9" class="h`,
		"; truly plain; plain</title>", "only the 1 row with a wrong label", `"><input type="checkbox" id="show`, `"><input type="checkbox" id="onlywrong"/>only`,
	} {
		assert.Contains(t, text, shown)
	}
	assert.NotContains(t, text, "%!", "a format and its values")
	assert.NotContains(t, text, "row999", "a row that is not drawn has no link")
	assert.Equal(t, 1, strings.Count(text, ` wrong" cx=`))
}
