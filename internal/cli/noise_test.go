package cli_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mislabelled gives every fifth labelled row of digits another digit, drawn at random.
func mislabelled(t *testing.T) (in csvTable, wrong map[string]bool) {
	digits, labels := sample(t, "digits.csv", 1), 0
	r := rand.New(rand.NewPCG(1, 1))
	wrong = map[string]bool{}
	return digits.with("label", func(i int, cell string) string {
		if cell == "" {
			return ""
		}
		if labels++; labels%5 > 0 {
			return cell
		}
		wrong[lineOf(i)] = true
		digit, err := strconv.Atoi(cell)
		require.NoError(t, err)
		return strconv.Itoa((digit + 1 + r.IntN(9)) % 10)
	}), wrong
}

// TestNoise checks that wrong labels are found and count for less, by one method and by a pool, and that right ones are
// left alone.
func TestNoise(t *testing.T) {
	skipIfSlow(t)
	in, wrong := mislabelled(t)
	iris := sample(t, "iris.csv", 1).String()
	for _, method := range []string{"harmonic", "poisson", "auto"} {
		t.Chdir(t.TempDir())
		right := func(args ...string) float64 {
			got := propagate(in.String(), append(args, "--method", method, "--truth", "digit", "--json", "run.json", "-o", "out.csv", "-")...)
			require.Zero(t, got.code, got.err)
			var run struct {
				Evaluation struct{ Accuracy float64 }
				Noise      *struct {
					Share   float64 `json:"wrong_share"`
					Doubted []struct {
						Row, Given, Likely string
						Right              float64
					}
				}
			}
			text, err := os.ReadFile("run.json")
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &run))
			if run.Noise == nil {
				return run.Evaluation.Accuracy
			}
			assert.Regexp(t, `\nnoise     about \d\d % of the 100 given labels look wrong; \d\d count for less: \d+ \(\d, likely \d, right with 0\.\d\d\), `, got.err)
			assert.InDelta(t, 0.2, run.Noise.Share, 0.08)
			found := 0
			for _, one := range run.Noise.Doubted {
				if wrong[one.Row] && one.Right < 0.5 {
					found++
				}
			}
			assert.GreaterOrEqual(t, found, 14, method)
			return run.Evaluation.Accuracy
		}
		// Poisson learning averages over all labels, and may forgive wrong ones by itself.
		gain := map[string]float64{"poisson": -0.002}[method]
		if gain == 0 {
			gain = 0.02
		}
		assert.Greater(t, right("--noise", "auto"), right()+gain, method)
	}
	got := propagate(iris, "--ignore", "species", "--noise", "auto", "--method", "harmonic", "-")
	assert.Contains(t, got.err, "noise     no evidence of wrong labels among the 15 given ones; those that are wrong in the same way are not found\n")
	assert.Equal(t, propagate(iris, "--ignore", "species", "--method", "harmonic", "-").out, got.out)
	assert.Contains(t, propagate(good, "-k", "2", "--noise", "auto", "-").err, "noise     labels are too few for any to be judged by the others\n")
}

// badNoise are command lines that cannot doubt labels.
var badNoise = []failure{
	{name: "value", code: 2, args: "--noise much data.csv", says: `--noise "much": unknown value`},
	{name: "correct and smooth", code: 2, args: "--noise auto --method correct-smooth --classifier-columns p data.csv", says: "--noise auto does not go with correct-smooth, which trusts all labels alike", hint: "choose another method"},
	{name: "another classifier", code: 2, args: "--noise auto --classifier-columns p data.csv", says: "--noise auto does not go with --classifier-columns"},
}

func TestBadNoise(t *testing.T) {
	for _, f := range badNoise {
		f.csv = good
		t.Run(f.name, f.check)
	}
}

// TestMixedClasses checks that a class of which half of the labels were given as another one is said, by one method and
// by a pool, and that no clean table is.
func TestMixedClasses(t *testing.T) {
	skipIfSlow(t)
	const says = "the labels 3 and 8 lie in one place: "
	table := func(wrong bool) string {
		threes := 0
		digits := sample(t, "digits.csv", 1)
		truth := digits.column("digit")
		return digits.with("label", func(i int, _ string) string {
			if i%8 > 0 {
				return ""
			}
			if truth[i] == "3" {
				if threes++; wrong && threes%2 > 0 {
					return "8"
				}
			}
			return truth[i]
		}).String()
	}
	for _, method := range []string{"harmonic", "auto"} {
		for _, wrong := range []bool{false, true} {
			got := propagate(table(wrong), "--method", method, "--noise", "auto", "--ignore", "digit", "-")
			require.Zero(t, got.code, got.err)
			if wrong {
				assert.Contains(t, got.err, says, method)
			} else {
				assert.NotContains(t, got.err, "lie in one place", method)
			}
		}
	}
}
