package table

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCellsComeBack checks that cells of any separators, quotes and line breaks are read as they are, and written so
// that they are read again, whatever the ends of lines. The texts are made by hand.
func TestCellsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	quoted := func(cells []string) string { return `"` + strings.Join(cells, `","`) + `"` }
	for range 2000 {
		end := []string{"\n", "\r\n"}[r.IntN(2)]
		text, want := "a,b"+end, [][]string{}
		for range 1 + r.IntN(3) {
			row := []string{"x", "y"}
			for k := range row {
				for range r.IntN(5) {
					row[k] += []string{"\n", "\r\n", "\r", `"`, ",", ";", " ", "é"}[r.IntN(8)]
				}
			}
			want = append(want, row)
			doubled := []string{strings.ReplaceAll(row[0], `"`, `""`), strings.ReplaceAll(row[1], `"`, `""`)}
			text += quoted(doubled) + strings.Repeat(end, 1+r.IntN(2))
		}
		tab, err := Reading{Comma: ','}.Text(strings.NewReader(text), "t")
		require.NoError(t, err, "%q", text)
		require.Equal(t, want, cells(t, tab), "%q", text)
		var b bytes.Buffer
		require.NoError(t, tab.WriteAs(&b, Same))
		again, err := Reading{Comma: ','}.Text(&b, "t")
		require.NoError(t, err)
		require.Equal(t, want, cells(t, again), "%q", text)
	}
}

// TestSafe checks which cells a spreadsheet would compute, in all that is written as text.
func TestSafe(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|x": "'+cmd|x", "-2+3": "'-2+3", "@sum": "'@sum", "\tx": "'\tx", "\rx": "'\rx", "=": "'=",
		"-": "'-", "-x": "'-x", "\uff1d1": "'\uff1d1", "-1,2-cmd": "'-1,2-cmd",
		"-5": "-5", "+5.5e-3": "+5.5e-3", "-1,5": "-1,5", "-1.234,5": "-1.234,5", "-5 %": "-5 %", "-$5": "-$5", "a=b": "a=b",
		"": "", "1": "1", "'=1": "'=1", "-Inf": "-Inf",
	} {
		assert.Equal(t, want, harmless(cell), "%q", cell)
	}
	const text = "=a;b\n-1,5;@x\n"
	tab, err := Reading{Safe: true}.Text(strings.NewReader(text), "t")
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, tab.WriteAs(&b, Same, Added{Name: "+c", Values: []string{"=x"}}))
	assert.Equal(t, "'=a;b;'+c\n-1,5;'@x;'=x\n", b.String())
	b.Reset()
	l := Listing{Header: []string{"=a", "gain", "id"}, Rows: [][]string{{"@x", "-0.5", "-0.5"}}, Numbers: []string{"gain"}}
	require.NoError(t, tab.WriteRows(&b, Same, l))
	assert.Equal(t, "'=a;gain;id\n'@x;-0,5;-0.5\n", b.String())
	b.Reset()
	require.NoError(t, tab.WriteAs(&b, JSONL))
	assert.Equal(t, "{\"=a\":\"-1,5\",\"b\":\"@x\"}\n", b.String())
	// Plain lines are not copied as they are.
	tab, err = Reading{Safe: true}.Text(strings.NewReader("a,b\n=1,2\n"), "t")
	require.NoError(t, err)
	b.Reset()
	require.NoError(t, tab.WriteAs(&b, Same))
	assert.Equal(t, "a,b\n'=1,2\n", b.String())
}
