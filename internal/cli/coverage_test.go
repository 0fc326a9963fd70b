package cli_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomLabels gives so many rows, drawn from all, their true label.
func randomLabels(in csvTable, truth string, labels int, seed uint64) csvTable {
	names := in.column(truth)
	given := rand.New(rand.NewPCG(seed, 9)).Perm(len(names))[:labels]
	return in.with("label", func(i int, _ string) string {
		if slices.Contains(given, i) {
			return names[i]
		}
		return ""
	})
}

// trusted is what --json says of trust.
type trusted struct {
	Expected *summary.Expected
	Shares   *summary.Shares `json:"class_shares"`
	Sets     *summary.Sets
	Warnings []summary.Warning
}

// trust runs the command and returns what it says, and what it wrote.
func trust(t *testing.T, in csvTable, args ...string) (trusted, csvTable, string) {
	t.Helper()
	dir := t.TempDir()
	out, facts := filepath.Join(dir, "out.csv"), filepath.Join(dir, "facts.json")
	got := propagate(in.String(), append(args, "-o", out, "--json", facts, "-")...)
	require.Zero(t, got.code, got.err)
	var found trusted
	text, err := os.ReadFile(facts)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &found))
	text, err = os.ReadFile(out)
	require.NoError(t, err)
	return found, parse(t, string(text)), got.err
}

// Sets of the default and of single methods: the column, its facts, and what is claimed of them.
func TestCoverage(t *testing.T) {
	iris := randomLabels(sample(t, "iris.csv", 1), "species", 30, 1)
	for method, by := range map[string]string{
		"auto": "scores of the labels left out", "harmonic": "full conformal prediction",
		"spreading": "full conformal prediction", "balanced-poisson": "CV+",
	} {
		found, out, err := trust(t, iris, "--ignore", "species", "--method", method, "--coverage", "0.9")
		require.NotNil(t, found.Sets, method)
		assert.Equal(t, by, found.Sets.By)
		assert.Equal(t, 120, found.Sets.Rows)
		assert.Contains(t, found.Sets.Claim, "90 %")
		assert.Contains(t, found.Sets.Claim, "random sample")
		assert.Contains(t, err, found.Sets.Claim)
		sets, labels, truth := out.column("set"), out.column("label"), out.column("species")
		held, size := 0, 0
		for i, set := range sets {
			classes := strings.Split(set, "|")
			if labels[i] != "" {
				assert.Equal(t, labels[i], set, "a given label is its set")
				continue
			}
			if set != "" {
				size += len(classes)
			}
			if slices.Contains(classes, truth[i]) {
				held++
			}
		}
		assert.InDelta(t, float64(found.Sets.Mean), float64(size)/120, 1e-12, method)
		assert.GreaterOrEqual(t, held, 96, method)
	}
}

// Labels that look dealt out are no random sample: that is said, and sets by class are named.
func TestCoverageOfLabelsDealtOut(t *testing.T) {
	iris := sample(t, "iris.csv", 1)
	found, _, err := trust(t, iris, "--ignore", "species", "--coverage", "0.8", "--shares")
	require.Len(t, found.Warnings, 1)
	assert.Contains(t, found.Warnings[0].Text, "chosen by class")
	assert.Contains(t, found.Warnings[0].Hint, "--coverage-by-class")
	assert.Contains(t, found.Shares.Reason, "chosen by class")
	assert.Empty(t, found.Shares.Classes)
	assert.Contains(t, err, "cannot be estimated")
	found, _, _ = trust(t, iris, "--ignore", "species", "--coverage", "0.8", "--coverage-by-class")
	assert.Empty(t, found.Warnings)
	assert.True(t, found.Sets.ByClass)
	assert.Contains(t, found.Sets.Claim, "its labels are a random sample of its rows")
	assert.Empty(t, found.Sets.Always)
	// Five labels a class are too few for 90 %.
	found, out, _ := trust(t, iris, "--ignore", "species", "--coverage", "0.9", "--coverage-by-class")
	assert.Equal(t, []string{"setosa", "versicolor", "virginica"}, found.Sets.Always)
	for i, set := range out.column("set") {
		if out.column("label")[i] == "" {
			assert.Equal(t, "setosa|versicolor|virginica", set)
		}
	}
}

