package cli_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pairTable has a column for every use that a flag makes of one.
func pairTable() csvTable {
	r := rand.New(rand.NewPCG(2, 2))
	in := csvTable{{"id", "x", "y", "colour", "gap", "p_a", "p_b", "sure", "team", "batch", "label", "truth"}}
	for i := range 72 {
		k := i % 2
		p := 0.2 + 0.6*float64(k)
		row := []string{fmt.Sprint("r", i), fmt.Sprintf("%.3f", 3*float64(k)+r.NormFloat64()), fmt.Sprintf("%.3f", r.NormFloat64()),
			[]string{"red", "blue", "green"}[(i+k)%3], []string{"1", "", "3", "5"}[i%4], fmt.Sprintf("%.1f", 1-p), fmt.Sprintf("%.1f", p),
			[]string{"1", "0.9"}[i%7/6], fmt.Sprint("t", i/3), []string{"m", "n"}[i%5/3], "", []string{"a", "b"}[k]}
		if i%2 == i%6 {
			row[10] = row[11]
		}
		in = append(in, row)
	}
	return in
}

// pairFlags are settings of flags, by the commands that take them.
var pairFlags = map[string][]string{
	"run tune suspects suggest explain": {
		"--ignore=truth", "--features=x,y", "--categorical=colour", "--id=id", "--group=team", "--batch=batch",
		"--missing=drop", "--missing=mean", "--scale=none", "--scale=standard", "--memory=1G", "--ignore-case",
		"--labels=labels.csv --id=id", "--edges=edges.txt --id=id", "--neighbors-from=rows.graph", "--graph=complete",
		"--graph=radius --radius=1.5", "-k 3", "--mutual", "--connect", "--metric=cosine", "--metric=manhattan",
		"--kernel=rbf", "--kernel=connectivity", "--gamma=knn", "--gamma=0", "--gamma=1e300",
		"--method=spreading", "--method=pool", "--method=harmonic", "--recall=0.5", "--threads=1", "--seed=7", "--unlabeled=a",
		"--label-weight=sure",
	},
	"run": {
		"--truth=truth", "--method=poisson", "--method=balanced-poisson", "--method=poisson-mbo", "--method=mad",
		"--method=wnll", "--method=correct-smooth", "--classifier-columns=p_", "--class-counts=a=1,b=3",
		"--class-sizes=mass", "--proba", "--labels-only", "--labels-only --confidence", "--format=jsonl", "--format=tsv", "--safe-csv",
		"--novel=0.1", "--min-confidence=0.9", "--coverage=0.8", "--coverage=0.8 --coverage-by-class", "--shares", "--noise=auto",
		"--calibrate", "--save=run.model", "--json=run.json", "--report=run.html", "--tol=0.5", "--max-iter=1", "-v",
	},
}

// pairFlagsOf are the settings that a command takes.
func pairFlagsOf(command string) (all []string) {
	for _, commands := range []string{"run tune suspects suggest explain", "run"} {
		if slices.Contains(strings.Fields(commands), command) {
			all = append(all, pairFlags[commands]...)
		}
	}
	return all
}

// TestPairsOfFlags runs the commands with two settings at a time: what goes well is an answer with every row and no
// NaN, whose model labels the table; what does not is one error in a line and a way out. One pair in 80 is
// drawn; PROPAGATE_MEASURE=1 runs them all.
func TestPairsOfFlags(t *testing.T) {
	skipIfSlow(t)
	t.Chdir(t.TempDir())
	in := pairTable()
	writeFile(t, "rows.csv", in.String())
	writeFile(t, "labels.csv", "id,label\nr1,b\nr4,a\n")
	var edges strings.Builder
	for i := range 71 {
		fmt.Fprintf(&edges, "r%d r%d\n", i, i+1)
	}
	writeFile(t, "edges.txt", edges.String())
	graph := propagate("", "graph", "--ignore", "truth,label", "-o", "rows.graph", "rows.csv")
	require.Zero(t, graph.code, graph.err)
	r, all := rand.New(rand.NewPCG(3, 4)), os.Getenv("PROPAGATE_MEASURE") != ""
	runs := 0
	for _, command := range []string{"run", "tune", "suspects", "suggest", "explain"} {
		flags := pairFlagsOf(command)
		for a := range flags {
			for b := range a {
				if !all && r.IntN(80) > 0 {
					continue
				}
				runs++
				checkPair(t, in, command, flags[a], flags[b])
			}
		}
	}
	t.Logf("%d runs", runs)
}

// checkPair runs a command with two settings.
func checkPair(t *testing.T, in csvTable, command, one, other string) {
	t.Helper()
	args := slices.Concat([]string{command}, strings.Fields(one), strings.Fields(other))
	// Two settings of one flag would be an error of their own.
	if name, _, _ := strings.Cut(one, "="); strings.HasPrefix(other, name+"=") {
		return
	}
	if command == "explain" {
		args = append(args, "--row", "7")
	}
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%v: panic: %v", args, p)
		}
	}()
	os.Remove("run.model")
	got := propagate("", append(args, "-o", "out", "rows.csv")...)
	if got.code != 0 {
		checkRefusal(t, args, got)
		return
	}
	text, err := os.ReadFile("out")
	require.NoError(t, err, args)
	for _, wrong := range []string{"NaN", "nan,", "Inf"} {
		assert.NotContains(t, string(text)+got.err, wrong, "%v", args)
	}
	if saved, err := os.Stat("run.model"); err == nil && saved.Size() > 0 && slices.Contains(args, "--save=run.model") {
		predict := propagate("", "predict", "--model", "run.model", "--novel", "0", "-o", "new", "rows.csv")
		if predict.code != 0 {
			checkRefusal(t, append(args, "predict"), predict)
		}
	}
	if slices.Contains(args, "--json=run.json") {
		var run map[string]any
		text, err := os.ReadFile("run.json")
		require.NoError(t, err, args)
		require.NoError(t, json.Unmarshal(text, &run), args)
	}
}

// checkRefusal checks that a run that did not go well says why in a line, and what to do in another one.
func checkRefusal(t *testing.T, args []string, got outcome) {
	t.Helper()
	i := strings.Index(got.err, "propagate: ")
	if assert.GreaterOrEqual(t, i, 0, "%v: %s", args, got.err) {
		lines := strings.Split(strings.TrimSpace(got.err[i:]), "\n")
		assert.LessOrEqual(t, len(lines), 2, "%v: %s", args, got.err)
		if len(lines) < 2 || !strings.HasPrefix(lines[1], "hint: ") {
			t.Errorf("%v: no way out: %s", args, got.err[i:])
		}
	}
}
