package cli_test

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/cli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFlagsArrive checks by the summary that each flag does what it says.
func TestFlagsArrive(t *testing.T) {
	skipIfSlow(t)
	iris := sample(t, "iris.csv", 1).String()
	for _, c := range []struct{ args, says string }{
		{"", "table     150 rows, 4 features, 15 labels in 3 classes\n"},
		{"--features petal_width_cm", "150 rows, 1 features, 15 labels in 3 classes\n"},
		{"--label species", "150 labels in 3 classes\n"},

		{"", "graph     10 nearest neighbours by euclidean distance: "},
		{"-k 3", "graph     3 nearest neighbours by euclidean distance: "},
		{"--mutual", "graph     10 mutual nearest neighbours by "},
		{"--graph complete", "graph     complete graph by euclidean distance: 150 rows, 149 of them distinct, 11026 edges; "},
		{"--graph radius --radius 0.5", "graph     neighbours within 0.5 by "},
		{"--metric cosine", " by cosine distance: "},
		{"--metric manhattan", " by manhattan distance: "},

		{"", "; shared neighbours, perplexity("},
		{"--kernel self-tuning", "; self-tuning("},
		{"--graph radius --radius 9", "; self-tuning("},
		{"--gamma 2", "; rbf(γ=2) by --gamma; "},
		{"--gamma 2 --kernel laplacian", "; laplacian(γ=2) by --gamma; "},
		{"--kernel inverse", "; inverse distance; "},
		{"--kernel connectivity --gamma auto", "; connectivity; "},
		{"--graph complete --kernel inverse", "; inverse distance; "},

		{"--gamma mst", ") by mst; "},
		{"--kernel rbf", ") by auto; "},
		{"--gamma 1,2", ") by --gamma; "},

		{"", "labels    pool of 4 opinions: "},
		{"--method harmonic", "labels    harmonic by "},
		{"--method propagation", "labels    propagation by "},
		{"--method spreading", "labels    spreading(α=0.95) by "},
		{"--method spreading --alpha 0.5", "labels    spreading(α=0.5) by "},
		{"--method poisson", "labels    poisson by "},
		{"--method poisson --max-iter 3", ", 3 iterations, "},
	} {
		got := propagate(iris, append(strings.Fields(c.args), "-")...)
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, c.says, "propagate %s", c.args)
	}
}

// TestTenLines checks that a run says all it has to say in ten lines at most, and one for each further note, the last of which tells the time.
func TestTenLines(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	wine := sample(t, "wine.csv", 1)
	noted := csvTable{append(slices.Clone(wine[0]), "remark")}
	for i, row := range wine[1:] {
		noted = append(noted, append(slices.Clone(row), "text "+strconv.Itoa(i)))
	}
	for _, c := range []struct{ args, starts string }{
		{"", "table note note graph labels classes"},
		{"--truth cultivar", "table note note graph labels classes accuracy _"},
		{"--truth cultivar --mutual -k 2", "table note note graph labels classes accuracy _ warning: hint:"},
		{"--truth cultivar --mutual -k 2 --method mad", "table note note graph labels classes accuracy _ warning: warning:"},
		{"--truth cultivar --gamma 0.1,1 --calibrate", "table note note gamma graph labels calibrate classes accuracy _"},
	} {
		args := strings.Fields(c.args)
		if len(args) == 0 {
			args = []string{"--ignore", "cultivar"}
		}
		var out, err bytes.Buffer
		require.Zero(t, cli.Main(append(args, "-"), strings.NewReader(noted.String()), &out, &err), err.String())
		lines := strings.Split(strings.TrimSuffix(err.String(), "\n"), "\n")
		var starts []string
		for _, line := range lines {
			start, _, _ := strings.Cut(line, " ")
			starts = append(starts, cmp.Or(start, "_"))
		}
		assert.Equal(t, c.starts+" time", strings.Join(starts, " "), err.String())
		assert.LessOrEqual(t, len(lines), 11, err.String())
		assert.Regexp(t, `^time      [0-9.]+ m?s in total(: (\w+ [0-9.]+ m?s(, )?)+)?$`, lines[len(lines)-1])
	}
}

// TestGammaByDefault checks that γ comes from the data where none is given.
func TestGammaByDefault(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	for _, args := range []string{"--graph complete", "--kernel rbf", "--gamma auto", "--kernel laplacian", "--kernel laplacian --gamma auto"} {
		gamma := number(t, `\(γ=([^)]*)\)`, propagate(iris, append(strings.Fields(args), "-")...).err)
		assert.True(t, gamma > 0.1 && gamma < 1000, "%s: γ = %v", args, gamma)
	}
}

// TestTolerance checks that less error takes more iterations.
func TestTolerance(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	last := 0.0
	for _, tol := range []string{"0.1", "1e-4", "1e-8"} {
		iterations := number(t, `, (\d+) iterations`, propagate(iris, "--method", "mad", "--tol", tol, "-").err)
		assert.Greater(t, iterations, last, tol)
		last = iterations
	}
}

// number returns what a pattern finds in a text.
func number(t *testing.T, pattern, text string) float64 {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	require.NotNil(t, found, text)
	v, err := strconv.ParseFloat(found[1], 64)
	require.NoError(t, err)
	return v
}
