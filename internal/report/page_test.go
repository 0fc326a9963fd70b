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

	"github.com/propagate-go/propagate/internal/report"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sample is a run with all that a report can show; names stands in for every name.
func sample(name string) *report.Run {
	r := &report.Run{
		File: name, Command: name, Version: name, Made: name, Rows: 12345, Features: 7, Status: report.Status{Given: 2, Propagated: 12000, Tied: 3, Unreachable: 300, Abstained: 20, Dropped: 20},
		Proven: 11999, Method: name, Solver: name, Facts: []report.Fact{{Name: name, Value: name}}, Notes: []string{name}, Warnings: []report.Warning{{Text: name, Hint: name}},
		Stages: []report.Stage{{Name: name, Seconds: 0.25}, {Name: "b", Seconds: 0.75}}, Classes: []report.Class{{Name: name, Given: 1, Predicted: 12001, Truth: 5}, {Name: "b", Given: 1, Predicted: 4}},
		Confidence: []float64{0, 0.05, 0.051, 0.5, 1}, Parts: []report.Part{{Rows: 12000, Given: 2, Classes: []string{name, "b"}}, {Rows: 345}},
		Residuals: []report.Point{{X: 1, Y: 1}, {X: 2, Y: 1e-3}, {X: 3, Y: 1e-7}}, Tolerance: 1e-6, Losses: []report.Point{{X: 0.01, Y: 2}, {X: 1, Y: 0.5}, {X: 100, Y: 1}}, Gamma: 1,
		Suspects: &report.Suspects{By: name, Given: 2, Found: 1, Rows: []report.Suspect{{Row: name, Given: name, Likely: name, Probability: 0.1, Against: name}}},
		Next:     &report.Next{By: name, Rows: []report.NextRow{{Row: name, Label: name, Confidence: 0.3}, {Row: name, Opens: 5}}},
		Evaluation: &report.Evaluation{
			Rows: 5, Measures: []report.Measure{{Name: name, What: name, Value: 0.75}, {Name: "log loss", Value: math.Inf(1)}, {Name: "none", Value: math.NaN()}},
			Classes: []report.Measured{{Name: name, Rows: 4, Predicted: 5, Precision: 0.5, Recall: math.NaN(), F1: 1}, {Name: "b", Rows: 1}}, Confusion: [][]int{{3, 1}, {1, 0}}, None: []int{0, 0},
			Bins: []report.Bin{{Low: 0, High: 0.5, Confidence: math.NaN(), Accuracy: math.NaN()}, {Low: 0.5, High: 1, Rows: 5, Confidence: 0.7, Accuracy: 0.6}}, ECE: 0.1,
		},
	}
	r.Map = &report.Map{Of: 12345}
	for i := range 50 {
		r.Map.Rows = append(r.Map.Rows, report.MapRow{X: float64(i % 7), Y: float64(i), Name: name, Class: i%3 - 1, Given: i == 4, Confidence: 0.5})
	}
	return r
}

func write(t *testing.T, r *report.Run) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.Write(&b, r))
	return b.String()
}

var vector = regexp.MustCompile(`(?s)<svg viewBox="0 0.*?</svg>`)

// runs are reports with everything, nothing, little and much.
func runs() map[string]*report.Run {
	many := sample("many")
	many.Evaluation.Classes, many.Evaluation.Confusion, many.Evaluation.None = nil, nil, nil
	for i := range 100 {
		many.Classes = append(many.Classes, report.Class{Name: fmt.Sprint("class ", i), Given: i % 2, Predicted: i})
		many.Parts = append(many.Parts, report.Part{Rows: 1, Given: i % 2})
		many.Evaluation.Classes = append(many.Evaluation.Classes, report.Measured{Name: fmt.Sprint(i), Rows: 101})
		many.Evaluation.Confusion = append(many.Evaluation.Confusion, make([]int, 100))
		many.Evaluation.Confusion[i][(i+1)%100] = i
		many.Evaluation.None = append(many.Evaluation.None, 1)
	}
	point := sample("one place")
	point.Map.Rows = []report.MapRow{{Class: 0}, {Class: 0}}
	point.Confidence = []float64{1, 1}
	point.Residuals = point.Residuals[:1]
	return map[string]*report.Run{"everything": sample("plain"), "nothing": {}, "many classes": many, "one place": point}
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
			assert.NotRegexp(t, `NaN|Inf|e[-+]\d|width="-|height="-|ZgotmplZ`, regexp.MustCompile(`>[^<]*<`).ReplaceAllString(f, "><"), name)
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
		`<script>alert(1)</script>`, `</title><script>alert(1)</script>`, `</style><img src=x onerror=alert(1)>`, `" onmouseover="alert(1)`,
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
	assert.ErrorIs(t, report.Write(failing{}, &report.Run{}), io.ErrShortWrite)
}

// TestNumbersAreShown looks for the numbers of a run where a reader does.
func TestNumbersAreShown(t *testing.T) {
	text := write(t, sample("plain"))
	for _, shown := range []string{
		"<dt>rows</dt><dd>12,345</dd>", "<dt>given labels</dt><dd>2<small>0.016 %</small></dd>", "<dt>labels found</dt><dd>12,003<small>97.2 %</small></dd>",
		"<dt>without a label</dt><dd>320<small>2.6 %</small></dd>", "<dt>proven</dt><dd>11,999<small>97.2 %</small></dd>", "<dt>median confidence</dt><dd>0.051</dd>",
		"<dt>plain</dt><dd>0.7500</dd>", "20 rows with a missing value took no part", `<td class="n">∞</td>`, `<td class="n">250 ms</td>`, `<td class="n">1.0 s</td>`,
		"50 of 12,345 rows are drawn", "confidence 0.00 to 0.05: 2 rows", "confidence 0.05 to 0.10: 1 row", "γ = 1: log loss 0.5000",
		"5 rows with confidence 0.50 to 1.00, 0.700 on average: 0.600 are right",
	} {
		assert.Contains(t, text, shown)
	}
	assert.Equal(t, 49, strings.Count(text, `r="3" opacity=`))
	assert.Equal(t, 1, strings.Count(text, `m0-7l7 7-7 7-7-7z"><title>`))
}
