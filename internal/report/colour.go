package report

import (
	"cmp"
	"slices"
)

// colour is how a class looks on white paper and on a dark screen.
type colour struct{ Light, Dark string }

// palette is the sequence of ten that people with any colour vision tell apart best [petroff2021]; its
// dark and its pale tones are moved for the dark and the light page.
var palette = [...]colour{
	{"#3f90da", "#5ba6ec"}, {"#f09a00", "#ffb02e"}, {"#bd1f01", "#f0523a"}, {"#7f8f8d", "#a9b7b5"}, {"#832db6", "#b878e6"},
	{"#a96b59", "#c68b79"}, {"#e76300", "#f98a35"}, {"#a39a55", "#cfc587"}, {"#5f6370", "#868b9c"}, {"#5fbcc0", "#9be3e6"},
}

// other is the hue of the classes beyond the palette, and none that of rows without a class.
const (
	other = len(palette)
	none  = len(palette) + 1
)

// hues gives each class a colour: where there are more than the palette has, the largest get one.
func hues(all []Class) []int {
	order := make([]int, len(all))
	for k := range order {
		order[k] = k
	}
	if len(all) > len(palette) {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].Predicted, all[a].Predicted) })
	}
	hue := make([]int, len(all))
	for i, k := range order {
		hue[k] = min(i, other)
	}
	return hue
}
