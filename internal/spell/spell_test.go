package spell

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNearest checks which of several names is suggested: the fewest changes, then the longest common start, then the first.
func TestNearest(t *testing.T) {
	commands := []string{"run", "tune", "predict", "suspects", "suggest"}
	for want, name := range map[string]string{"tun": "tune", "rum": "run", "Tune ": "tune", "sugest": "suggest", "suspect": "suspects", "x": "", "": "", "evaluate": ""} {
		assert.Equal(t, name, Nearest(want, commands), want)
	}
	assert.Equal(t, "petal_length_cm", NearestOrPart("petal", []string{"label", "petal_length_cm", "petal_width_cm"}), "a part")
	assert.Equal(t, "spreading", NearestOrPart("LabelSpreading", []string{"harmonic", "spreading", "mad"}), "more than the name")
	assert.Equal(t, "", NearestOrPart("pet", []string{"carpet_length"}), "too short to be meant")
	assert.Equal(t, "", NearestOrPart("a longer name", []string{"me", "go", "x"}))
	assert.Equal(t, "", Nearest("petal", []string{"petal_length_cm"}))
	assert.Equal(t, "tune", NearestOrPart("tun", commands))
	assert.Equal(t, "cart", Nearest("card", []string{"yard", "cart", "care"}), "the first of those that begin alike")
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"日本", "日木", 1}} {
		assert.Equal(t, c.want, distance([]rune(c.a), []rune(c.b)), "%s, %s", c.a, c.b)
		assert.Equal(t, c.want, distance([]rune(c.b), []rune(c.a)), "%s, %s", c.b, c.a)
	}
}
