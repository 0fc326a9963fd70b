package table

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A million columns of one name get names of their own, each in one step (a square of a million steps would take hours), and six
// notes.
func TestManyColumnsOfOneName(t *testing.T) {
	header := slices.Repeat([]string{"a"}, 1_000_000)
	header[2] = "a_2"
	notes := distinct(header, false)
	assert.Equal(t, []string{"a", "a_3", "a_2", "a_4"}, header[:4])
	assert.Equal(t, "a_1000000", header[999_999])
	assert.Len(t, notes, 6)
	assert.Equal(t, "999993 more columns have the name of another, and a number behind it", notes[5])
}
