package table

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, text string) *Table {
	t.Helper()
	tab, err := Read(strings.NewReader(text), "data.csv")
	require.NoError(t, err)
	return tab
}

func TestReadWellFormed(t *testing.T) {
	plain := [][]string{{"1", "x"}, {"2", ""}}
	for name, c := range map[string]struct {
		text  string
		rows  [][]string
		lines []int
	}{
		"LF":                      {"a,b\n1,x\n2,\n", plain, []int{2, 3}},
		"CRLF":                    {"a,b\r\n1,x\r\n2,\r\n", plain, []int{2, 3}},
		"no line end at the end":  {"a,b\n1,x\n2,", plain, []int{2, 3}},
		"byte order mark":         {"\ufeffa,b\n1,x\n2,\n", plain, []int{2, 3}},
		"mark and quoted header":  {"\ufeff\"a\",b\n1,x\n2,\n", plain, []int{2, 3}},
		"mark inside the quotes":  {"\"\ufeffa\",b\n1,x\n2,\n", plain, []int{2, 3}},
		"blank lines":             {"\n\na,b\n\n1,x\n\n2,\n\n\n", plain, []int{5, 7}},
		"quotes":                  {"a,b\n\"1\",\"x\"\n\"2\",\"\"\n", plain, []int{2, 3}},
		"comma and quote in cell": {"a,b\n\"1,5\",\"say \"\"yes\"\"\"\n", [][]string{{"1,5", `say "yes"`}}, []int{2}},
		"line break in cell":      {"a,b\n1,\"x\ny\"\n2,z\n", [][]string{{"1", "x\ny"}, {"2", "z"}}, []int{2, 4}},
		"CRLF in cell":            {"a,b\r\n1,\"x\r\ny\"\r\n2,z", [][]string{{"1", "x\r\ny"}, {"2", "z"}}, []int{2, 4}},
		"CR CR LF in cell":        {"a,b\n1,\"x\r\r\ny\"\n", [][]string{{"1", "x\r\r\ny"}}, []int{2}},
		"spaces stay":             {"a,b\n 1 ,\tx\n", [][]string{{" 1 ", "\tx"}}, []int{2}},
		"unicode":                 {"a,b\nñ,日本\n", [][]string{{"ñ", "日本"}}, []int{2}},
		"Latin-1 is converted":    {"a,b\n1,caf\xe9\n", [][]string{{"1", "café"}}, []int{2}},
		"some names are numbers":  {"a,2019\n1,2\n", [][]string{{"1", "2"}}, []int{2}},
	} {
		t.Run(name, func(t *testing.T) {
			tab := read(t, c.text)
			assert.Equal(t, "a", tab.Header[0])
			assert.Equal(t, c.rows, cells(t, tab))
			for i, line := range c.lines {
				assert.Equal(t, line, tab.Line(i))
			}
			for _, r := range []io.Reader{
				iotest.OneByteReader(strings.NewReader(c.text)),
				iotest.DataErrReader(strings.NewReader(c.text)),
			} {
				slow, err := Read(r, "data.csv")
				require.NoError(t, err)
				assert.Equal(t, tab.Header, slow.Header)
				assert.Equal(t, cells(t, tab), cells(t, slow))
			}
		})
	}
}

