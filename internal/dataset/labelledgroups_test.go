package dataset

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// devices are n groups of size rows each; the first labelled of them have labels, of two classes in turn.
func devices(n, size, labelled int) (names, labels []string) {
	for g := range n {
		for range size {
			names = append(names, fmt.Sprintf("d%d", g))
			label := ""
			if g < labelled {
				label = []string{"a", "b"}[g%2]
			}
			labels = append(labels, label)
		}
	}
	return names, labels
}

// TestLabelledGroups holds that groups of rows that were labelled as a whole are known, and no others.
func TestLabelledGroups(t *testing.T) {
	groups := func(names, labels []string) int {
		return (&columnFinder{labels: labels}).labelledGroups(textCells(names))
	}
	names, labels := devices(30, 8, 10)
	assert.Equal(t, 10, groups(names, labels))
	t.Run("a row of a group without its label", func(t *testing.T) {
		names, labels := devices(30, 8, 10)
		labels[3] = ""
		assert.Zero(t, groups(names, labels))
	})
	t.Run("two classes in a group", func(t *testing.T) {
		names, labels := devices(30, 8, 10)
		labels[3] = "b"
		assert.Zero(t, groups(names, labels))
	})
	t.Run("train and test", func(t *testing.T) {
		names, labels := devices(2, 100, 1)
		assert.Zero(t, groups(names, labels))
	})
	t.Run("groups of one row are names of rows", func(t *testing.T) {
		names, labels := devices(240, 1, 80)
		assert.Zero(t, groups(names, labels))
	})
	t.Run("one class, which every group has anyway", func(t *testing.T) {
		names, labels := devices(30, 8, 10)
		for i, label := range labels {
			if label != "" {
				labels[i] = "a"
			}
		}
		assert.Zero(t, groups(names, labels))
	})
	t.Run("rows without a group count for nothing", func(t *testing.T) {
		names, labels := devices(30, 8, 10)
		names[0], names[239] = "", ""
		assert.Equal(t, 10, groups(names, labels))
	})
}

// TestLabelledGroupsByChance draws labels of rows at random: values of up to five rows each must not be taken for groups
// more often than one time in a thousand.
func TestLabelledGroupsByChance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 2000 {
		size, n := 1+r.IntN(5), 6+r.IntN(10)
		names, labels := devices(n, size, 0)
		for i := range labels {
			if r.Float64() < 0.3 {
				labels[i] = []string{"a", "b"}[r.IntN(2)]
			}
		}
		if (&columnFinder{labels: labels}).labelledGroups(textCells(names)) > 0 {
			found++
		}
	}
	assert.LessOrEqual(t, found, 2)
}
