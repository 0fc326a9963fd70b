package cli_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// halves divides iris into the rows of a model, all given labels among them, and others.
func halves(t *testing.T) (old, fresh csvTable) {
	t.Helper()
	iris := sample(t, "iris.csv", 1)
	old, fresh = iris[:1:1], iris[:1:1]
	for i, row := range iris[1:] {
		if i%2 == 0 || row[iris.index("label")] != "" {
			old = append(old, row)
		} else {
			fresh = append(fresh, row)
		}
	}
	return old, fresh
}

// predictedFrom saves a model of one table and predicts another by it.
func predictedFrom(t *testing.T, old, fresh csvTable, args ...string) csvTable {
	t.Helper()
	t.Chdir(t.TempDir())
	got := propagate(old.String(), append(args, "-q", "--save", "rows.model", "-")...)
	require.Zero(t, got.code, got.err)
	assert.Equal(t, propagate(old.String(), append(args, "-q", "-")...), got, "--save changes nothing else")
	got = propagate(fresh.String(), "predict", "-q", "--proba", "--model", "rows.model", "-")
	require.Zero(t, got.code, got.err)
	return parse(t, got.out)
}

// TestPredictIsTheLibrarys compares what is predicted by a saved model with the library.
func TestPredictIsTheLibrarys(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	old, fresh := halves(t)
	x, y := points(t, old)
	z, _ := points(t, fresh)
	for args, c := range map[string]struct {
		kernel kernel.Kernel
		method labelprop.Method
	}{
		"":                                   {kernel.SharedNeighbors{}, labelprop.Harmonic{}},
		"--gamma 3 --method spreading":       {kernel.RBF{Gamma: 3}, labelprop.Spreading{Alpha: 0.95}},
		"--kernel inverse --method poisson":  {kernel.InverseDistance{}, labelprop.Poisson{}},
		"--kernel connectivity --method mad": {kernel.Unweighted{}, labelprop.MAD{Mu3: 1e-4}},
	} {
		near, err := graph.KNN(t.Context(), x, 10, nil)
		require.NoError(t, err)
		g, err := near.Weigh(c.kernel)
		require.NoError(t, err)
		seeds, err := labelprop.Classes(y, 0)
		require.NoError(t, err)
		res, err := labelprop.Solve(context.Background(), g, seeds, c.method, nil)
		require.NoError(t, err)
		links, err := near.Link(t.Context(), z, c.kernel)
		require.NoError(t, err)
		want, err := res.Predict(links)
		require.NoError(t, err)
		got := predictedFrom(t, old, fresh, append(strings.Fields(args), "--ignore", "species")...)
		assert.Equal(t, fresh, got.left(len(fresh[0])))
		checkProba(t, got, want.Probabilities(), args)
		for i, status := range got.column("status") {
			assert.Equal(t, want.Status[i].String(), status)
		}
	}
}

// TestPredictScales checks that new rows are scaled, filled in and read as the old ones were.
func TestPredictScales(t *testing.T) {
	old, fresh := halves(t)
	old[3][1], fresh[2][1] = "", "NA"
	old[4][0] = "4.4"
	for _, scale := range []string{"standard", "minmax", "robust"} {
		args := []string{"--scale", scale, "--missing", "mean", "--categorical", "species"}
		both := append(append(csvTable{}, fresh...), old[1:]...)
		want := predictedFrom(t, old, both, args...)
		n := len(fresh) - 1
		again := predictedFrom(t, old, fresh, args...)
		assert.Equal(t, want[1:n+1], again[1:], "a prediction depends on no other new row")
		trained := labelled(t, old, args...)
		same := 0
		for i, predicted := range want.column("predicted")[n:] {
			if predicted == trained.column("predicted")[i] {
				same++
			}
		}
		assert.GreaterOrEqual(t, same, len(old)-4, "%s: old rows get their old labels", scale)
	}
	dropped := predictedFrom(t, old, fresh, "--missing", "drop", "--ignore", "species")
	assert.Equal(t, "dropped", dropped.column("status")[1])
	assert.Equal(t, "", dropped.column("predicted")[1])
}

