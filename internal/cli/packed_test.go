package cli_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPackedOutput checks that a file called .gz or .zst is packed, and is read again.
func TestPackedOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	want := propagate(good, "-q", "-")
	for name, magic := range map[string]string{"o.csv.gz": "\x1f\x8b", "o.csv.ZST": "\x28\xb5\x2f\xfd", "o.csv": "x"} {
		got := propagate(good, "-q", "-o", name, "-")
		require.Zero(t, got.code, got.err)
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.True(t, bytes.HasPrefix(text, []byte(magic)), "%s begins with %q", name, text[:4])
		tab, err := table.ReadFile(name)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, tab.Write(&b))
		assert.Equal(t, want.out, b.String())
	}
}

// TestKindsAreNoted checks that a run, inspect and graph say how a file was read.
func TestKindsAreNoted(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	t.Chdir(t.TempDir())
	const rows = "5.1,3.5,a,a\n4.9,3.0,a,\n6.3,3.3,b,b\n"
	for _, args := range [][]string{{"--label", "column4", "--truth", "column3", "-"}, {"inspect", "-"},
		{"graph", "-o", "rows.graph", "-"}} {
		got := propagate(rows, args...)
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, "no header: the first line is a row", args)
	}
	got := propagate(rows, "-q", "--label", "column4", "--ignore", "column3", "-")
	assert.Equal(t, "column1,column2,column3,column4,predicted,confidence,status", parse(t, got.out)[0][0]+","+
		"column2,column3,column4,predicted,confidence,status")
	assert.Len(t, parse(t, got.out), 4, "no row is lost")
	got = propagate("x,caf\xe9,label\n1,\xe9,a\n2,\xe9,\n3,\xe9,b\n", "--json", "s.json", "-")
	require.Zero(t, got.code, got.err)
	text, err := os.ReadFile("s.json")
	require.NoError(t, err)
	assert.Contains(t, string(text), `"text": "the text is in Latin-1 (ISO 8859-1), by its letters (--encoding names another); it is written in UTF-8"`)
	assert.Contains(t, got.out, "1,é,a,a,1.0000,given\n")
	// Columns that were left out are warnings for programs, too.
	got = propagate("x,word,label\n1,u,a\n2,v,\n3,w,b\n", "--json", "s.json", "-")
	require.Zero(t, got.code, got.err)
	text, err = os.ReadFile("s.json")
	require.NoError(t, err)
	_, warnings, _ := strings.Cut(string(text), `"warnings"`)
	assert.Contains(t, warnings, `"text": "left out of the features: id (nearly all values differ): word"`)
	// Values that mean missing.
	got = propagate("x,label\n1,a\n-200,\n3,b\n", "--missing-values", "-200", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "missing values filled in: x (33 %)")
	// An index without a name is no feature, whatever its order.
	got = propagate(",x,label\n7,1,a\n3,2,\n9,30,b\n", "-")
	assert.Contains(t, got.err, "table     3 rows, 1 features")
	assert.Contains(t, got.err, "the first column has no name")
}