// A model keeps the scores of the labels left out.
func TestCoverageOfNewRows(t *testing.T) {
	iris := randomLabels(sample(t, "iris.csv", 1), "species", 40, 2)
	for _, method := range []string{"auto", "harmonic"} {
		model := filepath.Join(t.TempDir(), "iris.model")
		_, old, _ := trust(t, iris, "--ignore", "species", "--method", method, "--coverage", "0.9", "--save", model)
		got := propagate(iris.String(), "predict", "--model", model, "--coverage", "0.9", "-")
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, "by scores of the labels left out")
		sets := parse(t, got.out).column("set")
		alike := 0
		for i, set := range old.column("set") {
			if set == sets[i] {
				alike++
			}
		}
		assert.Greater(t, alike, len(sets)*8/10, method)
	}
	// Labels too few to be left out.
	few, model := randomLabels(sample(t, "iris.csv", 1), "species", 4, 4), filepath.Join(t.TempDir(), "few.model")
	require.Zero(t, propagate(few.String(), "--ignore", "species", "--save", model, "-").code)
	got := propagate(iris.String(), "predict", "--model", model, "--coverage", "0.9", "-")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.err, "no scores of labels left out")
}

// The accuracy to expect is printed from 20 labels on, and shares with an interval of each class.
func TestExpectedAccuracy(t *testing.T) {
	table := sample(t, "breast_cancer.csv", 1)
	report := filepath.Join(t.TempDir(), "report.html")
	found, _, err := trust(t, randomLabels(table, "diagnosis", 60, 3), "--ignore", "diagnosis", "--shares",
		"--coverage", "0.9", "--report", report)
	require.NotNil(t, found.Expected)
	a := found.Expected.Accuracy
	assert.Equal(t, 60, found.Expected.Labels)
	assert.True(t, a.Low < a.Value && a.Value <= a.High && a.High <= 1)
	assert.Contains(t, err, "expected  accuracy "+strconv.FormatFloat(float64(a.Value), 'f', 3, 64))
	page, fault := os.ReadFile(report)
	require.NoError(t, fault)
	for _, text := range []string{"How far to trust the labels", found.Sets.Claim, "Shares of the classes",
		strconv.FormatFloat(float64(a.Low), 'f', 3, 64)} {
		assert.Contains(t, string(page), text)
	}
	require.Len(t, found.Shares.Classes, 2)
	assert.InDelta(t, 1, float64(found.Shares.Classes[0].Share.Value+found.Shares.Classes[1].Share.Value), 1e-9)
	found, _, err = trust(t, randomLabels(table, "diagnosis", 19, 3), "--ignore", "diagnosis", "--shares")
	assert.Nil(t, found.Expected)
	assert.NotContains(t, err, "expected")
	assert.Contains(t, found.Shares.Reason, "it takes 30 labels")
}

// What cannot be told is refused, with a way out; a name of a class may hold what separates them.
func TestCoverageErrors(t *testing.T) {
	iris := sample(t, "iris.csv", 2)
	for want, args := range map[string][]string{
		"--coverage 0: must be above 0":              {"--coverage", "0"},
		"--coverage NaN: must be above 0":            {"--coverage", "NaN"},
		"write a share: --coverage 0.9":              {"--coverage", "90"},
		"--labels-only writes no sets":               {"--coverage", "0.9", "--labels-only"},
		"does not go with class sizes":               {"--coverage", "0.9", "--method", "harmonic", "--class-sizes", "mass"},
		"does not go with --group":                   {"--coverage", "0.9", "--group", "species"},
		"--shares compares rows one by one":          {"--shares", "--group", "species"},
		"does not go with weights of labels below 1": {"--coverage", "0.9", "--label-weight", "petal_width_cm"},
	} {
		in := iris.with("petal_width_cm", func(int, string) string { return "0.5" })
		got := propagate(in.String(), append(args, "-")...)
		assert.NotZero(t, got.code, want)
		assert.Contains(t, got.err, want)
	}
	taken := iris.with("species", func(_ int, name string) string { return name })
	taken[0] = slices.Clone(taken[0])
	taken[0][taken.index("species")] = "set"
	got := propagate(taken.String(), "--coverage", "0.9", "-")
	assert.Contains(t, got.err, "in the table already")
	odd := iris.with("label", func(_ int, name string) string { return strings.ReplaceAll(name, "v", `|\`) })
	_, out, _ := trust(t, odd, "--ignore", "species", "--coverage", "0.9", "--coverage-by-class")
	assert.Contains(t, out.column("set"), `setosa|\|\\ersicolor|\|\\irginica`)
}
