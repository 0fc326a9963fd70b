package table_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shapes are texts of the same table of two numbers and a label, as programs and people write it.
var shapes = map[string]struct{ text, note, header string }{
	"object of columns":       {`{"a":{"0":-1.5,"1":2},"b":{"0":1234.25,"1":3},"label":{"0":"x","1":null}}`, "a member for each column", ""},
	"object of rows":          {`{"0":{"a":-1.5,"b":1234.25,"label":"x"},"1":{"a":2,"b":3,"label":null}}`, "a member for each column", ""},
	"object of lists":         {`{"a":[-1.5,2],"b":[1234.25,3],"label":["x",null]}`, "a member for each column", ""},
	"object of split":         {`{"columns":["a","b","label"],"index":[0,1],"data":[[-1.5,1234.25,"x"],[2,3,null]]}`, "orient=split", ""},
	"rows in an object":       {`{"count": 2, "rows": [{"a":-1.5,"b":1234.25,"label":"x"},{"a":2,"b":3}]}`, "holds an array of rows", ""},
	"object over lines":       {"{\n \"data\": [\n  {\"a\": -1.5, \"b\": 1234.25,\n \"label\": \"x\"},\n {\"a\": 2, \"b\": 3}]\n}\n", "holds an array of rows", ""},
	"array of arrays":         {`[["a","b","label"],[-1.5,1234.25,"x"],[2,3,null]]`, "the first of which names the columns", ""},
	"arrays without a header": {"[[-1.5, 1234.25, \"x\"],\n [2, 3, null]]", "without names", "column1 column2 column3"},
	"dashes":                  {"a,b,label\n–1.5,1234.25,x\n2,3,\n", "other characters", ""},
	"hyphens":                 {"a,b,label\n\u20111.5,1234.25,x\n2,3,\n", "other characters", ""},
	"minus behind a sign":     {"a,b,label\n$-1.5,\"$1,234.25\",x\n$2,$3,\n", "left out: a ($), b ($)", ""},
	"minus before a sign":     {"a,b,label\n-$1.5,\"$1,234.25\",x\n$2,$3,\n", "left out: a ($), b ($)", ""},
	"code and minus":          {"a,b,label\nUSD -1.5,USD 1234.25,x\nUSD 2,USD 3,\n", "left out: a (USD), b (USD)", ""},
	"quoted decimal commas":   {"a,b,label\n\"-1,50\",\"1234,25\",x\n\"2,00\",3,\n", "decimal comma: a, b", ""},
	"points in thousands":     {"a,b,label\n\"-1,50\",\"1.234,25\",x\n\"2,00\",\"3,00\",\n", "separated: b", ""},
	"decimal commas and euro": {"a,b,label\n\"-1,50 €\",\"1.234,25 €\",x\n\"2,00 €\",\"3,00 €\",\n", "left out: a (€), b (€)", ""},
	"bars in pairs":           {"a||b||label\n-1.5||1234.25||x\n2||3||\n", "separated by ||", ""},
	"colons in pairs":         {"a::b::label\n-1.5::1234.25::x\n2::3::\n", "separated by ::", ""},
	"control characters":      {"a\x01b\x01label\n-1.5\x011234.25\x01x\n2\x013\x01\n", "", ""},
	"carets":                  {"a^b^label\n-1.5^1234.25^x\n2^3^\n", "", ""},
	"tildes":                  {"a~b~label\n-1.5~1234.25~x\n2~3~\n", "", ""},
	"blanks before quotes":    {"a, b, label\n-1.5, 1234.25, \"x\"\n2, 3, \"\"\n", "blanks between", ""},
	"formulas":                {"a,b,label\n=\"-1.5\",=\"1234.25\",x\n=\"2\",=\"3\",\n", `="1"`, ""},
	"quoted formulas":         {"a,b,label\n\"=\"\"-1.5\"\"\",\"=\"\"1234.25\"\"\",x\n\"=\"\"2\"\"\",3,\n", "other characters", ""},
	"pairs of Python":         {"p,label\n\"(-1.5, 1234.25)\",x\n\"(2, 3)\",\n", "lists of 2 numbers", "p.0 p.1 label"},
	"arrays of Postgres":      {"p,label\n\"{-1.5,1234.25}\",x\n\"{2,3}\",\n", "lists of 2 numbers", "p.0 p.1 label"},
}

// TestShapes checks that the same table comes out of each, with a note where something was done to it.
func TestShapes(t *testing.T) {
	for name, c := range shapes {
		t.Run(name, func(t *testing.T) {
			tab, err := table.Reading{Texts: []string{"label"}}.Text(strings.NewReader(c.text), "t")
			require.NoError(t, err)
			if c.header == "" {
				c.header = "a b label"
			}
			var header []string
			for _, name := range tab.Header {
				header = append(header, strings.TrimSpace(name))
			}
			assert.Equal(t, c.header, strings.Join(header, " "))
			if c.note == "" {
				assert.Empty(t, tab.Notes)
			} else {
				assert.Contains(t, strings.Join(tab.Notes, "; "), c.note)
			}
			x, err := tab.Floats([]int{0, 1})
			require.NoError(t, err)
			assert.Equal(t, []float64{-1.5, 1234.25, 2, 3}, x.RawMatrix().Data)
			labels, err := tab.Strings(2)
			require.NoError(t, err)
			assert.Equal(t, []string{"x", ""}, labels)
			// What is written is read again as the same table.
			var out bytes.Buffer
			require.NoError(t, tab.WriteAs(&out, table.Same))
			again, err := table.Reading{Texts: []string{"label"}}.Text(&out, "t")
			require.NoError(t, err, out.String())
			x, err = again.Floats([]int{0, 1})
			require.NoError(t, err)
			assert.Equal(t, []float64{-1.5, 1234.25, 2, 3}, x.RawMatrix().Data)
		})
	}
}

