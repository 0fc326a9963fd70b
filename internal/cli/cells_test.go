package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCellsSurvive checks that all cells come out as they went in.
func TestCellsSurvive(t *testing.T) {
	const answer = "predicted,confidence,status"
	for name, c := range map[string]struct{ in, out string }{
		"plain": {"x,label\n1,a\n2,b\n",
			"x,label," + answer + "\n1,a,a,1.0000,given\n2,b,b,1.0000,given\n"},
		"numbers as written": {"x,label\n+1.50,a\n2e0,b\n",
			"x,label," + answer + "\n+1.50,a,a,1.0000,given\n2e0,b,b,1.0000,given\n"},
		"CRLF": {"x,label\r\n1,a\r\n2,b\r\n",
			"x,label," + answer + "\r\n1,a,a,1.0000,given\r\n2,b,b,1.0000,given\r\n"},
		"no line end at the end": {"x,label\n1,a\n2,b",
			"x,label," + answer + "\n1,a,a,1.0000,given\n2,b,b,1.0000,given\n"},
		"byte order mark": {"\ufefflabel,x\na,1\nb,2\n",
			"\ufefflabel,x," + answer + "\na,1,a,1.0000,given\nb,2,b,1.0000,given\n"},
		"quotes": {"x,\"say \"\"x\"\"\",label\n1,\"a, b\",\"c, d\"\n\"2\",\"two\nlines\",\"5\"\" e\"\n",
			"x,\"say \"\"x\"\"\",label," + answer + "\n1,\"a, b\",\"c, d\",\"c, d\",1.0000,given\n2,\"two\nlines\",\"5\"\" e\",\"5\"\" e\",1.0000,given\n"},
		"unicode": {"größe,名前,label\n1,ü,é\n2,😀,日本\n",
			"größe,名前,label," + answer + "\n1,ü,é,é,1.0000,given\n2,😀,日本,日本,1.0000,given\n"},
		"spaces": {"x , label \n 1, a \n2 ,b\n",
			"x ,\" label \"," + answer + "\n\" 1\",\" a \",a,1.0000,given\n2 ,b,b,1.0000,given\n"},
		"blank lines": {"x,label\n\n1,a\n\n\n2,b\n\n",
			"x,label," + answer + "\n1,a,a,1.0000,given\n2,b,b,1.0000,given\n"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, outcome{out: c.out}, propagate(c.in, "-q", "-"))
		})
	}
}

// TestUnicodeFlags checks names beyond ASCII in flags.
func TestUnicodeFlags(t *testing.T) {
	got := propagate("größe,名前,種類\n1,ü,ü\n2,,ü\n9,z,z\n", "--label", "名前", "--truth=種類", "--features", "größe", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "accuracy  1.0000 on 1 rows")
}

// TestLabelsAreTrimmed checks that spaces around a label make no other class.
func TestLabelsAreTrimmed(t *testing.T) {
	plain := sample(t, "iris.csv", 1)
	spaced := plain.with("label", func(i int, cell string) string {
		if cell == "" {
			return strings.Repeat(" ", i%3)
		}
		return strings.Repeat(" ", i%3) + cell + strings.Repeat("\t", i%2)
	})
	want, got := labelled(t, plain), labelled(t, spaced)
	assert.Equal(t, want.right(3), got.right(3))
	assert.Equal(t, spaced.column("label"), got.column("label"), "the cells themselves stay")
}

// TestClassOrder checks the order of classes, which decides ties: numbers by
// value, then texts.
func TestClassOrder(t *testing.T) {
	for name, c := range map[string]struct{ one, other, first string }{
		"numbers by value":     {"10", "9", "9"},
		"negative numbers":     {"-1", "-2", "-2"},
		"decimals":             {"1e1", "2.5", "2.5"},
		"numbers before texts": {"B", "30", "30"},
		"texts by letter":      {"b", "a", "a"},
	} {
		for _, labels := range [][2]string{{c.one, c.other}, {c.other, c.one}} {
			t.Run(name, func(t *testing.T) {
				out := labelled(t, csvTable{{"x", "label"}, {"0", labels[0]}, {"1", ""}, {"2", labels[1]}})
				assert.Equal(t, []string{c.first, "0.5000", "tied"}, out.right(3)[2])
			})
		}
	}
}
