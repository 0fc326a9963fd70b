package table

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
	assert.Equal(t, "cart", Nearest("card", []string{"yard", "cart", "care"}), "the first of those that begin alike")
}
