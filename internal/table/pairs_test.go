package table

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPairsOfSeparators: pairs separate cells where they stand in all lines alike, and none stands alone.
func TestPairsOfSeparators(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       byte
	}{
		{"pairs", "a||b\n1||2\n", '|'},
		{"a single one in a row", "a::b\n1::2:3\n", 0},
		{"a single one in the header", "a::b:c\n1::2:3\n", 0},
		{"other numbers of pairs", "a::b\n1::2::3\n", 0},
		{"a column without a name", "a::::b\n1::2::3\n", 0},
		{"names begin behind it", "::a\n::1\n", 0},
		{"three", "a:::b\n1:::2\n", 0},
		{"cells of another separator", "a::x,b\n1::2,3\n", 0},
		{"no row", "a::b\n", 0},
		{"no pair", "a,b\n1,2\n", 0},
	} {
		assert.Equal(t, string(c.want), string(doubledSeparator([]byte(c.text), 0)), c.name)
	}
}

// TestBlanksBeforeQuotes: blanks are left out between a separator, or a line break, and a quote; nowhere else.
func TestBlanksBeforeQuotes(t *testing.T) {
	for text, want := range map[string]string{
		`a,  "b"`:           `a,"b"`,
		"a\n \"b\",c":       "a\n\"b\",c",
		`  "a",b`:           `"a",b`,
		`a, b, "c"`:         `a, b,"c"`,
		`"a, ""b""",c`:      `"a, ""b""",c`,
		"\"a\n \"\"b\",c":   "\"a\n \"\"b\",c",
		`a "b"`:             `a "b"`,
		`a, `:               `a, `,
		`"say, ""so""", ""`: `"say, ""so""",""`,
	} {
		assert.Equal(t, want, string(withoutBlanks([]byte(text), ',')), text)
	}
	assert.Equal(t, `a  "b"`, string(withoutBlanks([]byte(`a  "b"`), ' ')), "blanks that separate are cells")
}

// TestAllDashesAreMinus: hyphens, figure and en dashes, and the em dash.
func TestAllDashesAreMinus(t *testing.T) {
	for _, dash := range "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d" {
		tab, err := Reading{}.Text(strings.NewReader("a,b\n"+string(dash)+"1.5,x\n2,y\n"), "t")
		require.NoError(t, err)
		x, err := tab.Floats([]int{0})
		require.NoError(t, err, "%U", dash)
		assert.Equal(t, []float64{-1.5, 2}, x.RawMatrix().Data, "%U", dash)
	}
	assert.NotContains(t, respelled("\u20151"), "-", "a horizontal bar is none")
}

// TestDecimalCommasBetweenCommas: a column of quoted decimal commas is one of numbers, each column by itself, where
// nothing else can be meant.
func TestDecimalCommasBetweenCommas(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []string
		want  bool
	}{
		{"two digits", []string{"1,50", "2,25"}, true},
		{"beside whole numbers", []string{"1,50", "2,25", "3", "4"}, true},
		{"more whole numbers", []string{"1,50", "2,25", "3", "4", "5"}, false},
		{"with three digits, too", []string{"1,50", "2,125", "3", "4"}, true},
		{"with points of thousands", []string{"1.234,5", "2,5"}, true},
		{"answers of one digit", []string{"1,2", "2,3"}, false},
		{"points elsewhere", []string{"1,50", "2,25", "2.5"}, false},
		{"thousands for sure elsewhere", []string{"1,50", "2,25", "1,234,567"}, false},
		{"a word", []string{"1,50", "2,25", "small"}, false},
		{"thousands or decimals", []string{"112,060", "950"}, false},
	} {
		var n numberCounts
		for _, cell := range c.cells {
			n.observe(cell)
		}
		assert.Equal(t, c.want, n.onlyCommas(), c.name)
	}
}
