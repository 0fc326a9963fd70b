package dataset_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// However the columns are made, their reading tells what it has done from the first to nearly the last part, and what
// is done never shrinks.
func TestObserve(t *testing.T) {
	kinds := map[string]func(i, j int) string{
		"numbers": func(i, j int) string { return fmt.Sprint((i*31+j*17)%97, ".", j) },
		"gaps":    func(i, j int) string { return strings.Repeat(fmt.Sprint((i*31+j*17)%97), (i+j)%7) },
		"texts":   func(i, j int) string { return string(rune('a' + (i*j+i/3)%5)) },
		"words":   func(i, j int) string { return fmt.Sprint("what is it ", i, " that ", j+i/3) },
		"mixed":   func(i, j int) string { return []string{fmt.Sprint(i * j % 41), string(rune('a' + i*j%3))}[j%2] },
	}
	for name, cell := range kinds {
		for _, mixed := range []bool{false, true} {
			var text strings.Builder
			text.WriteString("label")
			for j := range 8 {
				fmt.Fprintf(&text, ",c%d", j)
			}
			for i := range 200 {
				text.WriteString("\n" + []string{"x", "y", ""}[i%3])
				for j := range 8 {
					text.WriteString("," + cell(i, j))
				}
			}
			read := table.Reading{Texts: []string{"label"}, Observe: func(int64, int64) {}}
			tab, err := read.Text(strings.NewReader(text.String()), "t.csv")
			require.NoError(t, err)
			last, calls := 0, 0
			_, err = dataset.Read(tab, dataset.Options{Columns: dataset.ColumnNames{Label: "label"}, Mixed: mixed,
				Observe: func(done, total int) {
					assert.LessOrEqual(t, last, done, "%s: less was done", name)
					assert.LessOrEqual(t, done, total)
					last, calls = done, calls+1
				}})
			require.NoError(t, err, name)
			assert.Greater(t, calls, 8, name)
			assert.Greater(t, last, 4000, "%s, mixed %v: of 10,000 parts", name, mixed)
		}
	}
}
