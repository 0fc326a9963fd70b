package cli_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// told runs a command on a table and returns the table it wrote.
func told(t *testing.T, in csvTable, args ...string) csvTable {
	t.Helper()
	got := propagate(in.String(), append(args, "-q", "-")...)
	require.Equal(t, outcome{out: got.out}, got)
	return parse(t, got.out)
}

// lineOf is the line of a row of a table without blank lines or breaks in cells.
func lineOf(row int) string { return strconv.Itoa(row + 2) }

func rowOf(t *testing.T, line string) int {
	n, err := strconv.Atoi(line)
	require.NoError(t, err)
	return n - 2
}

func float(t *testing.T, cell string) float64 {
	v, err := strconv.ParseFloat(cell, 64)
	require.NoError(t, err)
	return v
}

// TestSuspectsAreLeftOut compares each probability with a run in which the label is empty.
func TestSuspectsAreLeftOut(t *testing.T) {
	for method, step := range map[string]int{"harmonic": 3, "spreading": 4} {
		in := sample(t, "iris.csv", step)
		all := told(t, in, "suspects", "--max-probability", "1", "--method", method)
		require.Greater(t, len(all), 5)
		last := 0.0
		for i, line := range all.column("line") {
			row := rowOf(t, line)
			p, label := float(t, all.column("probability")[i]), in.column("label")[row]
			assert.GreaterOrEqual(t, p, last)
			last = p
			without := in.with("label", func(i int, cell string) string {
				if i == row {
					return ""
				}
				return cell
			})
			out := labelled(t, without, "--proba", "--tol", "1e-12", "--method", method)
			assert.Equal(t, label, all.column("label")[i])
			assert.Equal(t, out.column("predicted")[row], all.column("likely")[i])
			assert.InDelta(t, float(t, out.column("proba_" + label)[row]), p, 1e-5)
		}
		contradicted := 0
		for i, likely := range all.column("likely") {
			if likely != all.column("label")[i] {
				contradicted++
			}
		}
		assert.Len(t, told(t, in, "suspects", "--method", method), contradicted+1, "by default those that the others contradict")
	}
}

// TestSuspectsFindsAFlip checks that a wrong label comes first, and who speaks against it.
func TestSuspectsFindsAFlip(t *testing.T) {
	in := csvTable{{"x", "who", "label"}}
	for i := range 20 {
		label := string("ab"[i/10])
		if i == 3 {
			label = "b"
		}
		in = append(in, []string{fmt.Sprint(i + 90*(i/10)), fmt.Sprintf("row %d", i), label})
	}
	args := []string{"suspects", "--graph", "complete", "--gamma", "0.01", "-n", "1"}
	got := told(t, in, args...)
	assert.Equal(t, []string{"line", "label", "likely", "probability", "against"}, got[0])
	assert.Equal(t, []string{"5", "b", "a"}, got[1][:3])
	assert.Regexp(t, `^(4|6) \(a 0\.\d+\); `, got[1][4])
	got = told(t, in, append(args, "--id", "who")...)
	assert.Equal(t, []string{"5", "row 3", "b", "a"}, got[1][:4])
	assert.Regexp(t, `^row (2|4) \(a 0\.\d+\); `, got[1][5])
}

// TestExplain checks that shares sum to 1, and those of a class to its probability.
func TestExplain(t *testing.T) {
	in := sample(t, "iris.csv", 3)
	for _, method := range []string{"harmonic", "spreading"} {
		out := labelled(t, in, "--proba", "--method", method, "--connect", "--tol", "1e-12")
		for row := 0; row < len(in)-1; row += 7 {
			got := told(t, in, "explain", "--row", lineOf(row), "--method", method, "--connect", "--tol", "1e-12")
			sum := map[string]float64{}
			for i, line := range got.column("line") {
				share, label := float(t, got.column("share")[i]), got.column("label")[i]
				assert.Equal(t, in.column("label")[rowOf(t, line)], label)
				sum["all"] += share
				sum[label] += share
				path := strings.Split(got.column("path")[i], " > ")
				assert.Equal(t, lineOf(row), path[0])
				assert.Equal(t, line, path[len(path)-1])
			}
			assert.InDelta(t, 1, sum["all"], 1e-4)
			for _, class := range []string{"setosa", "versicolor", "virginica"} {
				assert.InDelta(t, float(t, out.column("proba_" + class)[row]), sum[class], 1e-4)
			}
		}
	}
}

// TestSuggest checks that rows are without a label and open components first.
func TestSuggest(t *testing.T) {
	in := parse(t, "x,name,label\n0,u,a\n1,v,\n2,w,\n9,x,b\n10,y,\n11,z,\n50,far,\n51,farther,\n")
	for _, by := range []string{"sigma", "variance", "margin", "entropy", "density", "coverage"} {
		got := told(t, in, "suggest", "--strategy", by, "-k", "2", "-n", "3", "--id", "name", "--graph", "radius", "--radius", "2")
		assert.Equal(t, []string{"line", "id", "opens", "gain", "label"}, got[0])
		require.Len(t, got, 4)
		assert.Contains(t, []string{"far", "farther"}, got[1][1], "the component without a label")
		assert.Equal(t, "2", got[1][2])
		for _, line := range got.column("line") {
			assert.Empty(t, in.column("label")[rowOf(t, line)])
		}
		assert.Len(t, slices.Compact(slices.Sorted(slices.Values(got.column("line")))), 3)
	}
	assert.Len(t, told(t, in, "suggest", "-k", "2"), 7, "no more than there are")
}

