package cli_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newRowsOf saves a model of a table and asks it about others.
func newRowsOf(t *testing.T, old, fresh csvTable, saved, asked string) csvTable {
	t.Helper()
	t.Chdir(t.TempDir())
	got := propagate(old.String(), append(strings.Fields(saved), "-q", "--save", "rows.model", "-o", "old.csv", "-")...)
	require.Zero(t, got.code, got.err)
	got = propagate(fresh.String(), append(append([]string{"predict"}, strings.Fields(asked)...), "-q", "--model", "rows.model", "-")...)
	require.Zero(t, got.code, got.err)
	return parse(t, got.out)
}

// TestNowhereNear checks that a row far from all rows of the model gets no label, by every method, metric, scale and
// graph, and that rows like those of the model do.
func TestNowhereNear(t *testing.T) {
	old, fresh := halves(t)
	for _, flags := range []string{
		"", "--method harmonic", "--method harmonic --metric manhattan --scale standard", "--method spreading --scale minmax",
		"--method balanced-poisson --kernel self-tuning", "--graph complete", "--graph complete --gamma 0.5 --scale robust",
		"--mutual --connect", "--method pool --missing drop",
	} {
		far := slices.Clone(fresh[1])
		far[0] = "1e12"
		all := newRowsOf(t, old, append(slices.Clone(fresh), far), flags+" --ignore species", "")
		status := all.column("status")
		last := len(status) - 1
		assert.Equal(t, "novel", status[last], flags)
		assert.Equal(t, []string{"", ""}, []string{all.column("predicted")[last], all.column("confidence")[last]}, flags)
		assert.NotContains(t, status[:last], "novel", flags)
		kept := newRowsOf(t, old, append(slices.Clone(fresh), far), flags+" --ignore species", "--novel 0")
		assert.NotEmpty(t, kept.column("predicted")[last], flags)
		assert.NotContains(t, kept[0], "novelty")
	}
}

// TestSetsOfNovelRows checks that a new row that is refused by its p-value has the prediction set that it has without
// --novel, as in a run, and that a row that is nowhere near has none.
func TestSetsOfNovelRows(t *testing.T) {
	old, fresh := halves(t)
	far := slices.Clone(fresh[1])
	far[0] = "1e12"
	fresh = append(slices.Clone(fresh), far)
	asked := newRowsOf(t, old, fresh, "--ignore species", "--coverage 0.9 --novel 0.3")
	plain := newRowsOf(t, old, fresh, "--ignore species", "--coverage 0.9")
	last := len(plain) - 2
	require.Contains(t, asked.column("status")[:last], "novel")
	assert.Equal(t, plain.column("set"), asked.column("set"))
	assert.Empty(t, asked.column("set")[last])
}

// TestNowhereNearByWords checks tables of words and numbers: one far number among many columns is enough, an unseen
// word is not.
func TestNowhereNearByWords(t *testing.T) {
	wine := sample(t, "wine.csv", 1)
	for i := range wine {
		wine[i] = append(wine[i], []string{"kind", "red", "white"}[min(i, 1+i%2)])
	}
	rows := slices.Clone(wine[:6])
	for k := 1; k < len(rows); k++ {
		rows[k] = slices.Clone(rows[k])
	}
	rows[1][3], rows[2][len(rows[2])-1], rows[3][4], rows[5][3] = "-1e12", "green", "", "60"
	got := newRowsOf(t, wine, rows, "--ignore cultivar", "")
	assert.Equal(t, []string{"novel", "propagated", "propagated", "propagated", "propagated"}, got.column("status"))
}

// TestNowhereNearIsSaid checks the warning, and that its way out can be gone.
func TestNowhereNearIsSaid(t *testing.T) {
	old, fresh := halves(t)
	newRowsOf(t, old, fresh, "--ignore species", "")
	got := propagate("sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n5,3,1,0.2\n900,3,1,0.2\n", "predict", "--model", "rows.model", "-")
	assert.Contains(t, got.err, "labels    2 new rows: 1 propagated, 0 tied, 0 features-only (no path to a label), 1 novel\n")
	assert.Contains(t, got.err, "warning: 1 of 2 new rows is nowhere near the rows of the model, and got no label")
	assert.Contains(t, got.err, "--novel 0 labels them all the same")
	assert.True(t, strings.HasSuffix(got.out, ",,,novel\n"), got.out)
}

