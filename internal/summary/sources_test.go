package summary

import (
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// readTable reads a CSV text.
func readTable(t *testing.T, text string) *table.Table {
	t.Helper()
	tab, err := table.Read(strings.NewReader(text), "test.csv")
	require.NoError(t, err)
	return tab
}

// probabilities are 1 for each label.
func probabilities(labels []int, classes int) *mat.Dense {
	p := mat.NewDense(len(labels), classes, nil)
	for i, k := range labels {
		p.Set(i, k, 1)
	}
	return p
}
