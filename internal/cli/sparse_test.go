package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// svmlight writes a table of numbers as sparse rows, its labels as numbers.
func svmlight(in csvTable) string {
	var b strings.Builder
	b.WriteString("# by hand\n")
	label := in.index("label")
	numbers := map[string]string{"": "?", "setosa": "0", "versicolor": "1", "virginica": "2"}
	for i, row := range in[1:] {
		b.WriteString(numbers[row[label]])
		for k, cell := range row[:4] {
			if cell != "0" {
				fmt.Fprintf(&b, " %d:%s", k+1, cell)
			}
		}
		fmt.Fprintf(&b, " # row %d\n", i)
	}
	return b.String()
}

// TestSparse checks that sparse rows are labelled as those of a CSV file.
func TestSparse(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	in := sample(t, "iris.csv", 2)
	for i := range in[1:] {
		in[1+i][i%4] = "0"
	}
	names := map[string]string{"setosa": "0", "versicolor": "1", "virginica": "2"}
	for _, args := range []string{"", "--metric cosine -k 5", "--metric manhattan --method spreading", "--gamma 1 --connect"} {
		want := labelled(t, in, append(strings.Fields(args), "--truth", "species")...)
		got := propagate(svmlight(in), append(strings.Fields(args), "-q", "--unlabeled", "?", "-")...)
		require.Zero(t, got.code, got.err)
		out := parse(t, got.out)
		assert.Equal(t, []string{"label", "comment", "predicted", "confidence", "status"}, out[0])
		for i, name := range want.column("predicted") {
			assert.Equal(t, names[name], out.column("predicted")[i], "%s: row %d", args, i)
			assert.Equal(t, fmt.Sprintf("row %d", i), out.column("comment")[i])
		}
	}
	assert.Contains(t, propagate(svmlight(in), "--unlabeled", "?", "-").err, "4 sparse features, 15 labels in 3 classes")
	two := propagate("+1 1:1\n-1 1:9\n0 1:2\n0 1:8\n", "-k", "1", "-")
	assert.Contains(t, two.err, "treated as unlabelled: \"0\" in 2 rows (-1 is a class; if it means unlabelled, use --unlabeled=-1)")
	other := propagate("1 1:1\n-1 1:9\n0 1:2\n-1 1:8\n", "-k", "1", "--unlabeled=-1", "-").err
	assert.Contains(t, other, "treated as unlabelled: \"-1\" in 2 rows\n")
	assert.Equal(t, "label,predicted,confidence,status\n+1,+1,1.0000,given\n-1,-1,1.0000,given\n0,+1,1.0000,propagated\n0,-1,1.0000,propagated\n", two.out)
}

// badSparse are sparse rows that cannot be used.
var badSparse = []failure{
	{name: "no value", code: 1, csv: "1 1:2\n0 3\n", says: `data.csv:2: "3" is not INDEX:VALUE`, hint: "rising indices"},
	{name: "value in words", code: 1, csv: "1 1:2\n0 3:x\n", says: `data.csv:2: "3:x" is not INDEX:VALUE`, hint: "rising indices"},
	{name: "falling", code: 1, csv: "1 1:2\n# a\n0 3:1 2:1\n", says: "data.csv:3: index 2 follows on 3", hint: "rising indices"},
	{name: "negative index", code: 1, csv: "1 1:2\n0 -3:1\n", says: `data.csv:2: "-3:1" is not INDEX:VALUE`},
	{name: "not finite", code: 1, csv: "1 1:2\n0 3:NaN\n", says: `data.csv:2: "3:NaN" is not finite`},
	{name: "scaled", code: 2, csv: "1 1:2\n2 3:1\n", args: "--scale standard data.csv", says: "--scale does not go with sparse rows"},
	{name: "saved", code: 2, csv: "1 1:2\n2 3:1\n", args: "--save m data.csv", says: "--save does not go with sparse rows"},
	{name: "graph", code: 2, csv: "1 1:2\n2 3:1\n", args: "graph -o out.csv data.csv", says: "graph does not go with sparse rows"},
	{name: "one class", code: 1, csv: "1 1:2\n0 3:1\n", says: `data.csv: column "label": all labels are "1"`},
}

func TestBadSparse(t *testing.T) {
	for _, f := range badSparse {
		if f.args == "" {
			f.args = "data.csv"
		}
		t.Run(f.name, f.check)
	}
}
