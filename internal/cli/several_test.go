package cli_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inThree splits a table into a.csv, b.csv.gz, which has the columns the other way round, and the
// text for standard input, which has quotes.
func inThree(t *testing.T, in csvTable) (stdin string) {
	t.Helper()
	n := len(in)
	writeFile(t, "a.csv", csvTable(in[:n/3]).String())
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	var turned csvTable
	for _, row := range append(csvTable{in[0]}, in[n/3:n/2]...) {
		back := make([]string, len(row))
		for k, cell := range row {
			back[len(row)-1-k] = cell
		}
		turned = append(turned, back)
	}
	_, err := w.Write([]byte(turned.String()))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	writeFile(t, "b.csv.gz", packed.String())
	var quoted strings.Builder
	for _, row := range append(csvTable{in[0]}, in[n/2:]...) {
		quoted.WriteString(`"` + strings.Join(row, `","`) + "\"\n")
	}
	return quoted.String()
}

// placesInThree are the names of the rows of a table so split.
func placesInThree(in csvTable) []string {
	n := len(in)
	var places []string
	for i := 1; i < n; i++ {
		switch {
		case i < n/3:
			places = append(places, fmt.Sprintf("a.csv:%d", i+1))
		case i < n/2:
			places = append(places, fmt.Sprintf("b.csv.gz:%d", i-n/3+2))
		default:
			places = append(places, fmt.Sprintf("standard input:%d", i-n/2+2))
		}
	}
	return places
}

// TestSeveralFiles checks that several files are labelled as one with the same rows.
func TestSeveralFiles(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	t.Chdir(t.TempDir())
	stdin, places := inThree(t, iris), placesInThree(iris)
	files := []string{"a.csv", "b.csv.gz", "-"}
	for _, args := range []string{"", "--truth species", "--ignore species --proba", "--scale standard --missing mean --ignore species", "--truth species --format tsv"} {
		want := propagate(iris.String(), append(strings.Fields(args), "-")...)
		got := propagate(stdin, append(strings.Fields(args), files...)...)
		assert.Equal(t, want, got, args)
	}
	only := parse(t, propagate(stdin, append([]string{"-q", "--labels-only", "--ignore", "species"}, files...)...).out)
	assert.Equal(t, places, only.column("line"))

	lines := map[string]string{} // from the line of the one file
	for i, place := range places {
		lines[fmt.Sprint(i+2)] = place
	}
	want := told(t, iris, "suspects", "--ignore", "species", "--max-probability", "1")
	got := parse(t, propagate(stdin, append([]string{"suspects", "-q", "--ignore", "species", "--max-probability", "1"}, files...)...).out)
	for i, line := range want.column("line") {
		assert.Equal(t, lines[line], got.column("line")[i])
	}
	assert.Equal(t, want.column("probability"), got.column("probability"))

	row := places[70]
	one := propagate(iris.String(), "explain", "-q", "--ignore", "species", "--row", "72", "-")
	several := propagate(stdin, append([]string{"explain", "-q", "--ignore", "species", "--row", row}, files...)...)
	require.Zero(t, several.code, several.err)
	assert.Equal(t, parse(t, one.out).column("share"), parse(t, several.out).column("share"))
	assert.Contains(t, several.out, row+" > ")
}

// TestSeveralFilesElsewhere checks the commands that are no runs, the summary and the report.
func TestSeveralFilesElsewhere(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	t.Chdir(t.TempDir())
	stdin := inThree(t, iris)
	writeFile(t, "one.csv", iris.String())
	for _, args := range [][]string{{"inspect", "FILES"}, {"predict", "-q", "--model", "m", "FILES"}} {
		require.Zero(t, propagate(stdin, "-q", "--save", "m", "--ignore", "species", "-o", "out.csv", "a.csv", "b.csv.gz", "-").code)
		want := propagate(stdin, append(args[:len(args)-1:len(args)-1], "one.csv")...)
		got := propagate(stdin, append(args[:len(args)-1:len(args)-1], "a.csv", "b.csv.gz", "-")...)
		assert.Equal(t, want, got)
	}
	require.Zero(t, propagate(stdin, "graph", "-q", "--ignore", "species", "-o", "g", "a.csv", "b.csv.gz", "-").code)
	assert.Zero(t, propagate("", "-q", "--ignore", "species", "--neighbors-from", "g", "one.csv").code, "the features are the same")

	got := propagate(stdin, "-q", "--json", "j", "--report", "r.html", "--ignore", "species", "-o", "out.csv", "a.csv", "b.csv.gz", "-")
	require.Zero(t, got.code, got.err)
	after := folder(t)
	assert.Contains(t, after["j"].content, `"files": [
    "a.csv",
    "b.csv.gz",
    "standard input"
  ]`)
	assert.Contains(t, after["r.html"].content, "b.csv.gz:")
	assert.Contains(t, after["r.html"].content, "--ignore species")
	written := parse(t, after["out.csv"].content)
	half := len(written) / 2
	writeFile(t, "first.csv", csvTable(written[:half]).String())
	want := propagate(written.String(), "evaluate", "--truth", "species", "-")
	assert.Equal(t, want, propagate(csvTable(append(csvTable{written[0]}, written[half:]...)).String(), "evaluate", "--truth", "species", "first.csv", "-"))
}

// badSeveral are files that cannot be read as one.
var badSeveral = []failure{
	{name: "one missing", args: "data.csv more.csv", says: "more.csv: no such file", hint: "check the path, and quote a name that holds spaces"},
	{name: "another column", args: "data.csv other.csv", says: `other.csv: column "y": no such column, but data.csv has it`, hint: "the same columns, in any order"},
	{name: "one column more", args: "other.csv third.csv", says: `third.csv: column "z": not a column of other.csv`, hint: "the same columns, in any order"},
	{name: "no rows", args: "data.csv empty.csv", says: "empty.csv: no rows after the header"},
	{name: "text in the second", args: "--missing error data.csv turned.csv", says: `turned.csv:3: column "x": "u" is not a number`},
	{name: "label misspelt", args: "--label labl data.csv data.csv", says: `--label: data.csv and 1 more: column "labl": no such column, did you mean "label"?`},
	{name: "row of no file", code: 2, args: "explain --row 3 data.csv data.csv", says: `--row "3": names none of the files`, hint: "such as data.csv:2"},
	{name: "row that is none", args: "explain --row data.csv:9 data.csv data.csv", says: "data.csv:9: no row begins on that line"},
	{name: "id in both", args: "explain --id x --row 3 data.csv data.csv", says: `data.csv:4: column "x": "3" is on line data.csv:4 too`},
}

func TestBadSeveral(t *testing.T) {
	for _, f := range badSeveral {
		f.csv, f.must = good, true
		if f.code == 0 {
			f.code = 1
		}
		f.prepare = func(t *testing.T) {
			writeFile(t, "other.csv", "x,label\n1,a\n2,b\n")
			writeFile(t, "third.csv", "x,label,z\n1,a,1\n2,b,1\n")
			writeFile(t, "empty.csv", "x,y,label\n")
			writeFile(t, "turned.csv", "label,y,x\na,1,2\nb,2,u\n")
		}
		t.Run(f.name, f.check)
	}
}
