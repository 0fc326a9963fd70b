package graph_test

import (
	"testing"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
)

// FuzzKNN makes a small matrix of small integers from the bytes, so that ties,
// duplicates and rows of zeros are common, and holds every form of it against sorting.
func FuzzKNN(f *testing.F) {
	f.Add(uint8(2), uint8(1), uint8(0), []byte("one two three"))
	f.Add(uint8(1), uint8(3), uint8(5), []byte{0, 0, 0, 0, 1, 1, 9, 200})
	f.Add(uint8(3), uint8(200), uint8(2), []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17})
	f.Fuzz(func(t *testing.T, width, k, choice uint8, cells []byte) {
		d := 1 + int(width)%3
		n := min(len(cells)/d, 20)
		if n < 2 {
			return
		}
		x := make([][]float64, n)
		for i := range x {
			for _, c := range cells[i*d : (i+1)*d] {
				x[i] = append(x[i], float64(int8(c)>>4)) // -8 to 7
			}
		}
		m := metrics[int(choice)%len(metrics)]
		if _, cosine := m.metric.(kernel.Cosine); cosine {
			return // cosines that are equal differ by rounding, which decides on ties
		}
		mutual := choice >= 128
		form := forms[int(choice/8)%len(forms)]
		neighbors := 1 + int(k)%(n-1)
		all := allDistances(x, m.naive)
		want := all.union(neighbors)
		if mutual {
			want = all.mutual(neighbors)
		}
		got := requireKNN(t, form.of(x), neighbors, &graph.SearchOptions{Metric: m.metric, Mutual: mutual})
		requireUndirected(t, got)
		requireNeighbors(t, all, want, 0, got)
		requireAdded(t, all, want, requireJoined(t, got))
	})
}
