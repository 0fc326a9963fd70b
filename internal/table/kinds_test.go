package table

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/charset"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kind is a file as people have them: how it is read, what is said of it, and how it is written.
type kindOfFile struct {
	name, text string
	how        Reading
	header     string     // separated by blanks
	rows       [][]string // the cells
	lines      []int
	note       string // a part of it; empty: there is no note
	written    string
}

func inEncodingCalled(name string) Reading {
	e, err := charset.ByName(name)
	if err != nil {
		panic(err)
	}
	return Reading{Encoding: e}
}

// utf32le writes each character as four bytes, the lowest first.
func utf32le(text string) string {
	var b []byte
	for _, r := range text {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	return string(b)
}

var kindsOfFiles = []kindOfFile{
	{name: "Latin-1", text: "a,b\n1,caf\xe9\n", header: "a b", rows: [][]string{{"1", "café"}}, lines: []int{2},
		note: "Latin-1 (ISO 8859-1), by its letters (--encoding names another); it is written in UTF-8", written: "a,b\n1,café\n"},
	{name: "Windows-1252", text: "a,b\n1,\x80 5\n", header: "a b", rows: [][]string{{"1", "€ 5"}}, lines: []int{2},
		note: "windows-1252", written: "a,b\n1,€ 5\n"},
	{name: "UTF-16", text: "\xff\xfea\x00,\x00b\x00\n\x001\x00,\x00\xe9\x00\n\x00", header: "a b",
		rows: [][]string{{"1", "é"}}, lines: []int{2}, note: "UTF-16", written: bom + "a,b\n1,é\n"},
	{name: "UTF-16 without a mark", text: "a\x00,\x00b\x00\n\x001\x00,\x00\xe9\x00\n\x00", header: "a b",
		rows: [][]string{{"1", "é"}}, lines: []int{2}, note: "utf-16le", written: "a,b\n1,é\n"},
	{name: "UTF-16 of letters of English", text: "\x00a\x00,\x00b\x00\n\x001\x00,\x00x\x00\n", header: "a b",
		rows: [][]string{{"1", "x"}}, lines: []int{2}, note: "utf-16be", written: "a,b\n1,x\n"},
	{name: "Cyrillic", text: "a,b\n1,\xea\xee\xf8\xea\xe0\n2,\xf1\xee\xe1\xe0\xea\xe0\n3,\xeb\xee\xf8\xe0\xe4\xfc\n", header: "a b",
		rows: [][]string{{"1", "кошка"}, {"2", "собака"}, {"3", "лошадь"}}, lines: []int{2, 3, 4},
		note: "windows-1251, by its letters (--encoding names another)"},
	{name: "Chinese", text: "a,b\n1,\xb5\xd8\xc7\xf8\n2,\xd6\xd0\xb9\xfa\n3,\xb1\xb1\xbe\xa9\n", header: "a b",
		rows: [][]string{{"1", "地区"}, {"2", "中国"}, {"3", "北京"}}, note: "gb18030, by its letters"},
	{name: "Czech, which Latin-1 could be", text: "a,b\n1,ko\xe8ka\n2,\xf8eka\n3,\x9elut\xfd\n", header: "a b",
		rows: [][]string{{"1", "kočka"}, {"2", "řeka"}, {"3", "žlutý"}}, note: "windows-1250, by its letters"},
	{name: "encoding asked for", text: "a,b\n1,\xea\xee\n", how: inEncodingCalled("cp1251"), header: "a b",
		rows: [][]string{{"1", "ко"}}, note: "the text is in windows-1251; it is written in UTF-8"},
	{name: "encoding asked for, of UTF-8", text: "a,b\n1,ко\n", how: inEncodingCalled("cp1251"), header: "a b",
		rows: [][]string{{"1", "ко"}}},
	{name: "UTF-32 with a mark", text: "\xff\xfe\x00\x00" + utf32le("a,b\n1,é\n"), header: "a b",
		rows: [][]string{{"1", "é"}}, lines: []int{2}, note: "UTF-32", written: bom + "a,b\n1,é\n"},
	{name: "UTF-32 that was named", text: utf32le("a,b\n1,é\n"), how: inEncodingCalled("utf-32le"), header: "a b",
		rows: [][]string{{"1", "é"}}, note: "utf-32le", written: "a,b\n1,é\n"},
	{name: "UTF-16 of the other order than the one named", text: "\x00a\x00,\x00b\x00\n\x001\x00,\x00x\x00\n",
		how: inEncodingCalled("utf-16"), header: "a b", rows: [][]string{{"1", "x"}}, note: "utf-16be"},
	{name: "a mainframe", text: "\x81k\x82\x15\xf1k\x51\x15", how: inEncodingCalled("cp037"), header: "a b",
		rows: [][]string{{"1", "é"}}, lines: []int{2}, note: "cp037; it is written in UTF-8; lines end in NEL",
		written: "a,b\n1,é\n"},
	{name: "HZ", text: "a,b\n1,~{VP~}\n", how: inEncodingCalled("hz-gb-2312"), header: "a b",
		rows: [][]string{{"1", "中"}}, note: "hz-gb-2312", written: "a,b\n1,中\n"},
	{name: "CRLF and mark", text: bom + "a;b\r\n1;x\r\n", header: "a b", rows: [][]string{{"1", "x"}}, lines: []int{2},
		written: bom + "a;b\r\n1;x\r\n"},
	{name: "old Mac", text: "a,b\r1,x\r2,y\r", header: "a b", rows: [][]string{{"1", "x"}, {"2", "y"}}, lines: []int{2, 3},
		note: "CR alone", written: "a,b\n1,x\n2,y\n"},
	{name: "CR CR LF, as Python writes on Windows", text: "a,b\r\r\n1,x\r\r\n2,\"y\"\r\r\n", header: "a b",
		rows: [][]string{{"1", "x"}, {"2", "y"}}, lines: []int{2, 3}, note: "lines end in CR CR LF; they are written with CRLF",
		written: "a,b\r\n1,x\r\n2,y\r\n"},
	{name: "sep=;", text: "sep=;\r\na;b\r\n1;x\r\n", header: "a b", rows: [][]string{{"1", "x"}}, lines: []int{3},
		note: "names the separator and is left out: sep=;", written: "a;b\r\n1;x\r\n"},
	{name: "sep=,", text: "sep=,\na,b\n1,x\n", header: "a b", rows: [][]string{{"1", "x"}}, lines: []int{3},
		note: "sep=,", written: "a,b\n1,x\n"},
	{name: "title in Latin-1", text: "Caf\xe9s\na,b,c\n1,x,2\n3,y,4\n", header: "a b c",
		rows: [][]string{{"1", "x", "2"}, {"3", "y", "4"}}, note: "left out: \"Cafés\""},
	{name: "title", text: "Table 1: cells\n\na,b,c\n1,x,2\n3,y,4\n", header: "a b c",
		rows: [][]string{{"1", "x", "2"}, {"3", "y", "4"}}, lines: []int{4, 5},
		note: `not a header, so left out: "Table 1: cells"`, written: "a,b,c\n1,x,2\n3,y,4\n"},
	{name: "title of a sheet", text: "Cells;;\nof 2020;;\na;b;c\n1;x;2\n3;y;4\n", header: "a b c",
		rows: [][]string{{"1", "x", "2"}, {"3", "y", "4"}}, lines: []int{4, 5}, note: "left out",
		written: "a;b;c\n1;x;2\n3;y;4\n"},
	{name: "no header, numbers", text: "5.1,3\n4.9,2\n", header: "column1 column2",
		rows: [][]string{{"5.1", "3"}, {"4.9", "2"}}, lines: []int{1, 2}, note: "no header: the first line is a row",
		written: "column1,column2\n5.1,3\n4.9,2\n"},
	{name: "no header, a class", text: "5.1,3,setosa\n4.9,2,setosa\n", header: "column1 column2 column3",
		rows: [][]string{{"5.1", "3", "setosa"}, {"4.9", "2", "setosa"}}, lines: []int{1, 2}, note: "no header"},
	{name: "no header, texts", text: "high,low,4\nhigh,low,4more\nlow,low,4\nlow,low,4\n", header: "column1 column2 column3",
		rows: [][]string{{"high", "low", "4"}, {"high", "low", "4more"}, {"low", "low", "4"}, {"low", "low", "4"}},
		note: "no header"},
	{name: "no header, a name", text: "18.0;8;307.0;ford\n15.0;8;350.0;buick\n", header: "column1 column2 column3 column4",
		rows: [][]string{{"18.0", "8", "307.0", "ford"}, {"15.0", "8", "350.0", "buick"}}, note: "no header"},
	{name: "no header, dollars", text: "$5,x\n$7,\n$9,y\n$2,x\n", header: "column1 column2",
		rows: [][]string{{"$5", "x"}, {"$7", ""}, {"$9", "y"}, {"$2", "x"}}, note: "no header"},
	{name: "no header, quoted", text: "1,\"a, b\"\n2,\"a, b\"\n", header: "column1 column2",
		rows: [][]string{{"1", "a, b"}, {"2", "a, b"}}, lines: []int{1, 2}, note: "no header"},
	{name: "no header, asked for", text: "x,y\nz,y\n", how: Reading{Header: HeaderNone}, header: "column1 column2",
		rows: [][]string{{"x", "y"}, {"z", "y"}}, lines: []int{1, 2}, note: "no header"},
	{name: "header of numbers, asked for", text: "400,401\n1,2\n", how: Reading{Header: HeaderFirst}, header: "400 401",
		rows: [][]string{{"1", "2"}}, lines: []int{2}},
	{name: "years", text: "country,2019,2020\nSpain,1,2\nFrance,3,4\n", header: "country 2019 2020",
		rows: [][]string{{"Spain", "1", "2"}, {"France", "3", "4"}}, note: "if it is a row, use --no-header"},
	{name: "a year", text: "x,2019\n1,2\n", header: "x 2019", rows: [][]string{{"1", "2"}}},
	{name: "pandas", text: ",x,label\n2,1,a\n1,2,b\n", header: "index x label",
		rows: [][]string{{"2", "1", "a"}, {"1", "2", "b"}}, note: "the first column has no name",
		written: ",x,label\n2,1,a\n1,2,b\n"},
	{name: "R", text: "x\tlabel\nr1\t1\ta\nr2\t2\tb\n", header: "index x label",
		rows: [][]string{{"r1", "1", "a"}, {"r2", "2", "b"}}, lines: []int{2, 3}, note: "the first column has no name",
		written: "\tx\tlabel\nr1\t1\ta\nr2\t2\tb\n"},
	{name: "R, quoted", text: "\"x\",\"label\"\n\"1\",1,\"a\"\n\"2\",2,\"b\"\n", header: "index x label",
		rows: [][]string{{"1", "1", "a"}, {"2", "2", "b"}}, lines: []int{2, 3}, note: "the first column has no name"},
	{name: "separator at the end", text: "x,label,\n1,a,\n2,b,\n", header: "x label",
		rows: [][]string{{"1", "a"}, {"2", "b"}}, note: "ends with a separator", written: "x,label\n1,a\n2,b\n"},
	{name: "separator at the end, but for the header", text: "x;label\n1;a;\n2;b;\n", header: "x label",
		rows: [][]string{{"1", "a"}, {"2", "b"}}, note: "ends with a separator", written: "x;label\n1;a\n2;b\n"},
	{name: "several separators at the end", text: "x,label,,\n1,a,,\n2,,,\n", header: "x label",
		rows: [][]string{{"1", "a"}, {"2", ""}}, note: "ends with 2 separators", written: "x,label\n1,a\n2,\n"},
	{name: "units", text: "x,y,label\n[mm],[kg],\n1,2,a\n3,4,\n5,6,b\n", header: "x y label", lines: []int{3, 4, 5},
		rows: [][]string{{"1", "2", "a"}, {"3", "4", ""}, {"5", "6", "b"}},
		note: `units or types below the header, so left out: "[mm],[kg],"`, written: "x,y,label\n1,2,a\n3,4,\n5,6,b\n"},
	{name: "types and roles", text: "x\ty\tlabel\nc\tc\td\n\t\tclass\n1\t2\ta\n3\t4\t\n5\t6\tb\n", header: "x y label",
		rows: [][]string{{"1", "2", "a"}, {"3", "4", ""}, {"5", "6", "b"}}, lines: []int{4, 5, 6}, note: "so left out"},
	{name: "words for missing numbers", text: "x,y,label\nlow,2,a\n3,4,\n5,6,b\n7,8,\n", header: "x y label",
		rows: [][]string{{"low", "2", "a"}, {"3", "4", ""}, {"5", "6", "b"}, {"7", "8", ""}}},
	{name: "a name that is not all seen", text: "\u200bx,y\ufeff\n1,a\n", header: "x y", rows: [][]string{{"1", "a"}}},
	{name: "NaN of Python", text: "{\"x\":NaN,\"s\":\"a NaN\"}\n{\"x\":2,\"s\":\"\\\"NaN\"}\n", header: "x s",
		rows: [][]string{{"", "a NaN"}, {"2", "\"NaN"}}},
	{name: "same name", text: "x,x,label\n1,2,a\n3,4,b\n", header: "x x_2 label",
		rows: [][]string{{"1", "2", "a"}, {"3", "4", "b"}}, note: `columns 1 and 2 are both named "x"`,
		written: "x,x_2,label\n1,2,a\n3,4,b\n"},
}

// TestKindsOfFiles checks that files are read as people have them.
func TestKindsOfFiles(t *testing.T) {
	for _, c := range append(kindsOfFiles, blankKinds...) {
		t.Run(c.name, func(t *testing.T) {
			tab, err := c.how.Text(strings.NewReader(c.text), "data.csv")
			require.NoError(t, err)
			assert.Equal(t, strings.Fields(c.header), tab.Header)
			assert.Equal(t, c.rows, cells(t, tab))
			for i, line := range c.lines {
				assert.Equal(t, line, tab.Line(i))
			}
			notes := strings.Join(tab.Notes, "\n")
			assert.Contains(t, notes, c.note)
			assert.Equal(t, c.note == "", notes == "", notes)
			var b bytes.Buffer
			require.NoError(t, tab.WriteAs(&b, Same))
			if c.written != "" {
				assert.Equal(t, c.written, b.String())
			}
			assert.NotContains(t, b.String(), "\ufffd")
			// What was written is read as the same table.
			again, err := Reading{Header: HeaderFirst, Texts: c.how.Texts}.Text(&b, "data.csv")
			require.NoError(t, err)
			assert.Equal(t, tab.Header, again.Header)
			assert.Equal(t, c.rows, cells(t, again))
		})
	}
}

// TestBadKinds checks the errors on what looks like one of these kinds.
func TestBadKinds(t *testing.T) {
	for _, c := range []struct{ name, text, message string }{
		{"cells after the end", "x,y,\n1,2,\n" + strings.Repeat("1,2,\n", 100) + "1,2,3\n",
			"data.csv:103: the number of cells is 3, but the header has 2"},
		{"short row behind sep", "sep=;\na;b\n1;2\n3\n", "data.csv:4: the number of cells is 1, but the header has 2"},
		{"NUL in units, and no UTF-8", "x,y,l\n\x00s,m\xe9,z\n1,2,a\n3,4,b\n5,6,c\n", "data.csv:2: NUL byte: not a text file"},
		{"NUL behind a title", "title\na,b\n1,2\n3,4\n3,\x00\n", "data.csv:5: NUL byte: not a text file"},
		{"text without a header", "1,2\n3,4\n5,\"6\" 7\n",
			"data.csv:3: quoted cell not closed, or text after its closing quote (line 3, byte 5)"},
		{"blanks", "x y\n" + strings.Repeat("1 2\n", 30) + "1 2 3\n", "data.csv:32: the number of cells is 3, but the first line has 2"},
		{"fixed width", "x   label\n1   a\n2\n3   b\n" + strings.Repeat("4   a\n", 30) + "10000 b\n",
			"data.csv:35: a cell crosses the border of two columns of a fixed width"},
		{"array", "[{\"x\": 1},\n{\"x\": }]", "data.csv:1: not a JSON array of objects: invalid character '}' looking for beginning of value"},
		{"array cut short", "[{\"x\": 1},\n{\"x\": 2}", "data.csv:2: not a JSON array of objects: EOF"},
		{"array of others", "[{\"x\": 1},\n 3]", "data.csv:2: not an object"},
		{"empty array", "[]", "data.csv: an empty array"},
		{"ARFF, sparse, position", "@relation r\n@attribute x real\n@data\n{1 1}\n",
			`data.csv:4: "1" is no position of an attribute: they rise from 0 to 0`},
		{"ARFF, sparse, open", "@relation r\n@attribute x real\n@data\n{0 1\n", "data.csv:4: a row in braces is not closed"},
		{"psql", " x | y\n---+---\n 1 | 2\n", "data.csv:2: a rule below the header, not a row"},
		{"mysql", "+---+---+\n| x | y |\n+---+---+\n| 1 | 2 |\n", "data.csv:1: a line that is drawn, not a header"},
		{"Markdown", "| x | y |\n|---|---|\n| 1 | 2 |\n", "data.csv:2: a rule below the header, not a row"},
		{"a rule between commas", "x,y\n---,---\n1,2\n", "data.csv:2: a rule below the header, not a row"},
		{"quotes and blanks", "\"x\" \"y\"\n\"1\" 2\n" + strings.Repeat("\"1\" 2\n", 30) + "\"1 2\n",
			"data.csv:33: a quoted cell is not closed, or text stands after its closing quote"},
		{"xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "data.csv: a spreadsheet (xls), not text"},
		{"xlsx", "PK\x03\x04\x14\x00[Content_Types].xml", "data.csv: a spreadsheet, not text"},
		{"web page", "\n<!DOCTYPE html><html>\n", "data.csv: a web page, not a table"},
		{"XML", "<?xml version=\"1.0\"?>\n", "data.csv: an XML document, not a table"},
		{"R", "X\n\x00\x00\x00\x03", "data.csv: an object of R (rds), not text"},
		{"pickle", "\x80\x04\x95\x00", "data.csv: a pickle of Python, not text"},
		{"LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "data.csv: a pointer of Git LFS, not the file itself"},
		{"ARFF, cells", "@relation r\n@attribute x real\n@data\n1,2\n", "data.csv:4: not as many cells as there are attributes"},
		{"ARFF, quote", "@relation r\n@attribute x real\n@data\n'1\n", "data.csv:4: a quoted cell is not closed"},
		{"ARFF, nothing", "@relation r\n", "data.csv: no attributes"},
	} {
		_, err := Read(strings.NewReader(c.text), "data.csv")
		assert.EqualError(t, err, c.message, c.name)
	}
}

// blankKinds are files without separators of their own, and files of other programs.
var blankKinds = []kindOfFile{
	{name: "aligned by blanks", text: "x    label\n1.0  a\n12.5 b\n", header: "x label",
		rows: [][]string{{"1.0", "a"}, {"12.5", "b"}}, lines: []int{2, 3}, note: "separated by blanks",
		written: "x,label\n1.0,a\n12.5,b\n"},
	{name: "aligned, no header", text: "  1.0  a\n 12.5 a\n\n  3 b\n", header: "column1 column2",
		rows: [][]string{{"1.0", "a"}, {"12.5", "a"}, {"3", "b"}}, lines: []int{1, 2, 4}, note: "no header"},
	{name: "fixed width, with gaps", text: "town     age  cost label\nNew York  31  1.72 a\nBonn               b\n\nRome       4 12.5\n",
		header: "town age cost label", lines: []int{2, 3, 5}, note: "a fixed width",
		rows:    [][]string{{"New York", "31", "1.72", "a"}, {"Bonn", "", "", "b"}, {"Rome", "4", "12.5", ""}},
		written: "town,age,cost,label\nNew York,31,1.72,a\nBonn,,,b\nRome,4,12.5,\n"},
	{name: "fixed width, an index without a name", text: "     x label\n0  1.5     é\n1          b\n22 9.0     b\n", header: "index x label",
		rows: [][]string{{"0", "1.5", "é"}, {"1", "", "b"}, {"22", "9.0", "b"}}, note: "a fixed width"},
	{name: "R, write.table", text: "\"xy\" \"label\"\n\"1\" 1.5 \"a b\"\n\"2\" 2 \"b \\\"c\\\"\"\n", header: "index xy label",
		rows: [][]string{{"1", "1.5", "a b"}, {"2", "2", "b \"c\""}}, lines: []int{2, 3}, note: "separated by blanks"},
	{name: "R, write.table of one column", text: "\"x\"\n\"1\" 1.5\n\"2\" 2\n", header: "index x",
		rows: [][]string{{"1", "1.5"}, {"2", "2"}}, lines: []int{2, 3}, note: "separated by blanks"},
	{name: "sum", text: "x,y\na,1\nb,2\n\"Total\",3\n", header: "x y", rows: [][]string{{"a", "1"}, {"b", "2"}, {"Total", "3"}},
		note: "the last row, \"total\", looks like a sum"},
	{name: "Ctrl-Z of DOS", text: "x,y\r\n1,a\r\n2,b\r\n\x1a", header: "x y", rows: [][]string{{"1", "a"}, {"2", "b"}}, note: ""},
	{name: "sum, named in the last cell", text: "x,y\n1,a\n2,b\n3,Total\n", header: "x y", rows: [][]string{{"1", "a"}, {"2", "b"}, {"3", "Total"}},
		note: "the last row, \"total\", looks like a sum"},
	{name: "ARFF, sparse", text: "@relation r\n@attribute x real\n@attribute c {'a b',c}\n@attribute s string\n@data\n" +
		"{0 1.5, 1\tc}\n{}\n{1 ?, 2 'u, v'}\n", header: "x c s",
		rows: [][]string{{"1.5", "c", ""}, {"0", "a b", ""}, {"0", "", "u, v"}}, lines: []int{6, 7, 8}, note: "in braces"},
	{name: "GloVe", text: ", 0.1 -0.2 0.3\n\" 1e-3 2 3\nthe 1 2 3\n", header: "word v1 v2 v3",
		rows:  [][]string{{",", "0.1", "-0.2", "0.3"}, {`"`, "1e-3", "2", "3"}, {"the", "1", "2", "3"}},
		lines: []int{1, 2, 3}, note: "word vectors"},
	{name: "word2vec", text: "2 3\nthe 1 2 3\n, 4 5 6\n", header: "word v1 v2 v3",
		rows: [][]string{{"the", "1", "2", "3"}, {",", "4", "5", "6"}}, lines: []int{2, 3}, note: "word vectors"},
	{name: "JSON array", text: "[\n {\"x\": 1,\n  \"label\": \"é\"},\n {\"x\": 2, \"v\": [3]}\n]\n", header: "x label v.0",
		rows: [][]string{{"1", "é", ""}, {"2", "", "3"}}, lines: []int{2, 4},
		written: "[\n{\"x\":1,\"label\":\"é\"},\n{\"x\":2,\"v\":[3]}\n]\n"},
	{name: "JSON array in Latin-1", text: "[{\"x\":\"\xe9\"}]", header: "x", rows: [][]string{{"é"}}, note: "Latin-1",
		written: "[\n{\"x\":\"é\"}\n]\n"},
	{name: "lists", text: "id,v,label\n7,\"[0.1, -2]\",a\n9,,\n", header: "id v.0 v.1 label",
		rows: [][]string{{"7", "0.1", "-2", "a"}, {"9", "", "", ""}}, lines: []int{2, 3},
		note: "v holds lists of 2 numbers", written: "id,v.0,v.1,label\n7,0.1,-2,a\n9,,,\n"},
	{name: "lists of numpy", text: "v,label\n[0.1 -2.],a\n[ 3e-1 4. ],b\n", header: "v.0 v.1 label",
		rows: [][]string{{"0.1", "-2.", "a"}, {"3e-1", "4.", "b"}}, note: "v holds lists of 2 numbers"},
	{name: "lists of two lengths", text: "v,label\n[1 2],a\n[1],b\n", header: "v label",
		rows: [][]string{{"[1 2]", "a"}, {"[1]", "b"}}, note: "not read as numbers: v (2 numbers in some rows, and 1 in others)"},
	{name: "lists that are the label", text: "x,label\n1,[1]\n2,[2]\n", how: Reading{Texts: []string{"label"}}, header: "x label",
		rows: [][]string{{"1", "[1]"}, {"2", "[2]"}}, lines: []int{2, 3}},
	{name: "ARFF", text: "% of Weka\n@RELATION iris\n\n@attribute 'sepal' numeric\n@ATTRIBUTE\tclass {a,'b c'}\n@DATA\n" +
		"5.1,a\n%no row\n?, 'b c'\n'it\\'s',\"?\"\n", header: "sepal class",
		rows: [][]string{{"5.1", "a"}, {"", "b c"}, {"it's", "?"}}, lines: []int{7, 9, 10}, note: "ARFF"},
}
