package cli_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGammaRules checks that a rule names a γ, which as a number gives the same answers.
func TestGammaRules(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	found := regexp.MustCompile(`γ=([^)]+)\)`)
	for _, rule := range []string{"auto", "mst", "knn", "entropy", "0.1,1,10", "0.1:10:5"} {
		for _, kernel := range []string{"rbf", "laplacian"} {
			t.Run(fmt.Sprint(rule, kernel), func(t *testing.T) {
				args := []string{"--ignore", "species", "--kernel", kernel, "--method", "harmonic", "--scale", "none"}
				got := propagate(in.String(), append(args, "--gamma", rule, "-")...)
				require.Equal(t, 0, got.code, got.err)
				gamma := found.FindStringSubmatch(got.err)
				require.NotNil(t, gamma, got.err)
				alone := propagate(in.String(), append(args, "--gamma", gamma[1], "-")...)
				assert.Equal(t, alone.out, got.out)
				if strings.ContainsAny(rule, ",:") {
					assert.Contains(t, got.err, "by leave-one-out: log loss ")
				}
			})
		}
	}
}

// TestGammaListIsTuned checks that a run takes the γ that tune ranks first.
func TestGammaListIsTuned(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	best := told(t, in, "tune", "--ignore", "species", "--method", "harmonic", "--gamma", "0.1:100:9").column("flags")[0]
	got := propagate(in.String(), "--ignore", "species", "--method", "harmonic", "--gamma", "0.1:100:9", "-")
	assert.Contains(t, got.err, "γ="+strings.TrimPrefix(best, "--gamma ")+")")
}

func TestBadGamma(t *testing.T) {
	for flags, says := range map[string]string{
		"--gamma mts":                       "--gamma mts: not a number, did you mean mst?",
		"--gamma 0.1,x":                     "--gamma 0.1,x: not a number",
		"--gamma 0.1,":                      "--gamma 0.1,: not a number",
		"--gamma 0.1,-1":                    "must not be negative",
		"--gamma 1:2":                       "not a range",
		"--gamma 2:1:5":                     "not a range",
		"--gamma 0:1:5":                     "not a range",
		"--gamma 1:inf:5":                   "not a range",
		"--gamma 1:2:1":                     "not a range",
		"--gamma 1:2:1000000":               "not a range",
		"--gamma mst --kernel connectivity": "--gamma does not go with the connectivity kernel",
		"-k 3,4":                            "one -k and one --alpha at a time",
		"--alpha 0.3,0.4":                   "one -k and one --alpha at a time",
	} {
		got := propagate("", append(strings.Fields(flags), "data.csv")...)
		assert.Equal(t, 2, got.code, flags)
		assert.Contains(t, got.err, says, flags)
	}
}

// TestGammaListNamesWhatStandsIn checks that a γ which another method than that of the run has chosen is said to be so.
func TestGammaListNamesWhatStandsIn(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	for method, stands := range map[string]bool{"harmonic": false, "spreading": false, "poisson": true, "mad": true} {
		got := propagate(in.String(), "--gamma", "0.1,1,10", "--method", method, "--ignore", "species", "-")
		require.Zero(t, got.code, got.err)
		assert.Equal(t, stands, strings.Contains(got.err, "(harmonic, in place of the method of the run, "), got.err)
	}
}