// withoutClass empties all labels of a class.
func withoutClass(in csvTable, class string) csvTable {
	truth := in.column("species")
	return in.with("label", func(i int, cell string) string {
		switch {
		case truth[i] == class:
			return ""
		case i%2 == 0:
			return truth[i]
		}
		return cell
	})
}

// TestNovelRows checks that the rows of a class without labels are refused at a rate, in a run and by its model.
func TestNovelRows(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "0")
	iris := withoutClass(sample(t, "iris.csv", 1), "setosa")
	for _, method := range []string{"auto", "harmonic", "spreading"} {
		args := []string{"--ignore", "species", "--method", method, "--novel", "0.05", "--json", "run.json"}
		t.Chdir(t.TempDir())
		got := propagate(iris.String(), append(args, "--save", "rows.model", "-")...)
		require.Zero(t, got.code, got.err)
		assert.Regexp(t, `\nnovelty   5\d rows are unlike the 5\d labelled ones \(p-value at most 0\.05\): no label\n`, got.err)
		out := parse(t, got.out)
		truth := out.column("species")
		for i, p := range out.column("novelty") {
			novel := out.column("status")[i] == "novel"
			assert.Equal(t, novel, float(t, p) <= 0.05 && out.column("label")[i] == "", method)
			assert.Equal(t, novel, out.column("confidence")[i] == "", method)
			if truth[i] == "setosa" {
				assert.True(t, novel, method)
			}
		}
		var run struct{ Novelty, Status map[string]float64 }
		text, err := os.ReadFile("run.json")
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &run))
		assert.Equal(t, run.Status["novel"], run.Novelty["rows"])
		// The model knows the same rows, and what was written can be read again.
		found := told(t, iris, "predict", "--model", "rows.model", "--novel", "0.05")
		for i, status := range found.column("status") {
			assert.True(t, truth[i] != "setosa" || status == "novel", method)
		}
		writeFile(t, "out.csv", got.out)
		assert.Zero(t, propagate("", "evaluate", "--truth", "species", "out.csv").code)
		again := propagate("", append(args, "-q", "out.csv")...)
		assert.Equal(t, outcome{out: got.out}, again, method)
	}
}

// TestFewLabelsAreNoMeasure checks that labels too few for the rate are said.
func TestFewLabelsAreNoMeasure(t *testing.T) {
	got := propagate(good, "-k", "2", "--novel", "0.05", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "with 2 given labels no p-value is below 1/3, so that --novel 0.05 refuses no row\nhint: label more rows, or raise --novel\n")
	assert.NotContains(t, got.out, "novel\n")
}

// badNovel are rates that are refused.
var badNovel = []failure{
	{name: "one", code: 2, args: "--novel 1 data.csv", says: "--novel 1: must be from 0 to below 1", hint: "such as 0.05"},
	{name: "below 0", code: 2, args: "--novel=-0.1 data.csv", says: "--novel -0.1: must be from 0 to below 1"},
	{name: "no number", code: 2, args: "--novel NaN data.csv", says: "--novel NaN: must be from 0 to below 1"},
	{name: "a column is there", code: 1, args: "--novel 0.1 --ignore novelty data.csv", says: `data.csv: column "novelty": in the table already, so it cannot be added`},
}

func TestBadNovel(t *testing.T) {
	for _, f := range badNovel {
		f.csv = strings.ReplaceAll(strings.TrimSpace(good), "\n", ",novelty\n") + ",novelty\n"
		if f.code == 2 {
			f.csv = good
		}
		t.Run(f.name, f.check)
	}
}

// TestConnectIsSaid checks that rows whose labels come over one added edge are counted.
func TestConnectIsSaid(t *testing.T) {
	const islands = "id,x,label\na,1,p\nb,1.1,\nc,1.2,q\nd,90,\ne,90.1,\nf,95,\ng,95.1,\n"
	got := propagate(islands, "--ignore", "id", "--id", "id", "-k", "1", "--connect", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "warning: 4 of 7 rows get their labels over one edge that --connect added, from row c to row d, 88.8 apart: ")
	assert.NotContains(t, propagate(islands, "--ignore", "id", "-k", "1", "-").err, "--connect added")
	labelled := strings.Replace(islands, "90.1,", "90.1,q", 1)
	assert.Contains(t, propagate(labelled, "--ignore", "id", "-k", "1", "--connect", "-").err, "2 of 7 rows get their labels over one edge")
}
