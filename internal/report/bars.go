package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// confidenceBins is the number of bars of the histogram.
const confidenceBins = 20

// histogram draws how often which confidence occurs, nil if there is none.
func histogram(confidence []float64) *figure {
	if len(confidence) == 0 {
		return nil
	}
	bins := binned(confidence)
	f := newFigure("confidence", "Confidence")
	f.XName, f.YName = "confidence", "rows"
	// The highest bar stays 4 % below the upper edge.
	x, y := f.across(0, 1, false), f.up(0, 1.04*float64(slices.Max(bins[:])), false)
	f.XTicks = x.ticks(5, short1)
	f.YTicks = whole(y.ticks(5, func(v float64) string { return count(int(math.Round(v))) }))
	// Half a unit is left free on each side of a bar.
	for i, n := range bins {
		low, high := float64(i)/confidenceBins, float64(i+1)/confidenceBins
		f.Bars = append(f.Bars, bar{
			X: x.at(low) + 0.5, W: x.at(high) - x.at(low) - 1,
			Y: y.at(float64(n)), H: f.Bottom - y.at(float64(n)),
			Kind:  "predicted",
			Title: fmt.Sprintf("confidence %.2f to %.2f: %s", low, high, plural(n, "row")),
		})
	}
	f.Desc = fmt.Sprintf("Confidence of the predicted labels of %s: half of them have a confidence of %.3f or more.",
		plural(len(confidence), "row"), median(confidence))
	f.Caption = f.Desc
	return f
}

// binned counts confidences: bin i of n those above i/n and up to (i+1)/n, the first one 0 too.
func binned(confidence []float64) [confidenceBins]int {
	var n [confidenceBins]int
	for _, c := range confidence {
		// Rounding up before subtracting 1 puts the upper end of a bin into it.
		n[min(max(int(math.Ceil(c*confidenceBins))-1, 0), confidenceBins-1)]++
	}
	return n
}

// whole leaves out a tick with the same text as the one before: counts are whole, but ticks may be at fractions.
func whole(ticks []tick) []tick {
	return slices.CompactFunc(ticks, func(a, b tick) bool { return a.Text == b.Text })
}

// mostBars is the number of classes that the balance shows.
const mostBars = 20

// balance draws the share of each class before and after, nil without classes.
func balance(classes []summary.Class) *figure {
	if len(classes) == 0 {
		return nil
	}
	sides := sides(classes)
	f := newFigure("balance", "Class balance")
	// Of many classes, those with the most rows are shown.
	some := classes
	if len(some) > mostBars {
		some = slices.Clone(some)
		slices.SortStableFunc(some, func(a, b summary.Class) int { return b.Predicted - a.Predicted })
		some = some[:mostBars]
	}
	// Each class has a horizontal strip, high enough for a bar of 7 for each side and a gap of 5. The figure grows
	// if the usual height of 238 does not hold all strips.
	row := max(238/float64(len(some)), 7*float64(len(sides))+5)
	f.Left, f.Bottom = 118, f.Top+row*float64(len(some))
	f.Height, f.XName = f.Bottom+48, "share"
	// As above, the longest bar ends 4 % before the edge.
	x := f.across(0, 1.04*largestShare(some, sides), false)
	f.XTicks = x.ticks(5, percents)
	for i, c := range some {
		f.YTicks = append(f.YTicks, tick{f.Top + row*(float64(i)+0.5), short(c.Name, 14)})
		f.group(c, sides, x, f.Top+row*float64(i), row)
	}
	f.describeBalance(sides, len(classes)-len(some))
	return f
}

// side is one of the counts that the balance compares.
type side struct {
	kind, name string
	of         func(summary.Class) int
	total      int
}

// sides returns the given labels, all labels, and the true ones if they are known.
func sides(all []summary.Class) []side {
	list := []side{
		{"given", "given labels", func(c summary.Class) int { return c.Given }, 0},
		{"predicted", "labels", func(c summary.Class) int { return c.Predicted }, 0},
		{"truth", "true labels", func(c summary.Class) int { return c.Truth }, 0},
	}
	// Shares are taken of the total of a side, so that sides of different size compare.
	for i := range list {
		for _, c := range all {
			list[i].total += list[i].of(c)
		}
	}
	return slices.DeleteFunc(list, func(s side) bool { return s.total == 0 })
}

func (s side) share(c summary.Class) float64 { return float64(s.of(c)) / float64(s.total) }

// largestShare returns the largest share of any class on any side, at least 1 % so that the axis has a length.
func largestShare(all []summary.Class, sides []side) float64 {
	most := 0.01
	for _, c := range all {
		for _, s := range sides {
			most = max(most, s.share(c))
		}
	}
	return most
}

// group draws the bars of a class into a row.
func (f *figure) group(c summary.Class, sides []side, x axis, top, tall float64) {
	// The bars are at most 16 thick, and centred in the strip.
	thick := min((tall-4)/float64(len(sides)), 16)
	top += (tall - thick*float64(len(sides))) / 2
	for i, s := range sides {
		f.Bars = append(f.Bars, bar{
			X: f.Left, W: x.at(s.share(c)) - f.Left,
			Y: math.Round(10*(top+thick*float64(i)))/10 + 0.5, H: thick - 1,
			Kind: s.kind,
			Title: fmt.Sprintf("%s: %s of %s %s (%s)",
				c.Name, count(s.of(c)), count(s.total), s.name, percent(s.of(c), s.total)),
		})
	}
}

func (f *figure) describeBalance(sides []side, hidden int) {
	for _, s := range sides {
		f.Keys = append(f.Keys, s.kind)
	}
	f.Desc = "The share of each class among the given labels and among all labels, given and predicted."
	if hidden > 0 {
		f.Desc += fmt.Sprintf(" Only the %d largest of %d classes are shown.", mostBars, mostBars+hidden)
	}
	f.Caption = f.Desc
}
