package labelprop

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGroupsAreHeldOutWhole checks on random labels in groups that no group is cut, that each class keeps a label, and
// that about the share asked for is held out.
func TestGroupsAreHeldOutWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		n, classes, groups := 12+r.IntN(60), 2+r.IntN(3), 3+r.IntN(12)
		class, first, at := make([]int, n), make([]int, n), map[int]int{}
		for l := range class {
			class[l] = l % classes
			g := r.IntN(groups)
			if _, seen := at[g]; !seen {
				at[g] = l
			}
			first[l] = at[g]
		}
		all, err := HoldOut{Share: 0.3, Repeats: 3, Seed: uint64(n)}.splits(class, classes)
		require.NoError(t, err)
		for _, s := range all {
			whole, err := s.inGroups(first, class, classes)
			if err != nil {
				continue
			}
			kept := make([]int, classes)
			for l := range class {
				assert.Equal(t, whole.out[first[l]], whole.out[l], "a group is cut")
				if !whole.out[l] {
					kept[class[l]]++
				}
			}
			for k := range kept {
				assert.Positive(t, kept[k], "class %d", k)
			}
			held := 0
			for l, out := range whole.out {
				if out {
					held++
					assert.Contains(t, whole.held, l)
				}
			}
			assert.Len(t, whole.held, held, "each once")
		}
	}
	// One group for each class: none can be held out.
	_, err := split{held: []int{0, 2}, out: []bool{true, false, true, false}}.inGroups([]int{0, 0, 2, 2}, []int{0, 0, 1, 1}, 2)
	assert.EqualError(t, err, "no group of labels can be held out: a class would lose all of its labels")
	// Labels that stand alone are held out as before.
	before := split{held: []int{1, 2}, out: []bool{false, true, true, false}}
	whole, err := before.inGroups([]int{0, 1, 2, 3}, []int{0, 0, 1, 1}, 2)
	require.NoError(t, err)
	assert.Equal(t, before, whole)
}
