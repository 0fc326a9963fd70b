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

// Where the label is the first of a list, the others of the list are no features; other lists are.
func TestMoreLabels(t *testing.T) {
	var text strings.Builder
	for i := range 20 {
		labels := []string{`["x","u"]`, `["y"]`, `[]`, `[]`}[i%4]
		fmt.Fprintf(&text, "{\"v\":[%d,%d],\"label\":%s,\"label2\":[%d]}\n", i*3%5, i*7%11, labels, i*3%7)
	}
	tab, err := table.Reading{}.Text(strings.NewReader(text.String()), "t")
	require.NoError(t, err)
	d, err := dataset.Read(tab, dataset.Options{Columns: dataset.ColumnNames{Label: "label.0"}})
	require.NoError(t, err)
	require.Len(t, d.Prep.NoFeatures, 1)
	assert.Equal(t, dataset.NoFeature{Name: "label.1", Is: dataset.MoreLabels}, d.Prep.NoFeatures[0])
	assert.Len(t, d.Columns.Features, 3)
}