// A cell that has fallen apart does not give all cells the name of their neighbour: the first of them cannot be the name
// of a row.
func TestNoNamesOfRows(t *testing.T) {
	for name, text := range map[string]string{
		"decimal commas without quotes": "a,b,label\n1,5,2.5,x\n2,5,3.5,y\n1,5,4.5,\n",
		"the same, all different":       "a,b,label\n1.5,5,2,x\n2.5,5,3,y\n3.5,5,4,\n",
		"a time with a blank":           "a b when label\n1.5 2 2024-01-01 10:00 x\n2.5 3 2024-01-02 11:00 y\n",
	} {
		tab, err := table.Reading{}.Text(strings.NewReader(text), "t")
		if err == nil {
			assert.Len(t, tab.Header, 1, "%s: read as one column, which is no label", name)
			continue
		}
		var e *table.Error
		require.ErrorAs(t, err, &e, name)
		assert.Contains(t, e.Reason, "number of cells")
	}
	// Names of rows as R writes them.
	for _, text := range []string{"a b label\nr1 1 2 x\nr2 3 4 y\n", "a,b,label\n1,1.5,2,x\n2,3.5,4,y\n",
		"\"a\" \"b\" \"label\"\n\"Mazda 4\" 1 2 \"x\"\n\"Fiat 128\" 1 2 NA\n"} {
		tab, err := table.Reading{}.Text(strings.NewReader(text), "t")
		require.NoError(t, err)
		assert.Equal(t, "index a b label", strings.Join(tab.Header, " "))
	}
}

// Backslashes before quotes are those of the cell.
func TestBackslashesBeforeQuotes(t *testing.T) {
	text := "a,b,label\n1,\"say \\\"so\\\", or \\\\ not\",x\n2,\"no\",y\n"
	tab, err := table.Reading{}.Text(strings.NewReader(text), "t")
	require.NoError(t, err)
	cells, err := tab.Strings(1)
	require.NoError(t, err)
	assert.Equal(t, []string{`say "so", or \ not`, "no"}, cells)
	assert.Contains(t, strings.Join(tab.Notes, ""), "backslash")
	// In a file that keeps the rules a backslash is a character like any other.
	tab, err = table.Reading{}.Text(strings.NewReader("a,b\n1,\"C:\\dir\\\"\n2,\"x\"\n"), "t")
	require.NoError(t, err)
	cells, err = tab.Strings(1)
	require.NoError(t, err)
	assert.Equal(t, []string{`C:\dir\`, "x"}, cells)
	assert.Empty(t, tab.Notes)
}

// Long lists of numbers need no brackets; telephone numbers, dates and answers of several choices are no lists, and no
// decimal numbers.
func TestListsWithoutBrackets(t *testing.T) {
	for _, separator := range []string{" ", ";", ", ", "|"} {
		var rows []string
		for i := range 3 {
			var cells []string
			for j := range 9 {
				cells = append(cells, fmt.Sprint(i*j, ".5"))
			}
			rows = append(rows, `"`+strings.Join(cells, separator)+`",x`)
		}
		tab, err := table.Reading{}.Text(strings.NewReader("px,label\n"+strings.Join(rows, "\n")+"\n"), "t")
		require.NoError(t, err)
		assert.Len(t, tab.Header, 10, "separated by %q", separator)
	}
	for _, cells := range [][]string{
		{"030 123 456", "040 654 321"}, {"2024 01 02", "2024 01 03"}, {"1,2", "1,3"}, {"1,2", "2"}, {"(030) 12, 34", "(1) 2, 3"},
		{"10 000 000", "20 000 000"}, {"18–24", "25–34"}, {"a:b", "c:d"}, {"12:30", "13:45"},
	} {
		text := "c,label\n\"" + strings.Join(cells, "\",x\n\"") + "\",y\n"
		tab, err := table.Reading{}.Text(strings.NewReader(text), "t")
		require.NoError(t, err)
		assert.Equal(t, []string{"c", "label"}, tab.Header)
		got, err := tab.Strings(0)
		require.NoError(t, err)
		assert.Equal(t, cells, got)
		assert.NotContains(t, strings.Join(tab.Notes, "; "), "decimal comma", "%q", cells)
	}
}

// Objects that are rows stay rows, and what is no table is an error as before.
func TestObjectsThatAreRows(t *testing.T) {
	for text, columns := range map[string]string{
		"{\"a\":1,\"l\":[1,2]}\n{\"a\":2,\"l\":[3,4]}\n":    "a l.0 l.1",
		"{\"a\":1,\"m\":{\"n\":2}}\n":                       "a m.n",
		"{\"x\":{\"a\":1,\"b\":2},\"y\":{\"a\":3,\"c\":4}}": "x.a x.b y.a y.c",
	} {
		tab, err := table.Reading{}.Text(strings.NewReader(text), "t")
		require.NoError(t, err, text)
		assert.Equal(t, columns, strings.Join(tab.Header, " "))
		assert.Empty(t, tab.Notes)
	}
	for _, text := range []string{`[[1,2],[3]]`, `[[1,2]]`, `[[`, `{"a":[1,2`, "{\n\"a\": 1,\n}", `[[1,2],[3,4]] 5`} {
		_, err := table.Reading{}.Text(strings.NewReader(text), "t")
		var e *table.Error
		require.ErrorAs(t, err, &e, text)
		assert.NotEmpty(t, e.Hint)
	}
}
