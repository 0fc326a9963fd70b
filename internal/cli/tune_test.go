package cli_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTune checks the ranking, one of its figures against the labels that suspects leaves out,
// and that the flags are those of a run.
func TestTune(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	ranked := told(t, in, "tune", "--ignore", "species")
	require.Len(t, ranked.column("rank"), 58)
	losses := numbers(t, ranked.column("log_loss"))
	assert.True(t, slices.IsSorted(losses))
	for i, flags := range ranked.column("flags") {
		assert.Equal(t, strconv.Itoa(i+1), ranked.column("rank")[i])
		if i%13 > 0 {
			continue
		}
		args := append(strings.Fields(flags), "--ignore", "species")
		wrong := told(t, in, append([]string{"suspects"}, args...)...).column("line")
		all := told(t, in, append([]string{"suspects", "--max-probability", "1"}, args...)...).column("line")
		assert.InDelta(t, 1-float64(len(wrong))/15, float(t, ranked.column("accuracy")[i]), 1e-5, flags)
		assert.LessOrEqual(t, len(all), 15)
		labelled(t, in, append(strings.Fields(flags), "--truth", "species")...)
	}
}

// TestTuneVaries checks that what is named is not varied.
func TestTuneVaries(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	for flags, count := range map[string]int{
		"--method harmonic": 10, "--kernel rbf": 5, "--gamma 0.5": 5, "--alpha 0.9 --method spreading": 10, "--kernel connectivity --method harmonic": 1,
		"--gamma mst": 5, "--gamma 0.1,1,10 --method harmonic": 3, "--gamma 0.1:10:7 --kernel laplacian --method harmonic,spreading": 14,
		"--kernel rbf --method harmonic,propagation,spreading --alpha 0.3,0.6": 4, "--alpha 0.3,0.6 --kernel perplexity": 3,
		"--method poisson,harmonic --kernel shared": 2,
	} {
		ranked := told(t, in, append([]string{"tune", "--ignore", "species"}, strings.Fields(flags)...)...)
		assert.Len(t, ranked.column("flags"), count, flags)
		for name := range strings.FieldsSeq(flags) {
			if strings.HasPrefix(name, "--") && !strings.Contains(flags, ",") && !strings.Contains(flags, ":") {
				assert.NotContains(t, ranked.column("flags")[0], name+" ", flags)
			}
		}
	}
	got := propagate(in.String(), "tune", "--method", "correct-smooth", "-")
	assert.Equal(t, 2, got.code)
	assert.Contains(t, got.err, "tune does not go with correct-smooth")
}

// TestTuneNeighbors checks that numbers of neighbours out of one search are as good as runs
// with each.
func TestTuneNeighbors(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	args := []string{"tune", "--ignore", "species", "--kernel", "self-tuning", "--method", "harmonic", "--connect"}
	ranked := told(t, in, append(args, "-k", "4,9,20")...)
	assert.ElementsMatch(t, []string{"-k 4", "-k 9", "-k 20"}, ranked.column("flags"))
	for i, flags := range ranked.column("flags") {
		alone := told(t, in, append(args, strings.Fields(flags)...)...)
		assert.Equal(t, alone.column("log_loss")[0], ranked.column("log_loss")[i], flags)
	}
}

// TestTuneHoldOut checks scores of labels held out, also of a method without leave-one-out.
func TestTuneHoldOut(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	args := []string{"tune", "--ignore", "species", "--holdout", "0.4x10", "--method", "poisson,harmonic", "--kernel", "self-tuning"}
	ranked := told(t, in, args...)
	assert.ElementsMatch(t, []string{"--method poisson", "--method harmonic"}, ranked.column("flags"))
	for _, a := range numbers(t, ranked.column("accuracy")) {
		assert.Greater(t, a, 0.8)
	}
	assert.Equal(t, ranked, told(t, in, args...), "the same seed draws the same")
	for _, bad := range []string{"0", "1", "1.5", "half", "0.2x0", "0.2x", "x3"} {
		got := propagate(in.String(), "tune", "--holdout", bad, "-")
		assert.Equal(t, 2, got.code, bad)
		assert.Contains(t, got.err, "--holdout "+bad+": not a share")
	}
}

// TestTuneSavesConfig runs what tune wrote.
func TestTuneSavesConfig(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	t.Chdir(t.TempDir())
	ranked := told(t, in, "tune", "--ignore", "species", "--gamma", "0.1:100:9", "-k", "5,15", "--method", "harmonic,spreading", "--alpha", "0.5,0.9", "--save-config", "best.conf")
	text, err := os.ReadFile("best.conf")
	require.NoError(t, err)
	want := labelled(t, in, append(strings.Fields(ranked.column("flags")[0]), "--ignore", "species")...)
	assert.Equal(t, want, labelled(t, in, "--config", "best.conf"), "%s", text)
	assert.Equal(t, 1, strings.Count(string(text), "gamma = "))
}

// TestTuneDraws checks the curve of one number.
func TestTuneDraws(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	for flags, says := range map[string]string{
		"--gamma 0.01:100:12 --method harmonic":                           "0.01 to 100, best: ",
		"--gamma 0.01:100:90 --method harmonic":                           "0.01 to 100, best: ",
		"-k 3,5,10,20 --kernel self-tuning --method harmonic":             "3 to 20, best: ",
		"--alpha 0.2,0.5,0.9 --method spreading --kernel inverse":         "0.2 to 0.9, best: ",
		"--alpha 0.2,0.5,0.9 --method spreading --kernel inverse --quiet": "",
		"--gamma 0.1,1 --method harmonic":                                 "",
	} {
		got := propagate(in.String(), append(append([]string{"tune", "--ignore", "species"}, strings.Fields(flags)...), "-")...)
		require.Equal(t, 0, got.code, got.err)
		assert.Equal(t, says != "", strings.Contains(got.err, "log loss by "), flags)
		assert.Contains(t, got.err, says)
		for line := range strings.Lines(got.err) {
			assert.LessOrEqual(t, utf8.RuneCountInString(line), 160)
		}
	}
}

