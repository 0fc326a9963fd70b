package cli_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTune checks the ranking, one of its figures against the labels that suspects leaves out,
// and that the flags are those of a run.
func TestTune(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	ranked := told(t, in, "tune", "--ignore", "species")
	require.Len(t, ranked.column("rank"), 45)
	losses := numbers(t, ranked.column("log_loss"))
	assert.True(t, slices.IsSorted(losses))
	for i, flags := range ranked.column("flags") {
		assert.Equal(t, strconv.Itoa(i+1), ranked.column("rank")[i])
		if i%13 > 0 {
			continue
		}
		args := append(strings.Fields(flags), "--ignore", "species")
		wrong := told(t, in, append([]string{"suspects"}, args...)...).column("line")
		all := told(t, in, append([]string{"suspects", "--below", "1"}, args...)...).column("line")
		assert.InDelta(t, 1-float64(len(wrong))/15, float(t, ranked.column("accuracy")[i]), 1e-5, flags)
		assert.LessOrEqual(t, len(all), 15)
		labelled(t, in, append(strings.Fields(flags), "--truth", "species")...)
	}
}

// TestTuneVaries checks that what is named is not varied.
func TestTuneVaries(t *testing.T) {
	in := sample(t, "iris.csv", 1)
	for flags, count := range map[string]int{
		"--method harmonic": 9, "--kernel rbf": 5, "--gamma 0.5": 5, "--alpha 0.9 --method spreading": 9, "--kernel connectivity --method harmonic": 1,
	} {
		ranked := told(t, in, append([]string{"tune", "--ignore", "species"}, strings.Fields(flags)...)...)
		assert.Len(t, ranked.column("flags"), count, flags)
		for _, name := range strings.Fields(flags) {
			if strings.HasPrefix(name, "--") && name != "--gamma" {
				assert.NotContains(t, ranked.column("flags")[0], name+" ", flags)
			}
		}
	}
	got := propagate(in.String(), "tune", "--method", "poisson", "-")
	assert.Equal(t, 2, got.code)
	assert.Contains(t, got.err, "tune does not go with poisson")
}