// TestRunIsTheDefaultCommand checks that run is what is done without a command, and that ./ leads to files of
// such names.
func TestRunIsTheDefaultCommand(t *testing.T) {
	want := propagate(good, "-k", "2", "-")
	assert.Equal(t, want, propagate(good, "run", "-k", "2", "-"))
	t.Chdir(t.TempDir())
	writeFile(t, "suspects", good)
	assert.Equal(t, want, propagate("", "./suspects", "-k", "2"))
}

// TestAnswersAreNoFeatures checks that a table labelled before can be looked at.
func TestAnswersAreNoFeatures(t *testing.T) {
	in := sample(t, "iris.csv", 3)
	out := labelled(t, in, "--proba")
	assert.Equal(t, told(t, in, "suspects", "--max-probability", "1"), told(t, out, "suspects", "--max-probability", "1"))
}

// badQuestions are command lines of suspects, suggest and explain that fail.
var badQuestions = []failure{
	{name: "below 0", code: 2, args: "suspects --max-probability 0 data.csv", says: "--max-probability 0: must be above 0 and at most 1"},
	{name: "negative number", code: 2, args: "suspects -n -1 data.csv", says: "-n -1: must not be negative"},
	{name: "no rows", code: 2, args: "suggest -n 0 data.csv", says: "-n 0: must be at least 1"},
	{name: "strategy", code: 2, args: "suggest --strategy entrpy data.csv", says: `--strategy "entrpy": unknown value, did you mean entropy?`, hint: "choose from sigma"},
	{name: "no row", code: 2, args: "explain data.csv", says: "--row names no row", hint: "use --row LINE"},
	{name: "no line number", code: 2, args: "explain --row ten data.csv", says: `--row "ten": not a line number`, hint: "with --id"},
	{name: "the header", code: 1, args: "explain --row 1 data.csv", says: "data.csv:1: no row begins on that line", hint: "rows begin on lines 2 to 6"},
	{name: "no such line", code: 1, args: "explain --row 7 data.csv", says: "data.csv:7: no row begins on that line", hint: "rows begin on lines 2 to 6"},
	{name: "no such id", code: 1, args: "explain --features y --id x --row 7 data.csv", says: `data.csv: column "x": no row has the id "7"`},
	{name: "id twice", code: 1, args: "explain --features x --id y --row 1 data.csv", says: `data.csv:3: column "y": "1" is on line 2 too`, hint: "leave --id out"},
	{name: "flag of run", code: 2, args: "suspects --proba data.csv", says: "unknown flag: --proba", hint: "see propagate suspects --help"},
}

func TestBadQuestions(t *testing.T) {
	for _, f := range badQuestions {
		f.csv = good
		t.Run(f.name, f.check)
	}
}

// fewDigits has two labels of each digit, for which the method is balanced Poisson.
func fewDigits(t *testing.T) csvTable {
	digits, given := sample(t, "digits.csv", 3), map[string]int{}
	truth := digits.column("digit")
	return digits.with("label", func(i int, _ string) string {
		if given[truth[i]]++; given[truth[i]] > 2 {
			return ""
		}
		return truth[i]
	})
}

// TestAnswersAreThoseOfTheRun checks that what is asked about an answer is about that of the run.
func TestAnswersAreThoseOfTheRun(t *testing.T) {
	in := fewDigits(t)
	run := labelled(t, in, "--metric", "euclidean", "--ignore", "digit").column("predicted")
	for _, line := range []int{2, 71, 200, 350, 500} {
		got := propagate(in.String(), "explain", "--row", strconv.Itoa(line), "--metric", "euclidean", "--ignore", "digit", "-")
		require.Zero(t, got.code, got.err)
		assert.Contains(t, got.err, fmt.Sprintf("answer    %d: %s, from 20 labels, by balanced poisson\n", line, run[line-2]))
		assert.Contains(t, got.err, fmt.Sprintf("score     %s ", run[line-2]))
		assert.Contains(t, got.err, " by class balance")
	}
	got := propagate(in.String(), "suspects", "--metric", "euclidean", "--ignore", "digit", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, " of 20 given labels, by leave-one-out with balanced poisson\n")
	// Calibration changes nothing here, and says so.
	got = propagate(in.String(), "--metric", "euclidean", "--calibrate", "--ignore", "digit", "-")
	require.Zero(t, got.code, got.err)
	assert.Equal(t, propagate(in.String(), "--metric", "euclidean", "--ignore", "digit", "-").out, got.out)
	assert.Contains(t, got.err, "calibrate skipped, nothing is changed: balanced poisson cannot leave labels out exactly (--method harmonic can)\n")
	// Where the run takes another method, a note says why.
	got = propagate(in.String(), "--gamma", "0.01", "--ignore", "digit", "-")
	assert.Contains(t, got.err, "few labels, but the method is harmonic because γ is given (or --method balanced-poisson)")
	// A method that cannot be explained is not taken for another in silence.
	got = propagate(in.String(), "explain", "--row", "71", "--method", "wnll", "--ignore", "digit", "-")
	require.Zero(t, got.code, got.err)
	assert.Regexp(t, `note      wnll answers \d, but its scores are not sums over the given labels, .* explains harmonic, which answers \d`, got.err)
	assert.Contains(t, got.err, ", by harmonic\n")
}
