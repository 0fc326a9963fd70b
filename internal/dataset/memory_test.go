package dataset_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLabelsThatAreIDs holds that scores of as many classes as rows are refused before anything is solved, and that
// the error says why there are so many; labels that repeat are called labels.
func TestLabelsThatAreIDs(t *testing.T) {
	ask := memory.NewBudget(1 << 30).Ask
	for want, different := range map[string]int{
		`5000 different values among 5000 labels: an id, not a label; scores of 5000 rows in 5000 classes: needs 800 MB`: 5000,
		``: 20,
	} {
		var text strings.Builder
		text.WriteString("x,y,label\n")
		for i := range 5000 {
			fmt.Fprintf(&text, "%d,%d,u%d\n", i%31, i%17, i%different)
		}
		tab, err := table.Reading{}.Text(strings.NewReader(text.String()), "ids.csv")
		require.NoError(t, err)
		o := dataset.Options{MaxCategories: 50, Memory: func(bytes int64, what string) error {
			if bytes > 500e6 {
				return &memory.Refused{What: what, Wants: bytes, Limit: 5e8}
			}
			return ask(bytes, what)
		}}
		o.Columns.Label = "label"
		_, err = dataset.Read(tab, o)
		if want == "" {
			assert.NoError(t, err)
			continue
		}
		assert.ErrorContains(t, err, want)
	}
}

// TestHugeIndex holds that one huge index of sparse rows asks for no memory of the columns below it.
func TestHugeIndex(t *testing.T) {
	text := "1 5:1 2147483646:1\n2 3:1 7:1\n1 5:2 2147483646:3\n2 3:2\n"
	tab, err := table.Reading{}.Text(strings.NewReader(text), "huge.svm")
	require.NoError(t, err)
	o := dataset.Options{}
	o.Columns.Label = "label"
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	n, cols := d.X.Dims()
	assert.Equal(t, 4, n)
	assert.Equal(t, 4, cols, "3, 5, 7 and the huge one")
	assert.Equal(t, 3.0, d.X.At(2, 3))
	assert.Equal(t, 1.0, d.X.At(1, 0))
	assert.Equal(t, 2147483646, d.Prep.SparseCols, "as the file says")
}
