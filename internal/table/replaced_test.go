package table

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWithColumn checks that other cells of a column are written in its place, and all others as they were.
func TestWithColumn(t *testing.T) {
	for _, c := range []struct {
		text   string
		format Format
		want   string
	}{
		{"a,label,c\n1,x,2\n3,,\"u, v\"\n", Same, "a,label,c,p\n1,x,2,q\n3,y,\"u, v\",r\n"},
		{"a;label;c\n1,5;x;2\n3;;z\n", Same, "a;label;c;p\n1,5;x;2;q\n3;y;z;r\n"},
		{"{\"a\": 1.50, \"label\": \"x\"}\n{\"label\": null, \"a\": 2}\n", Same,
			"{\"a\": 1.50, \"label\": \"x\",\"p\":\"q\"}\n{\"a\": 2, \"label\": \"y\",\"p\":\"r\"}\n"},
		{"{\"a\": 1, \"label\": \"x\"}\n{\"a\": 2}\n", Same,
			"{\"a\": 1, \"label\": \"x\",\"p\":\"q\"}\n{\"a\": 2, \"label\": \"y\",\"p\":\"r\"}\n"},
		{"{\"a\": 1, \"label\": true}\n{\"label\": null}\n", Same,
			"{\"a\": 1, \"label\": true,\"p\":\"q\"}\n{\"label\": \"y\",\"p\":\"r\"}\n"},
		{"{\"a\": 1, \"label\": \"x\"}\n{\"a\": 2, \"label\": null}\n", CSV, "a,label,p\n1,x,q\n2,y,r\n"},
	} {
		tab, err := Read(strings.NewReader(c.text), "t")
		require.NoError(t, err)
		col, err := tab.Column("label")
		require.NoError(t, err)
		cells, err := tab.Strings(col)
		require.NoError(t, err)
		with, err := tab.WithColumn(col, []string{cells[0], "y"})
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, with.WriteAs(&b, c.format, Added{Name: "p", Values: []string{"q", "r"}}))
		assert.Equal(t, c.want, b.String())
		again, err := with.Strings(col)
		require.NoError(t, err)
		assert.Equal(t, "y", again[1])
		records, err := with.store.records()
		require.NoError(t, err)
		assert.Equal(t, "y", records[1][col])
		before, err := tab.Strings(col)
		require.NoError(t, err)
		assert.Empty(t, before[1], "the table is not changed")
	}
}
