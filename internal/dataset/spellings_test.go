package dataset

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSpellings(t *testing.T) {
	c := Classes{"No", "yes", "no", " Yes", "maybe"}
	assert.Equal(t, [][]string{{"No", "no"}, {"yes", " Yes"}}, c.Spellings())
	// Each class keeps its own name; the others get that of the last that is alike.
	assert.Equal(t, []string{"No", "no", "no", "Maybe not", "maybe"}, c.Fold([]string{"No", "no", "NO ", "Maybe not", "MAYBE"}))
}

func TestFoldLabels(t *testing.T) {
	cells := []string{"cat", "", "CAT", "cat", "Cat ", "dog", "", ""}
	folded, found := foldLabels(cells, "kind")
	assert.Equal(t, []string{"cat", "", "cat", "cat", "cat", "dog", "", ""}, folded)
	assert.Equal(t, []string{"cat, CAT, Cat  in column kind"}, found)
	folded, found = foldLabels([]string{"a", "", " ", "b"}, "kind")
	assert.Equal(t, []string{"a", "", " ", "b"}, folded, "nothing is no spelling of a blank")
	assert.Empty(t, found)
}

func TestZeroInFront(t *testing.T) {
	for cell, want := range map[string]bool{"007": true, " 01 ": true, "09": true, "0": false, "0.5": false, "0,5": false,
		"0x": false, "10": false, "": false} {
		assert.Equal(t, want, zeroInFront(cell), cell)
	}
}
