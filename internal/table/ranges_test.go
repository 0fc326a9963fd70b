package table_test

import (
	"math"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Ranges are of finite numbers alone, in plain texts as in quoted ones, and First passes empty
// cells over.
func TestRanges(t *testing.T) {
	const text = "a,b,c,d\n 5,NaN,x,\n6,2.5,,\n7,inf,\"y\",\n8,-0.5,z,1\n"
	want := []table.Range{
		{Count: 4, Different: 4, Least: 5, Greatest: 8},
		{Count: 2, Different: 2, Least: -0.5, Greatest: 2.5},
		{Least: math.NaN(), Greatest: math.NaN()},
		{Count: 1, Different: 1, Least: 1, Greatest: 1},
	}
	for _, text := range []string{text, strings.ReplaceAll(text, `"`, "")} {
		tab, err := table.Read(strings.NewReader(text), "t.csv")
		require.NoError(t, err)
		got, err := tab.Ranges([]int{0, 1, 2, 3})
		require.NoError(t, err)
		for k, w := range want {
			if math.IsNaN(w.Least) {
				assert.True(t, math.IsNaN(got[k].Least) && math.IsNaN(got[k].Greatest))
				got[k].Least, got[k].Greatest, w.Least, w.Greatest = 0, 0, 0, 0
			}
			assert.Equal(t, w, got[k], "column %d", k)
		}
		first, err := tab.First()
		require.NoError(t, err)
		assert.Equal(t, []string{"5", "NaN", "x", "1"}, first)
	}
}
