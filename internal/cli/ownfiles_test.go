package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestNoOutputIsAnInput checks that nothing that is read is written over, by whatever name, and no file twice.
func TestNoOutputIsAnInput(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "data.csv", good)
	writeFile(t, "rows.csv", good)
	writeFile(t, "labels.csv", "id,label\n1,a\n")
	writeFile(t, "flags.conf", "k = 3\n")
	require.Zero(t, propagate("", strings.Fields("-q --method harmonic --save rows.model -o out.csv data.csv")...).code)
	require.Zero(t, propagate("", strings.Fields("graph -o rows.graph data.csv")...).code)
	for _, name := range []string{"data.csv", "labels.csv", "rows.model", "rows.graph"} {
		require.NoError(t, os.Link(name, "hard-"+name))
		require.NoError(t, os.Symlink(name, "soft-"+name))
	}
	before := folder(t)
	for _, line := range []string{
		"--report data.csv data.csv", "--save ./data.csv data.csv", "--json hard-data.csv data.csv",
		"--json soft-data.csv data.csv", "-o rows.csv data.csv rows.csv", "--labels-only -o data.csv data.csv",
		"--labels labels.csv -o labels.csv data.csv", "--labels labels.csv --json soft-labels.csv data.csv",
		"--neighbors-from rows.graph -o hard-rows.graph data.csv", "--edges rows.csv --report ./rows.csv data.csv",
		"--config flags.conf --save flags.conf data.csv", "graph -o data.csv data.csv", "graph -o soft-data.csv data.csv",
		"predict --model rows.model -o rows.model data.csv", "predict --model rows.model -o hard-rows.model data.csv",
		"predict --model rows.model -o data.csv data.csv", "suspects -o data.csv data.csv", "suggest -o ./data.csv data.csv",
		"explain -o data.csv --row 3 data.csv", "inspect -o data.csv data.csv", "tune -o data.csv data.csv",
		"tune --save-config data.csv data.csv", "evaluate --truth x -o data.csv data.csv",
		"-o new --json ./new data.csv", "-o new --save new data.csv", "--save soft-rows.model --report rows.model data.csv",
		"--save - data.csv", "--report - data.csv", "tune --save-config - data.csv", "-o - --json - data.csv",
	} {
		got := propagate("", strings.Fields(line)...)
		assert.Equal(t, 2, got.code, "%s: %s", line, got.err)
		assert.Contains(t, got.err, "hint: ", line)
		assert.Equal(t, before, folder(t), line)
	}
}

// TestDashIsStandardOutput checks -o - in all commands.
func TestDashIsStandardOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "data.csv", good)
	before := folder(t)
	for _, line := range []string{"-q", "inspect", "suspects -q", "suggest -q", "evaluate --truth label --predicted x"} {
		words := append(strings.Fields(line), "data.csv")
		want := propagate("", words...)
		assert.Equal(t, want.out, propagate("", append(words, "-o", "-")...).out, line)
		assert.Equal(t, before, folder(t))
	}
	got := propagate("", "graph", "-o", "-", "data.csv")
	assert.Zero(t, got.code, got.err)
	assert.NotEmpty(t, got.out)
}

// TestFullStandardOutput checks that what cannot be printed is an error, whoever prints it.
func TestFullStandardOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "data.csv", good)
	for _, line := range []string{"--help", "help", "help flags", "help methods", "version", "--version",
		"completion bash", "man", "tune --help", "-q data.csv", "inspect data.csv", "tune data.csv",
		"suggest -q data.csv", "suspects -q data.csv", "graph -o - data.csv", "explain --row 3 data.csv",
		"-o out.csv --json - data.csv", "evaluate --truth label --label none --predicted x data.csv"} {
		var stderr strings.Builder
		code := cli.Main(strings.Fields(line), strings.NewReader(""), full{}, &stderr)
		assert.NotZero(t, code, "%s: %s", line, stderr.String())
		assert.Contains(t, stderr.String(), "propagate: ", line)
	}
}
