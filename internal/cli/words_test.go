package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPiped checks that what is piped in needs no name.
func TestPiped(t *testing.T) {
	table := sample(t, "iris.csv", 5).String()
	want := propagate(table, "-q", "--ignore", "species", "-")
	require.Zero(t, want.code, want.err)
	assert.Equal(t, want, propagate(table, "-q", "--ignore", "species"))
	assert.Equal(t, propagate(table, "inspect", "-"), propagate(table, "inspect"))
}

// TestLabelsOnlyWithConfidence checks that the confidence is written on request.
func TestLabelsOnlyWithConfidence(t *testing.T) {
	table := sample(t, "iris.csv", 5)
	whole := labelled(t, table, "--ignore", "species")
	some := labelled(t, table, "--ignore", "species", "--labels-only", "--confidence")
	assert.Equal(t, csvTable{{"line", "predicted", "confidence"}}, some[:1])
	assert.Equal(t, whole.column("confidence"), some.column("confidence"))
	got := propagate(table.String(), "--ignore", "species", "--confidence", "-")
	assert.Contains(t, got.err, "no effect in this run: --confidence (it is for --labels-only)")
}

// TestCompletedColumns checks that flags of columns complete those of the file on the line, and the bare command files.
func TestCompletedColumns(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "rows.csv", "alpha,beta,label\n1,2,a\n")
	writeFile(t, "long.csv", "gamma,label\n"+strings.Repeat("1,a\n", 30000))
	for line, want := range map[string]string{
		"rows.csv --label ": "alpha\nbeta\nlabel\n:4\n", "rows.csv --truth a": "alpha\n:4\n",
		"suggest rows.csv --features alpha,b": "alpha,beta\n:4\n", "evaluate rows.csv --predicted l": "label\n:4\n",
		"long.csv --id g": "gamma\n:4\n", "no.csv --id ": ":4\n", "ro": ":0\n",
	} {
		got := propagate("", append([]string{"__complete"}, strings.Split(line, " ")...)...)
		assert.Equal(t, want, got.out, line)
	}
	assert.NotContains(t, propagate("", "__complete", "rows.csv", "--").out, "`")
}

// TestReproducible checks that with SOURCE_DATE_EPOCH the summary is the same at any time.
func TestReproducible(t *testing.T) {
	table := sample(t, "iris.csv", 5).String()
	t.Chdir(t.TempDir())
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	for _, name := range []string{"one", "two"} {
		require.Zero(t, propagate(table, "-q", "--ignore", "species", "--json", "s.json", "--report", "r.html", "-").code)
		writeFile(t, name+".json", folder(t)["s.json"].content)
	}
	assert.Equal(t, folder(t)["one.json"].content, folder(t)["two.json"].content)
	assert.Contains(t, folder(t)["one.json"].content, `"made": "1970-01-02T00:00:00Z"`)
}

func TestMethodsTopic(t *testing.T) {
	help := propagate("", "help", "methods").out
	for _, name := range []string{"balanced-poisson", "self-tuning", "manhattan"} {
		assert.Contains(t, help, name)
	}
	assert.Contains(t, propagate("", "-version").err, "a long name takes two dashes: --version")
	assert.Equal(t, propagate("", "help", "flags"), propagate("", "help", "flags", "tune"))
}
