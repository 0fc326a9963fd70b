package knn

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSample takes the rows c·n/cells for all c, whatever the numbers, and no other.
func TestSample(t *testing.T) {
	for n := int64(1); n < 20; n++ {
		all := &rows{}
		for i := range n {
			all.add(uint32(i), []float64{float64(i), 1})
		}
		for cells := 1; cells <= int(n); cells++ {
			want := &rows{}
			for c := range int64(cells) {
				row := c * n / int64(cells)
				want.add(uint32(row), []float64{float64(row), 1})
			}
			assert.Equal(t, want, sample(all, n, cells), "%d cells of %d rows", cells, n)
		}
		assert.Empty(t, sample(all, n, 0).Number)
	}
}

// TestInsert keeps the nearest in every order of coming, smaller numbers first among equally near ones.
func TestInsert(t *testing.T) {
	all := []near{{5, 2}, {1, 2}, {3, 1}, {4, 2}, {2, 7}}
	for first := range all {
		for second := range all {
			order := append([]near{all[first]}, all...)
			order[1+second], order[1] = order[1], order[1+second]
			var got nearest
			seen := map[uint32]bool{}
			for _, one := range order {
				if !seen[one.row] {
					seen[one.row] = true
					got.insert(one, 3)
				}
			}
			assert.Equal(t, nearest{{3, 1}, {1, 2}, {4, 2}}, got)
		}
	}
}
