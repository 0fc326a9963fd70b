package report

import (
	"cmp"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// colour is how a class looks on white paper and on a dark screen.
type colour struct{ Light, Dark string }

// palette has the ten colours of [petroff2021], which people with any colour vision can tell apart. They are
// adjusted for the light and the dark page: with any colour vision, two of them differ by at least 12 units of
// CIELAB.
var palette = [...]colour{
	{"#3f90da", "#459bd1"}, {"#f09a00", "#ffcc4e"}, {"#bd1f01", "#c5482c"}, {"#7f8f8d", "#97bac6"},
	{"#832db6", "#ae7af5"}, {"#a96b59", "#f2a299"}, {"#e76300", "#d9761d"}, {"#a39a55", "#949d62"},
	{"#5f6370", "#627793"}, {"#5fbcc0", "#bafaff"},
}

// other is the hue of the classes beyond the palette, and none that of rows without a class.
const (
	other = len(palette)
	none  = len(palette) + 1
)

// hues gives each class a colour: where there are more than the palette has, the largest get one.
func hues(all []summary.Class) []int {
	order := make([]int, len(all))
	for k := range order {
		order[k] = k
	}
	// Few classes keep their order; of many, those with the most rows come first.
	if len(all) > len(palette) {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].Predicted, all[a].Predicted) })
	}
	hue := make([]int, len(all))
	for i, k := range order {
		hue[k] = min(i, other)
	}
	return hue
}
