package table

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSeparators checks that one is found, and that the table is then as any other.
func TestSeparators(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want byte
	}{
		"commas":                  {"a,b\n1,x\n", ','},
		"tabs":                    {"a\tb\n1\tx\n", '\t'},
		"semicolons":              {"a;b\n1;x\n", ';'},
		"bars":                    {"a|b\n1|x\n", '|'},
		"decimal commas":          {"a;b\n1,5;x\n2,5;y\n", ';'},
		"commas in a name":        {"a, b;c;d\n1;2;3\n4;5;6\n", ';'},
		"semicolons in cells":     {"a,b\n1,x;y;z\n2,u;v\n", ','},
		"semicolon in a name":     {"a;b,c\n1,2\n3,4\n", ','},
		"another one quoted":      {"\"a;b;c\",d\n1,2\n", ','},
		"breaks and bars, quoted": {"a|b\n\"1\n,,,\n|\"|2\n", '|'},
		"one column":              {"a\n1\n", ','},
		"after blank lines":       {"\n\r\n\ufeff", ','},
		"byte order mark":         {"\ufeffa\tb\r\n1\t2\r\n", '\t'},
		"header only":             {"a;b", ';'},
	} {
		assert.Equal(t, string(c.want), string(separator([]byte(c.text), 0)), name)
	}
	want, err := Read(strings.NewReader("a,b\n1,x\n,\"y z\"\n"), "t")
	require.NoError(t, err)
	for _, text := range []string{"a\tb\n1\tx\n\ty z\n", "a;b\r\n1;x\r\n;y z\r\n", "\ufeffa|b\n\n1|x\n|\"y z\"\n"} {
		got, err := Read(strings.NewReader(text), "t")
		require.NoError(t, err)
		assert.Equal(t, want.Header, got.Header)
		assert.Equal(t, cells(t, want), cells(t, got))
	}
}

// TestComments checks that they are left out where they are asked for, and count as lines.
func TestComments(t *testing.T) {
	const text = "# a file, of rows\n#\na,b\n1,2\n#3,4\n5,6\n"
	got, err := Reading{Comment: '#'}.Text(strings.NewReader(text), "t")
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"1", "2"}, {"5", "6"}}, cells(t, got))
	assert.Equal(t, 6, got.Line(1))
	_, err = Read(strings.NewReader(text), "t")
	assert.EqualError(t, err, "t:2: the number of cells is 1, but the header has 2")
}

func packed(t *testing.T, text string) map[string][]byte {
	t.Helper()
	var g, z bytes.Buffer
	w := gzip.NewWriter(&g)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	e, err := zstd.NewWriter(&z)
	require.NoError(t, err)
	_, err = e.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, e.Close())
	return map[string][]byte{"gzip": g.Bytes(), "zstd": z.Bytes()}
}

func TestUnpack(t *testing.T) {
	const text = "a,b\n1,x\n2,\"y\nz\"\n"
	for how, b := range packed(t, text) {
		path := filepath.Join(t.TempDir(), "data") // no name says what is in it
		require.NoError(t, os.WriteFile(path, b, 0o666))
		got, err := ReadFile(path)
		require.NoError(t, err, how)
		assert.Equal(t, [][]string{{"1", "x"}, {"2", "y\nz"}}, cells(t, got))
		require.NoError(t, got.Close())
		got, err = Read(bytes.NewReader(b), "t")
		require.NoError(t, err)
		assert.Len(t, cells(t, got), 2)
		for cut := 5; cut < len(b); cut++ {
			_, err := Read(bytes.NewReader(b[:cut]), "t")
			assert.ErrorContains(t, err, "t: cannot be unpacked: ", "%s, cut at %d", how, cut)
		}
	}
}

func TestJSONLines(t *testing.T) {
	const text = `{"x": 1.50, "label":"a\"b", "on": true, "v": [1, 2e3]}

 {"label": null, "x": -2, "more": {"u": "é"}}
`
	got, err := Read(strings.NewReader(text), "t")
	require.NoError(t, err)
	assert.Equal(t, []string{"x", "label", "on", "v.0", "v.1", "more.u"}, got.Header)
	assert.Equal(t, [][]string{{"1.50", `a"b`, "true", "1", "2e3", ""}, {"-2", "", "", "", "", "é"}}, cells(t, got))
	assert.Equal(t, 3, got.Line(1))
	var b bytes.Buffer
	require.NoError(t, got.WriteAs(&b, Same, Added{Name: "p", Values: []string{"c", ""}}, Added{Name: "q", Values: []string{"0.5", "007"}}))
	assert.Equal(t, `{"x": 1.50, "label":"a\"b", "on": true, "v": [1, 2e3],"p":"c","q":0.5}
{"label": null, "x": -2, "more": {"u": "é"},"p":null,"q":"007"}
`, b.String())
}

// badJSON are lines that cannot be read, and the errors.
var badJSON = []struct{ text, says string }{
	{"{\"x\":1}\n{\"x\":}\n", "t:2: not JSON (byte 5 of the line): invalid character '}' looking for beginning of value"},
	{"{\"x\":1}\n[1]\n", "t:2: not an object"},
	{"{\"x\":1}\nx\n", "t:2: not JSON (byte 1 of the line): invalid character 'x' looking for beginning of value"},
	{"{\"x\":1\n}\n", "t:1: the object does not end on its line"},
	{"{\"x\":1} {\"x\":1}\n", "t:1: more than one object on the line"},
	{"{\"x\":1,\"x\":2}\n", `t:1: "x" stands there twice`},
	{"{\"x\":1,\"\":2}\n", "t:1: column 2 has no name"},
	{"{\"x\":1}\n{\"x\":\"\x00\"}\n", "t:2: NUL byte: not a text file"},
}

func TestBadJSON(t *testing.T) {
	for _, c := range badJSON {
		_, err := Read(strings.NewReader(c.text), "t")
		var e *Error
		require.ErrorAs(t, err, &e, c.text)
		assert.Equal(t, c.says, e.Error())
		assert.NotEmpty(t, e.Hint)
	}
}

// TestLongSparseRow checks that a row longer than what is looked at is known for what it is.
func TestLongSparseRow(t *testing.T) {
	var b strings.Builder
	b.WriteString("# wide\n1")
	for i := range 20_000 {
		fmt.Fprintf(&b, " %d:1", i)
	}
	got, err := Read(strings.NewReader(b.String()+"\n2 3:1\n"), "t")
	require.NoError(t, err)
	assert.Equal(t, 20_000, got.Sparse().Cols)
	assert.Equal(t, []int{0, 20_000, 20_001}, got.Sparse().Start)
	assert.Equal(t, [][]string{{"1"}, {"2"}}, cells(t, got))
}
