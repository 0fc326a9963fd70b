package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/assert"
)

// badAnswers are tables that cannot be evaluated.
var badAnswers = []failure{
	{name: "missing file", args: "--truth kind missing.csv", says: "missing.csv: no such file", hint: "check the path"},
	{name: "no truth column", args: "--truth knd data.csv", says: `--truth: data.csv: column "knd": no such column, did you mean "kind"?`, hint: "the columns are"},
	{name: "no predicted column", csv: "label,kind\n,a\n", says: `--predicted: data.csv: column "predicted": no such column`, hint: "the columns are label, kind"},
	{name: "no such label column", args: "--truth kind --label lable data.csv", says: `--label: data.csv: column "lable": no such column, did you mean "label"?`, hint: "name the column of the given labels with --label"},
	{name: "nothing says what was given", csv: "kind,predicted\na,a\n", says: "data.csv: no column tells which labels were given", hint: "if no label was given, use --label="},
	{name: "all given", csv: "label,kind,predicted\na,a,a\n,,a\n", says: `data.csv: column "kind": no row to evaluate: in each row the label was given, or the true label is not known`, hint: "fill in the true label"},
	{name: "status", csv: "kind,predicted,status\na,a,tied\nb,b,new\n", says: `data.csv:3: column "status": "new" is not a status`, hint: "given, propagated, tied, unreachable, abstained, features-only, novel, uncertain, dropped"},
	{name: "confidence in words", csv: "label,kind,predicted,confidence\n,a,a,1\n,b,b,high\n", says: `data.csv:3: column "confidence": "high" is not a number`, hint: "from 0 to 1"},
	{name: "confidence above 1", csv: "label,kind,predicted,confidence\na,a,a,9\n\n,b,b,1.5\n", says: `data.csv:4: column "confidence": 1.5 is not from 0 to 1`, hint: "from 0 to 1"},
	{name: "probability missing", csv: "label,kind,predicted,proba_a\n,a,a,\n", says: `data.csv:2: column "proba_a": empty cell`, hint: "from 0 to 1"},
	{name: "probability below 0", csv: "label,kind,predicted,proba_a,proba_b\n,a,a,1,0\n,a,a,1.5,-0.5\n", says: `data.csv:3: column "proba_a": 1.5 is not from 0 to 1`, hint: "from 0 to 1"},
	{name: "probability NaN", csv: "label,kind,predicted,proba_a,proba_b\n,a,a,1,NaN\n", says: `data.csv:2: column "proba_b": "NaN" is a missing value`, hint: "from 0 to 1"},
	{name: "sum", csv: "label,kind,predicted,proba_a,proba_b\n,a,a,1,0\n,a,a,0.9,0.2\n", says: `data.csv:3: the 2 probabilities sum to 1.1, not to 1`, hint: "with all digits"},
	{name: "proba without a class", csv: "label,kind,predicted,proba_\n,a,a,1\n", says: `data.csv: column "proba_": names no class of its own`, hint: "proba_CLASS"},
	{name: "proba of one class twice", csv: "label,kind,predicted,proba_a,proba_ a\n,a,a,1,0\n", says: `data.csv: column "proba_ a": names no class of its own`, hint: "proba_CLASS"},
	{name: "no classes", csv: manyTruths(6000), says: `data.csv: column "kind": too many classes`, hint: "not of numbers"},
	{name: "short row", csv: "label,kind,predicted\n,a\n", says: "data.csv:2: the number of cells is 2, but the header has 3"},
}

func manyTruths(n int) string {
	var b strings.Builder
	b.WriteString("label,kind,predicted\n")
	for i := range n {
		fmt.Fprintf(&b, ",%d,\n", i)
	}
	return b.String()
}

func TestBadAnswers(t *testing.T) {
	for _, f := range badAnswers {
		f.code = 1
		if f.csv == "" {
			f.csv = answered
		}
		if f.args == "" {
			f.args = "--truth kind data.csv"
		}
		f.args = "evaluate " + f.args
		t.Run(f.name, f.check)
	}
}

// badEvaluateFlags are command lines of evaluate that make no sense.
var badEvaluateFlags = []failure{
	{name: "no truth", args: "data.csv", says: "--truth names no column", hint: "name the column of the true labels"},
	{name: "truth is the label", args: "--truth label data.csv", says: `--truth and --label are both "label"`, hint: "name two columns"},
	{name: "truth is the answer", args: "--truth predicted data.csv", says: `--truth and --predicted are both "predicted"`, hint: "name two columns"},
	{name: "clip of a half", args: "--truth kind --clip 0.5 data.csv", says: "--clip 0.5: must be from 0 to less than 0.5"},
	{name: "clip NaN", args: "--truth kind --clip nan data.csv", says: "--clip NaN: must be from 0 to less than 0.5"},
	{name: "clip in words", args: "--truth kind --clip none data.csv", says: `--clip "none": not a number`, hint: "see propagate evaluate --help"},
	{name: "no bins", args: "--truth kind --bins 0 data.csv", says: "--bins 0: must be from 1 to 1000"},
	{name: "a flag of propagate", args: "--truth kind --kernel rbf data.csv", says: "unknown flag: --kernel", hint: "see propagate evaluate --help"},
}

func TestBadEvaluateFlags(t *testing.T) {
	for _, f := range badEvaluateFlags {
		f.csv, f.code, f.args = answered, 2, "evaluate "+f.args
		t.Run(f.name, f.check)
	}
}

func TestBadProba(t *testing.T) {
	failure{
		csv: "x,label,proba_b\n1,a,0\n2,b,1\n", args: "--proba data.csv", code: 1,
		says: `data.csv: column "proba_b": in the table already, so it cannot be added`, hint: "rename or remove",
	}.check(t)
}

func TestEvaluateOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "data.csv", answered)
	writeFile(t, "report.txt", "old\n")
	assert.Equal(t, outcome{}, propagate("", "evaluate", "--truth", "kind", "-o", "report.txt", "data.csv"))
	assert.Equal(t, answeredReport, folder(t)["report.txt"].content)
	var stderr strings.Builder
	assert.Equal(t, 1, cli.Main([]string{"evaluate", "--truth", "kind", "data.csv"}, nil, full{}, &stderr))
	assert.Equal(t, "propagate: no space left\n", stderr.String())
}
