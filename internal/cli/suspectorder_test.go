package cli_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSuspectsInAnyOrder checks that copies, which are left out together, are judged the same wherever their rows stand:
// a table of few values is nearly all copies.
func TestSuspectsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 4 {
		var rows []string
		for i := range 90 {
			x, label := [3]int{r.IntN(3), r.IntN(3), r.IntN(3)}, ""
			if r.Float64() < 0.3 {
				label = string("ab"[(x[0]+min(1, int(10*r.Float64())/7))%2])
			}
			rows = append(rows, fmt.Sprintf("r%d,%d,%d,%d,%s", i, x[0], x[1], x[2], label))
		}
		judged := func() []string {
			got := propagate("id,x,y,z,label\n"+strings.Join(rows, "\n")+"\n",
				"suspects", "--id", "id", "--max-probability", "1", "-n", "90", "-q", "--method", "harmonic", "-")
			require.Zero(t, got.code, got.err)
			var found []string
			for _, row := range parse(t, got.out)[1:] {
				found = append(found, strings.Join(row[1:5], " ")) // but for the line, and who is against it
			}
			slices.Sort(found)
			return found
		}
		want := judged()
		require.Greater(t, len(want), 10)
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		assert.Equal(t, want, judged())
	}
}
