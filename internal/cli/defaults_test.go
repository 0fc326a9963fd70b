package cli_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDefaults checks that flags win over the environment, and that over a file.
func TestDefaults(t *testing.T) {
	iris := sample(t, "iris.csv", 1).String()
	t.Chdir(t.TempDir())
	writeFile(t, "conf", "# defaults\n\n neighbors = 3\nmethod=spreading\nmax-iter = 7\n  max-probability = 0.5\nignore = species\n")
	graph := func(args ...string) string { return propagate(iris, append(args, "-")...).err }
	assert.Contains(t, graph("--config", "conf"), "graph     3 nearest neighbours")
	assert.Contains(t, graph("--config", "conf"), "labels    spreading(")
	assert.Contains(t, graph("--config", "conf", "-k", "4"), "graph     4 nearest neighbours")
	t.Setenv("PROPAGATE_CONFIG", "conf")
	assert.Contains(t, graph(), "graph     3 nearest neighbours")
	assert.Contains(t, propagate(iris, "suspects", "-").err, "graph     3 nearest neighbours")
	t.Setenv("PROPAGATE_K", "5")
	assert.Contains(t, graph(), "graph     5 nearest neighbours")
	t.Setenv("PROPAGATE_NEIGHBORS", "6")
	assert.Contains(t, graph(), "graph     6 nearest neighbours", "the long name wins over the short one")
	assert.Contains(t, graph("-k", "8"), "graph     8 nearest neighbours")
	t.Setenv("PROPAGATE_MAX_ITER", "9")
	t.Setenv("PROPAGATE_METHOD", "poisson")
	assert.Contains(t, graph(), ", 9 iterations")
}

// TestBadDefaults checks the errors of files and variables.
func TestBadDefaults(t *testing.T) {
	for conf, c := range map[string]struct{ says, hint string }{
		"k":                   {"conf:1: no value", "k = 15"},
		"k = 3\n\nlabl = x":   {`conf:3: column "labl": no such flag, did you mean label?`, "help flags"},
		"k = ten":             {`conf:1: column "k": ten: not a whole number`, "help flags"},
		"k=1\nneighbors=2":    {`conf:2: column "neighbors": named twice`, "leave one"},
		"config = other":      {`conf:1: column "config": not a flag for a file`, ""},
		"# only\nhelp = true": {`conf:2: column "help": not a flag for a file`, ""},
		"method = svm":        {`--method "svm": unknown value`, "choose from"},
		"truth = label\n":     {`--truth and --label are both "label"`, "name two columns"},
	} {
		f := failure{csv: good, args: "--config conf data.csv", code: 2, says: c.says, hint: c.hint}
		f.prepare = func(t *testing.T) { writeFile(t, "conf", conf) }
		t.Run(conf, f.check)
	}
	failure{csv: good, args: "--config missing data.csv", code: 1, says: "missing: cannot be read: no such file or directory", hint: "--config names"}.check(t)
	long := failure{csv: good, args: "--config long data.csv", code: 1, says: "long: cannot be read: a line is longer than 65536 bytes", hint: "--config names"}
	long.prepare = func(t *testing.T) { writeFile(t, "long", "ignore = "+strings.Repeat("a", 1<<17)) }
	long.check(t)
	t.Setenv("PROPAGATE_K", "ten")
	failure{csv: good, args: "data.csv", code: 2, says: "PROPAGATE_K=ten: not a whole number", hint: "stands for -k"}.check(t)
}

func TestLabelsOnlyNamesRowsByLineOrID(t *testing.T) {
	in := sample(t, "iris.csv", 3)
	want := labelled(t, in).column("predicted")
	got := labelled(t, in, "--labels-only")
	assert.Equal(t, []string{"line", "predicted"}, got[0])
	assert.Equal(t, want, got.column("predicted"))
	for i, line := range got.column("line") {
		assert.Equal(t, lineOf(i), line)
	}
	ids := labelled(t, in.with("species", func(i int, _ string) string { return "row " + lineOf(i) }), "--labels-only", "--id", "species")
	assert.Equal(t, []string{"line", "id", "predicted"}, ids[0])
	assert.Equal(t, "row 2", ids[1][1])
	assert.Equal(t, got, labelled(t, labelled(t, in), "--labels-only"), "answers that are there are in nobody's way")
}