func TestReadMalformed(t *testing.T) {
	const unquoted = `put quotes around the cell and double those inside: "5"" pipe"`
	const quoted = `end the cell with a quote and double the quotes inside: "5"" pipe"`
	const ragged = "every line needs the same number of cells; put quotes around a cell with a comma in it"
	const binary = "give a CSV file in UTF-8 (export a spreadsheet as CSV, unpack a compressed file)"
	const unnamed = "name every column, and end no header with a comma (pandas: to_csv(index=False)); " +
		"if the names stand further below, delete the lines above them"
	const data = "add a header line with the names of the columns, or use --no-header"
	const encodings = "name the encoding it was saved in, such as --encoding=windows-1251 | save it in UTF-8"
	const nothing = "the first line must name the columns"
	for _, c := range []struct{ name, text, message, hint string }{
		{"empty", "", "data.csv: empty file", nothing},
		{"blank lines", "\n\r\n\n", "data.csv: empty file", nothing},
		{"mark only", "\ufeff", "data.csv: empty file", nothing},
		{"header only", "a,b\n", "data.csv: no rows after the header", "add the rows to be labelled, one a line"},
		{"no header after blanks", "\n\n0,0\n", "data.csv:3: looks like data, not a header: every cell is a number", data},
		{"empty name last", "x,y,\n0,1,2\n", "data.csv:1: column 3 has no name", unnamed},
		{"blank name", "x,  ,y\n0,1,2\n", "data.csv:1: column 2 has no name", unnamed},
		{"short row", "a,b,c\n1,2,3\n1,2\n", "data.csv:3: the number of cells is 2, but the header has 3", ragged},
		{"long row", "a,b\n\"1\n\",2\n1,2,3\n", "data.csv:4: the number of cells is 3, but the header has 2", ragged},
		{"bare quote", "a,b\n1,x\n1,5\" pipe\n", `data.csv:3: bare " in an unquoted cell (byte 4 of the line)`, unquoted},
		{"bare quote in the header", "a,b\"\n1,x\n", `data.csv:1: bare " in an unquoted cell (byte 4 of the line)`, unquoted},
		{"text after quote", "a,b\n1,\"x\"y\n", "data.csv:2: quoted cell not closed, or text after its closing quote (line 2, byte 5)", quoted},
		{"open quote", "a,b\n1,\"x\n2,y\n3,z\n", "data.csv:2: quoted cell not closed, or text after its closing quote (line 4, byte 5)", quoted},
		{"NUL", "a,b\n1,x\n1,y\x00\n", "data.csv:3: NUL byte: not a text file", binary},
		{"NUL first", "\x00", "data.csv:1: NUL byte: not a text file", binary},
		{"UTF-16 little", "\xff\xfea\x00,", "data.csv: damaged UTF-16 text", "save it as CSV in UTF-8"},
		{"UTF-16 big", "\xfe\xff\x00a\xd8\x00", "data.csv: damaged UTF-16 text", "save it as CSV in UTF-8"},
		{"UTF-8 and another", "a,b\né,1\n\xe9,2\n", "data.csv:3: some characters are in UTF-8, and one on this line is not", encodings},
		{"no known encoding", "a,b\nx,1\n\x81,2\n", "data.csv:3: the encoding of the text is not known for sure; likeliest is ibm850",
			"--encoding=ibm850 if that is right | " + encodings},
		{"message on one line", "a,b\n\"x\ny\",x\n\"x\ny\"z\n",
			"data.csv:4: quoted cell not closed, or text after its closing quote (line 5, byte 2)", quoted},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab, err := Read(strings.NewReader(c.text), "data.csv")
			assert.Nil(t, tab)
			checkError(t, err, c.message, c.hint)
		})
	}
}

// checkError checks the message and the hint of an *Error, both on one line.
func checkError(t *testing.T, err error, message, hint string) {
	t.Helper()
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, message, err.Error())
	assert.Equal(t, hint, e.Hint)
	assert.NotContains(t, message+hint, "\n")
}

func TestReadHugeCell(t *testing.T) {
	huge := strings.Repeat("x", 10<<20)
	tab := read(t, "a,b\n1,"+huge+"\n2,\""+huge+"\n\"\n")
	assert.True(t, cells(t, tab)[0][1] == huge && cells(t, tab)[1][1] == huge+"\n", "huge cells are read whole")

	_, err := tab.Floats([]int{1})
	assert.EqualError(t, err, `data.csv:2: column "b": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"... is not a number`)
}

func TestReadFailing(t *testing.T) {
	broken := errors.New("the line\nis dead")
	for _, before := range []string{"", "a,b\n1,2\n", "a,b\n1,"} {
		r := io.MultiReader(strings.NewReader(before), iotest.ErrReader(broken))
		_, err := Read(r, "pipe")
		checkError(t, err, `pipe: cannot read: the line\nis dead`, "")
		assert.ErrorIs(t, err, broken)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	require.NoError(t, os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600))
	tab, err := ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, []string{path, "a", "b"}, append([]string{tab.Name}, tab.Header...))
	assert.Equal(t, [][]string{{"1", "2"}}, cells(t, tab))
	require.NoError(t, tab.Close())

	_, err = ReadFile(path + "x")
	checkError(t, err, path+"x: no such file, did you mean "+strconv.Quote(path)+"?", "check the path")
	assert.ErrorIs(t, err, fs.ErrNotExist)

	_, err = ReadFile(dir)
	checkError(t, err, dir+": is a folder, not a file", "give the path of a file")

	_, err = ReadFile(path + "/b.csv")
	checkError(t, err, path+"/b.csv: cannot read: not a directory", "a part of the path is a file, not a folder")

	require.NoError(t, os.Chmod(path, 0))
	if os.Geteuid() != 0 {
		_, err = ReadFile(path)
		checkError(t, err, path+": cannot read: permission denied", "check the permissions of the file and its folder")
	}
}

func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile("../../testdata/digits.csv")
	require.NoError(b, err)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := Read(strings.NewReader(string(text)), "digits.csv")
		require.NoError(b, err)
	}
}
