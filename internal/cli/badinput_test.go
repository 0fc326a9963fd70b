package cli_test

import (
	"os"
	"path/filepath"
	"testing"
)

// foreign is the beginning of a file that another program wrote.
func foreign(name string, most int) string {
	b, err := os.ReadFile(filepath.Join("..", "table", "testdata", name))
	if err != nil {
		panic(err) // the file is beside the tests
	}
	return string(b[:min(most, len(b))])
}

// badInput is data that cannot be labelled.
var badInput = []failure{
	{name: "missing file", args: "missing.csv", says: "missing.csv: no such file", hint: "check the path"},
	{name: "a folder", args: ".", says: ".: is a folder, not a file"},
	{name: "no folder on the way", args: "data.csv/x.csv", says: "data.csv/x.csv: cannot read: not a directory"},
	{name: "empty", csv: "", says: "data.csv: empty file", hint: "name the columns"},
	{name: "empty standard input", csv: "", args: "-", says: "standard input: empty file"},
	{name: "blank lines only", csv: "\n\r\n\n", says: "data.csv: empty file"},
	{name: "no header", csv: "1,2,0\n3,4,1\n", says: `--label: data.csv: column "label": no such column`, hint: "the file has no header, so its columns are numbered; the columns are column1, column2, column3"},
	{name: "header only", csv: "x,y,label\n", says: "data.csv: no rows after the header", hint: "add the rows"},
	{name: "one row", csv: "x,label\n1,a\n", says: "data.csv: one row only", hint: "at least two"},
	{name: "not a CSV file", csv: "\x01\x02\x00\x00\x05\x06", args: "data.csv", says: "data.csv:1: NUL byte: not a text file", hint: "UTF-8"},
	{name: "archive", csv: "PK\x03\x04\x00\x00\x08", args: "data.csv", says: "data.csv: a ZIP archive, not a table", hint: "unpack it first: unzip FILE"},
	{name: "address", args: "https://example.com/data.csv", says: "https://example.com/data.csv: an address, not a file", hint: "download it first"},
	{name: "pattern", args: "more*.csv", says: "more*.csv: no such file", hint: "outside of quotes"},
	{name: "name misspelt", args: "data.cvs", says: `data.cvs: no such file, did you mean "data.csv"?`, hint: "check the path"},
	{name: "header again, with a mark", csv: "x,label\n1,a\n2,\n\ufeffx,label\n3,b\n", args: "data.csv", says: "data.csv:4: the header again, not a row", hint: "delete this line"},
	{name: "lines in quotes", csv: "\"x,label\"\n\"1,a\"\n\"2,b\"\n", args: "data.csv", says: `data.csv:1: each line is one cell in quotes: "x,label"`, hint: "take the quotes"},

	{name: "commas that are not", csv: "x;label\n1;a\n2;b\n", args: "--delimiter comma data.csv", says: "data.csv:1: cells are separated by semicolons, not by commas", hint: "save the file with commas"},
	{name: "short row of tabs", csv: "x\ty\tlabel\n1\t1\ta\n2\t1\n3\t1\tb\n", says: "data.csv:3: the number of cells is 2, but the header has 3"},
	{name: "decimal commas", csv: "x;label\n1,5;a\n2,5;\n3;b\n", args: "--features x --decimal point data.csv", says: `data.csv:2: column "x": "1,5" is not a number`, hint: "--decimal comma"},
	{name: "thousands", csv: "x;label\n1,234,567;a\n2,5;\n3;b\n", args: "--features x --decimal comma --missing error data.csv", says: `data.csv:2: column "x": "1.234,567" is not a number`},
	{name: "cut gzip", csv: "\x1f\x8b\x08\x00\x00", says: "data.csv: cannot be unpacked: unexpected EOF", hint: "damaged or cut short"},
	{name: "cut zstd", csv: "\x28\xb5\x2f\xfd\x04", says: "data.csv: cannot be unpacked: unexpected EOF", hint: "damaged or cut short"},
	{name: "broken JSON", csv: "{\"x\":1,\"label\":\"a\"}\n{\"x\":}\n", says: "data.csv:2: not JSON (byte 5 of the line): invalid character '}' looking for beginning of value", hint: "one object a line"},
	{name: "JSON over two lines", csv: "{\"x\":1,\n\"label\":\"a\"}\n", says: "data.csv:1: the object does not end on its line", hint: "one object a line"},
	{name: "text in JSON", csv: "{\"x\":1,\"label\":\"a\"}\n{\"x\":\"u\"}\n{\"x\":3,\"label\":\"b\"}\n", args: "--missing error data.csv", says: `data.csv:2: column "x": "u" is not a number`},
	{name: "array cut short", csv: "\x93NUMPY\x01\x00\x76\x00{'descr'", says: `data.csv: array "x": cut short`, hint: "numpy.savez"},
	{name: "array without labels", csv: "\x93NUMPY\x01\x00\x3a\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1)}\n\x00\x00\x00\x00\x00\x00\x00\x00", says: `--label: data.csv: column "label": no such column`,
		hint: "name the column of the given labels with --label; a .npy file is one array: join labels by --labels FILE, or keep them beside it by numpy.savez(\"rows.npz\", x=x, label=label); the columns are x.0"},
	{name: "cut Parquet", csv: foreign("js_plain1.parquet", 3000), says: "data.csv: not a Parquet file that can be read: damaged or cut short", hint: "to_parquet"},
	{name: "Parquet by its first bytes alone", csv: "PAR1\x15\x04x,label\n", says: "data.csv: not a Parquet file that can be read: damaged or cut short", hint: "to_parquet"},
	{name: "cut Arrow file", csv: foreign("js.arrow", 2000), says: "data.csv: not an Arrow file that can be read: damaged or cut short", hint: "by to_feather of pandas, or as CSV"},
	{name: "cut Arrow stream", csv: foreign("js.arrows", 2000), says: "data.csv: not an Arrow file that can be read: damaged or cut short", hint: "by to_feather of pandas, or as CSV"},
	{name: "Arrow by its first bytes alone", csv: "ARROW1", says: "data.csv: not an Arrow file that can be read: damaged or cut short", hint: "by to_feather of pandas, or as CSV"},
	{name: "null in Arrow", csv: foreign("js.arrow", 1e6), args: "--features x,on --missing error data.csv", says: `data.csv:1: column "on": empty cell`, hint: "fill it in"},
	{name: "no such column in Parquet", csv: foreign("js_zstd2.parquet", 1e6), args: "--label labels data.csv", says: `--label: data.csv: column "labels": no such column, did you mean "label"?`, hint: "x, f32, label, kind, on, big, small, v.0, v.1, w.0, w.1, day"},
	{name: "weight in Arrow", csv: foreign("js.arrows", 1e6), args: "--label-weight small data.csv", says: `data.csv:1: column "small": -6 is not from 0 to 1`, hint: "from 0 (as without the label) to 1"},
	{name: "too many categories", csv: good, args: "--categorical x --max-categories 4 data.csv", says: `data.csv: column "x": more than 4 different values are too many for a categorical feature`, hint: "--max-categories"},
	{name: "no value at all", csv: "x,y,label\n1,,a\n2,,b\n", args: "--features x,y --missing mean data.csv", says: `data.csv: column "y": no value at all`, hint: "take it out of --features"},
	{name: "all rows dropped", csv: "x,y,label\n1,,a\n2,1,b\n3,,\n", args: "--missing drop data.csv", says: "data.csv: a value is missing in all rows but one at most", hint: "--missing median"},
	{name: "infinite, missing filled", csv: "x,label\n1,a\nInf,\n3,b\n", args: "--missing mean data.csv", says: `data.csv:3: column "x": "Inf" is infinite`},
	{name: "dropped row explained", csv: "x,label\n1,a\n,\n3,b\n", args: "explain --row 3 --missing drop data.csv", says: "data.csv:3: the row was dropped: a value is missing", hint: "--missing median"},
	{name: "unlabeled are all", csv: "x,label\n1,0\n2,-1\n3,-1\n", args: "--unlabeled=0,-1 data.csv", says: `data.csv: column "label": no row has a label`},

	{name: "no label column", csv: "x,class\n1,a\n2,b\n", says: `--label: data.csv: column "label": no such column`,
		hint: "name the column of the given labels with --label, such as --label class; the columns are x, class"},
	{name: "label column misspelt", csv: good, args: "--label lable data.csv", says: `--label: data.csv: column "lable": no such column, did you mean "label"?`,
		hint: "the columns are x, y, label"},
	{name: "truth column misspelt", csv: good, args: "--truth Labl data.csv", says: `--truth: data.csv: column "Labl": no such column, did you mean "label"?`,
		hint: "the columns are x, y, label"},
	{name: "id column misspelt", csv: good, args: "--id z data.csv", says: `--id: data.csv: column "z": no such column`, hint: "the columns are x, y, label"},
	{name: "ignored column misspelt", csv: good, args: "--ignore lbel data.csv", says: `--ignore: data.csv: column "lbel": no such column, did you mean "label"?`},
	{name: "feature column misspelt", csv: "width,height,label\n1,2,a\n2,3,b\n", args: "--features width,hieght data.csv",
		says: `--features: data.csv: column "hieght": no such column, did you mean "height"?`, hint: "the columns are width, height, label"},
	{name: "no base", csv: good, args: "--classifier-columns p_ data.csv", says: `data.csv: --classifier-columns: no column begins with "p_"`, hint: "proba_cat"},
	{name: "base above 1", csv: "x,label,p_a,p_b\n1,a,1,0\n2,,2,0\n3,b,0,1\n", args: "--classifier-columns p_ data.csv", says: `data.csv:3: column "p_a": 2 is not from 0 to 1`, hint: "from 0 to 1"},
	{name: "base sum", csv: "x,label,p_a,p_b\n1,a,1,0\n2,,0.2,0\n3,b,0,1\n", args: "--classifier-columns p_ data.csv", says: `data.csv:3: the 2 probabilities sum to 0.2, not to 1`},
	{name: "weight column misspelt", csv: good, args: "--label-weight z data.csv", says: `--label-weight: data.csv: column "z": no such column`, hint: "the columns are x, y, label"},
	{name: "weight in words", csv: "x,label,w\n1,a,sure\n2,,\n3,b,1\n", args: "--label-weight w data.csv", says: `data.csv:2: column "w": "sure" is not a number`, hint: "from 0 (as without the label) to 1"},
	{name: "weight above 1", csv: "x,label,w\n1,a,1\n2,,\n3,b,80\n", args: "--label-weight w data.csv", says: `data.csv:4: column "w": 80 is not from 0 to 1`, hint: "from 0 (as without the label) to 1"},
	{name: "weight below 0", csv: "x,label,w\n1,a,1\n2,,-0.5\n3,b,1\n", args: "--label-weight w data.csv", says: `data.csv:3: column "w": -0.5 is not from 0 to 1`, hint: "from 0 (as without the label) to 1"},
	{name: "infinite weight", csv: "x,label,w\n1,a,inf\n2,,\n3,b,1\n", args: "suspects --label-weight w data.csv", says: `data.csv:2: column "w": "inf" is infinite`, hint: "from 0 (as without the label) to 1"},
	{name: "weights of 0", csv: "x,label,w\n1,a,0\n2,,\n3,b,0\n", args: "tune --label-weight w data.csv", says: `data.csv: column "label": no row has a label`},
	{name: "no label", csv: "x,label\n1,\n2, \n3,\t\n", says: `data.csv: column "label": no row has a label`, hint: "fill in a few cells"},
	{name: "one class", csv: "x,label\n1,a\n2,\n3, a \n", says: `data.csv: column "label": all labels are "a"`, hint: "another class"},

	{name: "text in a feature", csv: "x,label\n1,a\n2,\nabc,b\n", args: "--missing error data.csv", says: `data.csv:4: column "x": "abc" is not a number`, hint: "orrect the cell"},
	{name: "decimal comma", csv: "x,label\n1,a\n\"2,5\",\n3,b\n", args: "--missing error data.csv", says: `data.csv:3: column "x": "2,5" is not a number`, hint: "with a point"},
	{name: "text after a cell of two lines", csv: "x,note,label\n1,\"two\nlines\",a\nabc,,\n3,,b\n", args: "--missing error data.csv", says: `data.csv:4: column "x": "abc" is not a number`},
	{name: "NaN", csv: "x,y,label\n1,2,a\n2,NaN,\n3,4,b\n", args: "--missing error data.csv", says: `data.csv:3: column "y": "NaN" is a missing value`, hint: "fill in a number"},
	{name: "NA", csv: "x,y,label\n1,2,a\n2,NA,\n3,4,b\n", args: "--missing error data.csv", says: `data.csv:3: column "y": "NA" is not a number`, hint: "fill in a number"},
	{name: "Inf", csv: "x,label\n1,a\nInf,\n3,b\n", says: `data.csv:3: column "x": "Inf" is infinite`, hint: "finite"},
	{name: "minus infinity", csv: "x,label\n1,a\n-inf,\n3,b\n", says: `data.csv:3: column "x": "-inf" is infinite`, hint: "finite"},
	{name: "too large a number", csv: "x,label\n1,a\n1e999,\n3,b\n", says: `data.csv:3: column "x": "1e999" is too large for a 64-bit number`},
	{name: "empty feature cell", csv: "x,y,label\n1,1,a\n2,,\n3,2,b\n", args: "--missing error data.csv", says: `data.csv:3: column "y": empty cell`, hint: "fill in a number"},
	{name: "no numeric column", csv: "name,label\nu,a\nv,b\n", says: "data.csv: no column to use as a feature", hint: "compares rows by their columns"},
	{name: "only the truth is numeric", csv: "name,label,truth\nu,a,1\nv,b,2\n", args: "--truth truth data.csv", says: "data.csv: no column to use as a feature"},

	{name: "short row", csv: "x,y,label\n1,1,a\n2,1\n3,1,b\n", says: "data.csv:3: the number of cells is 2, but the header has 3", hint: "same number of cells"},
	{name: "long row", csv: "x,label\n1,a\n2,,\n3,b\n", says: "data.csv:3: the number of cells is 3, but the header has 2", hint: "same number of cells"},
	{name: "open quote", csv: "x,label\n1,\"a\n2,b\n", says: "data.csv:2: quoted cell not closed, or text after its closing quote (line 3, byte 5)"},
	{name: "column without a name", csv: "x,,label\n0,1,a\n1,2,b\n", says: "data.csv:1: column 2 has no name", hint: "name every column"},
	{name: "predicted already there", csv: "x,label,predicted\n1,a,a\n2,b,b\n", says: `data.csv: column "predicted": in the table already, so it cannot be added`, hint: "rename or remove"},

	{name: "k as large as the table", csv: good, args: "-k 5 data.csv", says: "data.csv: -k 5 needs more than 5 rows, and there are 5", hint: "from 1 to 4"},
	{name: "k beyond the table", csv: good, args: "--neighbors 1000000 data.csv", says: "data.csv: -k 1000000 needs more than 1000000 rows, and there are 5", hint: "from 1 to 4"},
}

func TestBadInput(t *testing.T) {
	for _, f := range badInput {
		f.code, f.must = 1, true
		if f.args == "" {
			f.args = "data.csv"
		}
		t.Run(f.name, f.check)
	}
}