func TestJSONSummary(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	iris := sample(t, "iris.csv", 1).String()
	t.Chdir(t.TempDir())
	got := propagate(iris, "-q", "--truth", "species", "--json", "-", "-o", "out.csv", "-")
	require.Zero(t, got.code, got.err)
	var s map[string]any
	require.NoError(t, json.Unmarshal([]byte(got.out), &s))
	assert.Equal(t, 150.0, s["rows"])
	assert.Equal(t, "harmonic", s["method"])
	assert.Equal(t, map[string]any{"given": 15.0, "propagated": 135.0}, s["status"])
	assert.Equal(t, map[string]any{"class": "setosa", "given": 5.0, "predicted": 50.0}, s["classes"].([]any)[0])
	assert.Equal(t, 983.0, s["graph"].(map[string]any)["edges"])
	assert.Equal(t, []any{"sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm"}, s["columns"].(map[string]any)["features"])
	evaluated := propagate("", "evaluate", "--json", "--truth", "species", "out.csv")
	var e map[string]any
	require.NoError(t, json.Unmarshal([]byte(evaluated.out), &e))
	assert.Equal(t, e["accuracy"], s["evaluation"].(map[string]any)["accuracy"])
	again := propagate(iris, "-q", "--truth", "species", "--json", "s.json", "-")
	assert.Equal(t, propagate(iris, "-q", "--truth", "species", "-"), again)
	command := regexp.MustCompile(`"command": .*`)
	assert.Equal(t, command.ReplaceAllString(got.out, ""), command.ReplaceAllString(folder(t)["s.json"].content, ""))
}

// TestCompletion checks that scripts are written and that values are completed.
func TestCompletion(t *testing.T) {
	for shell, has := range map[string]string{"bash": "__start_propagate", "zsh": "#compdef propagate", "fish": "complete -c propagate"} {
		got := propagate("", "completion", shell)
		assert.Zero(t, got.code)
		assert.Contains(t, got.out, has)
	}
	assert.Contains(t, propagate("", "__complete", "--method", "po").out, "poisson\npoisson-mbo\n")
	assert.Contains(t, propagate("", "__complete", "suggest", "--strategy", "").out, "sigma\nvariance\n")
	assert.Contains(t, propagate("", "__complete", "su").out, "suggest")
}

func TestHelpCommand(t *testing.T) {
	assert.Equal(t, propagate("", "--help"), propagate("", "help"))
}

func TestMan(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("man1", 0o777))
	assert.Equal(t, outcome{}, propagate("", "man", "man1"))
	files := folder(t)
	for _, page := range []string{"", "-run", "-suspects", "-suggest", "-explain", "-evaluate", "-inspect"} {
		text := files["man1/propagate"+page+".1"].content
		assert.True(t, strings.HasPrefix(text, ".TH PROPAGATE"), page)
		assert.Contains(t, text, `\fB\-\-output\fR`, page)
	}
}

// TestBadScripts checks what completion, man, version and help cannot do.
func TestBadScripts(t *testing.T) {
	t.Chdir(t.TempDir())
	for args, c := range map[string]struct {
		code int
		says string
	}{
		"completion":            {2, "propagate: name one shell\nhint: choose bash, zsh or fish\n"},
		"completion powershell": {2, "propagate: shell \"powershell\": unknown value\nhint: choose from bash, zsh, fish\n"},
		"man":                   {2, "propagate: man pages are written to one folder\nhint: name a folder that is there\n"},
		"version 2":             {2, "propagate: version takes no arguments: [\"2\"]\nhint: see propagate help flags\n"},
		"help sugest":           {2, "propagate: no help on \"sugest\", did you mean \"suggest\"?\nhint: the pages are flags, methods, run, tune, predict, suspects, select, suggest, explain, evaluate, inspect, graph, completion, man, version\n"},
		"man missing":           {1, "propagate: missing: no such folder\nhint: make the folder first\n"},
	} {
		assert.Equal(t, outcome{code: c.code, err: c.says}, propagate("", strings.Fields(args)...), args)
	}
}

// TestNamesWithCommasAreWrittenAgain gives the command of a summary, and the file of tune, to the command again, where
// the name of a column holds a comma.
func TestNamesWithCommasAreWrittenAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "data.csv", "\"a, b\",b,label\n0,1,x\n0,1,\n1,1,\n9,2,y\n9,1,\n8,1,\n")
	features := []string{"--features", `"a, b",b`}
	got := propagate("", append(features, "--method", "harmonic", "--json", "run.json", "-o", "out.csv", "data.csv")...)
	require.Zero(t, got.code, got.err)
	text, err := os.ReadFile("run.json")
	require.NoError(t, err)
	var run struct{ Command string }
	require.NoError(t, json.Unmarshal(text, &run))
	assert.Contains(t, run.Command, `--features '"a, b",b'`)
	writeFile(t, "data.csv", "\"a, b\",b,label\n0,1,x\n0,1,x\n1,1,\n9,2,y\n9,1,y\n8,1,\n")
	got = propagate("", append(append([]string{"tune"}, features...), "--save-config", "best.conf", "data.csv")...)
	require.Zero(t, got.code, got.err)
	got = propagate("", "--config", "best.conf", "data.csv")
	assert.Zero(t, got.code, got.err)
}