// TestTuneSaysHowItScaled checks that the flags of a candidate mean the graph that was tried: where columns
// were standardised because some dwarf the others, a run with a --gamma would not do so by itself.
func TestTuneSaysHowItScaled(t *testing.T) {
	skipIfSlow(t)
	in := sample(t, "wine.csv", 1)
	edges := func(args ...string) float64 {
		return number(t, `, (\d+) edges`, propagate(in.String(), append(args, "--ignore", "cultivar", "-")...).err)
	}
	want, seen := edges("tune"), false
	for _, flags := range told(t, in, "tune", "--ignore", "cultivar").column("flags") {
		if strings.Contains(flags, "--gamma") {
			seen = true
			assert.Equal(t, want, edges(strings.Fields(flags)...), flags)
		}
	}
	assert.True(t, seen)
}

// TestTuneAdvice checks that the default is kept until something is clearly better, that it is
// among the candidates whatever method it is, and that it is left where labels are noisy and
// something smoother is better by far.
func TestTuneAdvice(t *testing.T) {
	skipIfSlow(t)
	iris, digits := sample(t, "iris.csv", 1), sample(t, "digits.csv", 5)
	t.Chdir(t.TempDir())
	config := func(in csvTable, truth, method, advice string, count int) {
		t.Helper()
		got := propagate(in.String(), "tune", "--ignore", truth, "--save-config", "best.conf", "-o", "ranked.csv", "-")
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, advice)
		assert.Contains(t, got.err, strconv.Itoa(count)+" candidates")
		text, err := os.ReadFile("best.conf")
		require.NoError(t, err)
		assert.Contains(t, string(text), "method = "+method+"\n")
	}
	config(iris, "species", "pool", "advice    keep the default", 58)
	given := map[string]int{}
	few := digits.with("label", func(_ int, cell string) string {
		if given[cell]++; given[cell] > 1 && (cell != "0" || given[cell] > 2) {
			return ""
		}
		return cell
	})
	// A pool is not judged by so few labels.
	config(few, "digit", "pool", "advice    keep the default, --method pool: labels are too few", 54)
	suspects := propagate(few.String(), "suspects", "--ignore", "digit", "-")
	require.Zero(t, suspects.code, suspects.err)
	assert.Contains(t, suspects.err, "labels are too few to judge the other parts")
	truth := digits.column("digit")
	noisy := digits.with("label", func(i int, _ string) string {
		switch {
		case i%3 > 0:
			return ""
		case i%4 == 0:
			return truth[i/2]
		}
		return truth[i]
	})
	config(noisy, "digit", "pool", "advice    ", 58)
}

// TestTuneMarksInterpolated checks that what is interpolated is marked wherever it is shown, and right to 0.008.
func TestTuneMarksInterpolated(t *testing.T) {
	skipIfSlow(t)
	in := sample(t, "digits.csv", 3)
	args := []string{"--ignore", "digit", "--method", "harmonic"}
	list := append([]string{"--gamma", "0.0001:1000:30"}, args...)
	got := propagate(in.String(), append(append([]string{"tune"}, list...), "-")...)
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "; ~ interpolated\n")
	ranked := parse(t, got.out)
	marked, accuracy := ranked.column("interpolated"), numbers(t, ranked.column("accuracy"))
	require.Contains(t, marked, "true")
	assert.Equal(t, "false", marked[0], "the best was tried")
	checked := 0
	for i, flags := range ranked.column("flags") {
		assert.GreaterOrEqual(t, accuracy[i], 0.97)
		if marked[i] == "true" && checked < 2 {
			checked++
			alone := told(t, in, append(append([]string{"tune"}, strings.Fields(flags)...), args...)...)
			assert.InDelta(t, float(t, alone.column("log_loss")[0]), float(t, ranked.column("log_loss")[i]), 0.008, flags)
			assert.InDelta(t, float(t, alone.column("accuracy")[0]), accuracy[i], 0.008, flags)
		}
	}
	// The same in the summary of a run and in its report.
	t.Chdir(t.TempDir())
	got = propagate(in.String(), append(list, "--json", "run.json", "--report", "run.html", "-o", "out.csv", "-")...)
	require.Zero(t, got.code, got.err)
	json, err := os.ReadFile("run.json")
	require.NoError(t, err)
	assert.Equal(t, strings.Count(strings.Join(marked, " "), "true"), strings.Count(string(json), `"interpolated": true`))
	page, err := os.ReadFile("run.html")
	require.NoError(t, err)
	assert.Contains(t, string(page), "is interpolated, right to 0.008")
}

// TestTuneSaysWhatItSkipped checks that labels which no other reaches do not make a candidate better.
func TestTuneSaysWhatItSkipped(t *testing.T) {
	in := "a,label\n0,x\n0.1,x\n0.2,x\n50,x\n50.1,\n50.2,\n99,y\n99.1,y\n99.2,y\n"
	got := propagate(in, "tune", "--scale", "none", "--graph", "radius", "--radius", "1", "--gamma", "0.5,1", "--method", "harmonic", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, ", 1 label skipped (reached by no other label: counted as a guess by the class shares)")
	// Three of six others are of class x.
	assert.Contains(t, got.out, "1,0.928571,0.099021,1,false,")
}