// TestPredictCalibrated checks that the temperature goes with the model.
func TestPredictCalibrated(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	digits := sample(t, "digits.csv", 4)
	plain := predictedFrom(t, digits, digits, "--ignore", "digit")
	bold := predictedFrom(t, digits, digits, "--ignore", "digit", "--calibrate")
	assert.Equal(t, plain.column("predicted"), bold.column("predicted"))
	mean := func(c csvTable) float64 {
		sum := 0.0
		for _, cell := range c.column("confidence") {
			v, err := strconv.ParseFloat(cell, 64)
			require.NoError(t, err)
			sum += v
		}
		return sum / float64(len(c)-1)
	}
	assert.Greater(t, mean(bold), mean(plain)+0.05)
}

func TestPredictSays(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	old, fresh := halves(t)
	predictedFrom(t, old, fresh, "--ignore", "species")
	got := propagate(fresh.String(), "predict", "--truth", "species", "--labels-only", "--id", "petal_width_cm", "--model", "rows.model", "-")
	assert.Contains(t, got.err, "model     rows.model: harmonic, 80 rows, 4 features, 3 classes\nlabels    70 new rows: 70 propagated, 0 tied, 0 unreachable, ")
	assert.Regexp(t, `accuracy  0\.9\d+ on 70 rows`, got.err)
	assert.True(t, strings.HasPrefix(got.out, "line,id,predicted\n2,0.2,setosa\n"), got.out[:50])
}

// badModels are runs of save and predict that fail; the model is one of good.
var badModels = []failure{
	{name: "no model", code: 2, args: "predict data.csv", says: "--model names no file", hint: "--save"},
	{name: "missing model", code: 1, args: "predict --model missing data.csv", says: "missing: cannot be read: no such file or directory", hint: "propagate --save"},
	{name: "not a model", code: 1, args: "predict --model data.csv data.csv", says: "data.csv: not a model file", hint: "propagate --save"},
	{name: "cut short", code: 1, args: "predict --model cut data.csv", says: "cut: cannot be used: graph: stored neighbours: cut short", hint: "save the model again"},
	{name: "damaged", code: 1, args: "predict --model damaged data.csv", says: "damaged: cannot be used: labelprop: stored result: damaged: the checksum is another"},
	{name: "other columns", code: 1, args: "predict --model rows.model other.csv", says: `the model was made with other columns: other.csv: column "y": no such column`, hint: "the columns are x, z"},
	{name: "missing value", code: 1, args: "predict --model strict.model gap.csv", says: `gap.csv:3: column "y": empty cell`},
	{name: "text", code: 1, args: "predict --model strict.model text.csv", says: `text.csv:2: column "x": "u" is not a number`},
	{name: "answers there", code: 1, args: "predict --model rows.model there.csv", says: `there.csv: column "predicted": in the table already, so it cannot be added`},
	{name: "truth misspelt", code: 1, args: "predict --model rows.model --truth labl data.csv", says: `--truth: data.csv: column "labl": no such column, did you mean "label"?`},
	{name: "save of edges", code: 2, args: "--save m --edges edges data.csv", says: "--save does not go with --edges or correct-smooth", hint: "by their features"},
	{name: "save over the table", code: 2, args: "--save same --output same data.csv", says: `-o and --save both write "same"`},
	{name: "save nowhere", code: 1, args: "-q --save missing/m -o out.csv data.csv", says: "missing/m: cannot write: no such folder"},
}

func TestBadModels(t *testing.T) {
	t.Setenv("PROPAGATE_METHOD", "harmonic")
	for _, f := range badModels {
		f.csv = good
		f.prepare = func(t *testing.T) {
			got := propagate(good, "-q", "-k", "2", "--save", "rows.model", "-o", "out2.csv", "-")
			require.Zero(t, got.code, got.err)
			got = propagate(good, "-q", "-k", "2", "--missing", "error", "--save", "strict.model", "-o", "out2.csv", "-")
			require.Zero(t, got.code, got.err)
			m, err := os.ReadFile("rows.model")
			require.NoError(t, err)
			writeFile(t, "cut", string(m[:len(m)/2]))
			m[len(m)-1] ^= 1
			writeFile(t, "damaged", string(m))
			writeFile(t, "other.csv", "x,z\n1,2\n")
			writeFile(t, "gap.csv", "x,y\n1,2\n2,\n")
			writeFile(t, "text.csv", "x,y\nu,2\n")
			writeFile(t, "there.csv", "x,y,predicted\n1,2,a\n")
		}
		t.Run(f.name, f.check)
	}
}
