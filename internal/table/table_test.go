package table

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// skipIfSlow skips a test of many damaged or large files, which takes minutes under the race detector; the reading of
// smaller ones runs the same goroutines.
func skipIfSlow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("many files: not in short")
	}
}

func TestColumn(t *testing.T) {
	tab := read(t, "x, y ,label,Species\n1,2,3,4\n")
	for name, want := range map[string]int{"x": 0, "y": 1, " y ": 1, " x": 0, "label": 2, "Species": 3} {
		got, err := tab.Column(name)
		require.NoError(t, err)
		assert.Equal(t, want, got, name)
	}
	for name, message := range map[string]string{
		"labl":    `data.csv: column "labl": no such column, did you mean "label"?`,
		"LABEL":   `data.csv: column "LABEL": no such column, did you mean "label"?`,
		"species": `data.csv: column "species": no such column, did you mean "Species"?`,
		"age":     `data.csv: column "age": no such column`,
		"z":       `data.csv: column "z": no such column`,
		"":        `data.csv: no such column`,
		"a\nb":    `data.csv: column "a\nb": no such column`,
	} {
		_, err := tab.Column(name)
		checkError(t, err, message, "the columns are x,  y , label, Species")
	}
}

func TestColumnListsEndsOfWideTables(t *testing.T) {
	tab, err := ReadFile("../../testdata/digits.csv")
	require.NoError(t, err)
	_, err = tab.Column("digits")
	checkError(t, err, `../../testdata/digits.csv: column "digits": no such column, did you mean "digit"?`,
		"the columns are pixel_0_0, pixel_0_1, pixel_0_2, pixel_0_3, pixel_0_4, pixel_0_5, ..., "+
			"pixel_7_4, pixel_7_5, pixel_7_6, pixel_7_7, label, digit")
}

func TestStrings(t *testing.T) {
	tab := read(t, "a,b\n1, x\n2,\n")
	b, err := tab.Strings(1)
	require.NoError(t, err)
	assert.Equal(t, []string{" x", ""}, b)
}

func TestNumeric(t *testing.T) {
	for text, want := range map[string]bool{
		"1\n-2.5\n1e3\n": true,
		" 1 \n\"\"\n":    true,
		"1\nNaN\n-Inf\n": true,
		"1\n1e999\n":     true,
		"1\nNA\n":        false,
		"1\n\"1,5\"\n":   false,
		"red\n":          false,
		"\"\"\n\" \"\n":  false,
	} {
		assert.Equal(t, want, numeric(read(t, "a\n"+text), 0), "%q", text)
	}
}

func TestFloats(t *testing.T) {
	tab := read(t, "a,name,b\n1,x,-2.5\n 3 ,y,1e-3\n")
	x, err := tab.Floats([]int{2, 0})
	require.NoError(t, err)
	assert.True(t, mat.Equal(mat.NewDense(2, 2, []float64{-2.5, 1, 0.001, 3}), x), "%v", mat.Formatted(x))
}

func TestFloatsMalformed(t *testing.T) {
	for _, c := range []struct{ cell, reason, hint string }{
		{"abc", `"abc" is not a number`, hintText},
		{"1.5 cm", `"1.5 cm" is not a number`, hintText},
		{"1\n2", `"1\n2" is not a number`, hintText},
		{"caf\xe9", `"café" is not a number`, hintText},
		{"1,5", `"1,5" is not a number`, hintPoint},
		{"1,000,0", `"1,000,0" is not a number`, hintText},
		{"NA", `"NA" is not a number`, hintMissing},
		{"?", `"?" is not a number`, hintMissing},
		{"", `empty cell`, hintMissing},
		{"  ", `empty cell`, hintMissing},
		{"nan", `"nan" is a missing value`, hintMissing},
		{"-Inf", `"-Inf" is infinite`, hintFinite},
		{"1e999", `"1e999" is too large for a 64-bit number`, hintRange},
		{strings.Repeat("é", 30), `"éééééééééééééééééééé"... is not a number`, hintText},
		{"x" + strings.Repeat("é", 30), `"xééééééééééééééééééé"... is not a number`, hintText},
	} {
		quoted := `"` + strings.ReplaceAll(c.cell, `"`, `""`) + `"`
		tab := read(t, "pixel_0_2,pixel_0_3\n1,\"2\"\n\n3,"+quoted+"\n4,worse\n")
		x, err := tab.Floats([]int{0, 1})
		assert.Nil(t, x)
		checkError(t, err, `data.csv:4: column "pixel_0_3": `+c.reason, c.hint)
	}
	_, err := read(t, "a\nx\n").Floats(nil)
	checkError(t, err, "data.csv: no column of numbers", "choose at least one column of numbers as feature")
}

func TestPickKeepsLines(t *testing.T) {
	tab, err := read(t, "x\n1\n\n2\n3\n").Pick([]int{2, 1})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"3"}, {"2"}}, cells(t, tab))
	assert.Equal(t, []int{5, 4}, []int{tab.Line(0), tab.Line(1)})
}

// numeric reports whether the cells of a column are numbers, at least one, or empty.
func numeric(t *Table, col int) bool {
	filled, numbers := t.Count()
	return filled[col] > 0 && filled[col] == numbers[col]
}

func TestCount(t *testing.T) {
	filled, numbers := read(t, "a,b,c\n1,x,\n 2 ,NaN,\n,1e999,\n123456789012345,0123,\n").Count()
	assert.Equal(t, []int{3, 4, 0}, filled)
	assert.Equal(t, []int{3, 3, 0}, numbers)
}

func TestDigitsAreReadAsParseFloatDoes(t *testing.T) {
	for _, cell := range []string{"0", "7", "007", "999999999999999", "1234567890123456", "12345678901234567890", "1.5", "-3", "+4", "1e3", "0x10", "1_0"} {
		want, err := strconv.ParseFloat(cell, 64)
		x, problem := read(t, "a\n"+cell+"\n").Floats([]int{0})
		require.Equal(t, err == nil, problem == nil, cell)
		if err == nil {
			require.Equal(t, want, x.At(0, 0), cell)
		}
	}
}
