package cli_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestStreams checks that the table is the same wherever it is read from and
// written to, and whatever is said besides.
func TestStreams(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	want := propagate(iris, "-")
	require.Zero(t, want.code, want.err)
	for _, run := range []struct{ args, written string }{
		{"iris.csv", ""}, {"-", ""}, {"-v -", ""}, {"-q iris.csv", ""}, {"--truth species iris.csv", ""},
		{"-o new.csv iris.csv", "new.csv"}, {"-o old.csv -", "old.csv"}, {"--output=new.csv -v -", "new.csv"},
		{"-qo new.csv iris.csv", "new.csv"}, {"iris.csv -o new.csv", "new.csv"}, {"-o iris.csv iris.csv", "iris.csv"},
	} {
		t.Run(run.args, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "iris.csv", iris)
			writeFile(t, "old.csv", "longer than the table?\n")
			files := folder(t)
			got := propagate(iris, strings.Fields(run.args)...)
			require.Zero(t, got.code, got.err)
			if run.written == "" {
				assert.Equal(t, want.out, got.out)
				assert.Equal(t, files, folder(t))
				return
			}
			assert.Empty(t, got.out)
			after := folder(t)
			assert.Equal(t, want.out, after[run.written].content)
			files[run.written] = after[run.written]
			assert.Equal(t, files, after, "no other file")
		})
	}
}

// TestQuiet checks that -q is silent where there would be a warning, a note and
// an accuracy.
func TestQuiet(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	table := "x,name,label,kind\n0,u,a,a\n1,v,b,b\n2,w,,b\n90,x,,a\n91,y,,b\n"
	loud := propagate(table, "-k", "1", "--truth", "kind", "-")
	for _, word := range []string{"table ", "note ", "graph ", "labels ", "accuracy ", "warning: ", "hint: "} {
		assert.Contains(t, "\n"+loud.err, "\n"+word)
	}
	for _, args := range []string{"-q", "--quiet", "-q -v"} {
		got := propagate(table, append(strings.Fields(args), "-k", "1", "--truth", "kind", "-")...)
		assert.Equal(t, outcome{out: loud.out}, got, args)
	}
}

// TestVerbose checks that -v says all that is said without, and more.
func TestVerbose(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	brief, long := propagate(iris, "--truth", "species", "-"), propagate(iris, "-v", "--truth", "species", "-")
	assert.Equal(t, brief.out, long.out)
	for _, line := range strings.Split(strings.TrimSpace(brief.err), "\n") {
		assert.Contains(t, long.err, line+"  [")
	}
}
