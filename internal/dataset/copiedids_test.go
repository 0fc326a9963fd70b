package dataset_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kindsOf returns what each column of a table is.
func kindsOf(t *testing.T, text string) map[string]string {
	t.Helper()
	tab, err := table.Reading{}.Text(strings.NewReader(text), "t")
	require.NoError(t, err)
	all, _, err := dataset.Profiles(tab, dataset.Options{Columns: dataset.ColumnNames{Label: "label"}})
	require.NoError(t, err)
	kinds := map[string]string{}
	for j, p := range all {
		kinds[tab.Header[j]] = p.Kind
	}
	return kinds
}

// TestIDsOfCopiedRows: a number that comes again only where the whole row does names the row, in any order of the rows;
// one that two different rows share, or that is all there is, measures something.
func TestIDsOfCopiedRows(t *testing.T) {
	const rows, copied = 200, 30
	row := func(i int) string { return fmt.Sprintf("%d,%d.5,%c", 1000+i, i*i%37, 'a'+i*7%5) }
	for name, c := range map[string]struct {
		header string
		copyOf func(i int) string
		id     bool
	}{
		"whole rows":            {"number,x,kind", row, true},
		"whole rows but for x":  {"number,x,kind", func(i int) string { return strings.Replace(row(i), ".5", ".25", 1) }, false},
		"whole rows, with gaps": {"number,x,kind", func(i int) string { return ",1.5,b" }, true},
	} {
		lines := make([]string, 0, rows+copied)
		for i := range rows {
			lines = append(lines, row(i)+",")
		}
		for i := range copied {
			lines = append(lines, c.copyOf(5*i)+",")
		}
		for seed := range uint64(3) {
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			// Labels say nothing here.
			text := c.header + ",label\n" + lines[0] + "u\n" + lines[1] + "v\n" + strings.Join(lines[2:], "\n") + "\n"
			kinds := kindsOf(t, text)
			assert.Equal(t, c.id, kinds["number"] == "id", "%s: %v", name, kinds)
			assert.NotEqual(t, "id", kinds["x"], name)
		}
	}
	// 200 whole numbers, of which 30 come twice, beside one column: no copies of a row can be told.
	var text strings.Builder
	text.WriteString("number,x,label\n")
	for i := range rows + copied {
		fmt.Fprintf(&text, "%d,%d,%s\n", i%rows, i%rows%7, []string{"u", "v", ""}[min(i, 2)])
	}
	assert.NotEqual(t, "id", kindsOf(t, text.String())["number"])
	// Every row three times: a table of a few patterns, whose numbers tell them apart.
	text.Reset()
	text.WriteString("number,x,kind,label\n")
	for i := range 3 * rows {
		fmt.Fprintf(&text, "%s,%s\n", row(i%rows), []string{"u", "v", ""}[min(i, 2)])
	}
	assert.NotEqual(t, "id", kindsOf(t, text.String())["number"])
}
