package pipeline

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// TestNoWalksInLargeCompleteGraphs asks for walks in a graph of all pairs, which are not listed. What to do about it is
// told in options, which the command names as flags.
func TestNoWalksInLargeCompleteGraphs(t *testing.T) {
	x := mat.NewDense(mostComplete+1, 1, nil)
	for i := range mostComplete + 1 {
		x.Set(i, 0, float64(i))
	}
	near, err := graph.Complete(t.Context(), x, nil)
	require.NoError(t, err)
	_, err = walks(near)
	var option *dataset.OptionError
	require.ErrorAs(t, err, &option)
	require.Equal(t, "a graph of 12502500 edges is too large to look for novel rows", option.Error())
	require.Contains(t, option.Hint, "Graph.Kind = KNN")
}
