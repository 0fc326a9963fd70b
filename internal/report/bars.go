package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

const confidenceBins = 20

// histogram draws how sure the answers are, nil if there are none.
func histogram(confidence []float64) *figure {
	if len(confidence) == 0 {
		return nil
	}
	bins := binned(confidence)
	f := newFigure("confidence", "Confidence")
	f.XName, f.YName = "confidence", "rows"
	x, y := f.across(0, 1, false), f.up(0, 1.04*float64(slices.Max(bins[:])), false)
	f.XTicks, f.YTicks = x.ticks(5, short1), whole(y.ticks(5, func(v float64) string { return count(int(math.Round(v))) }))
	for i, n := range bins {
		low, high := float64(i)/confidenceBins, float64(i+1)/confidenceBins
		f.Bars = append(f.Bars, bar{x.at(low) + 0.5, y.at(float64(n)), x.at(high) - x.at(low) - 1, f.Bottom - y.at(float64(n)), "predicted",
			fmt.Sprintf("confidence %.2f to %.2f: %s", low, high, plural(n, "row"))})
	}
	f.Desc = fmt.Sprintf("How sure the answers are of the %s whose label was found: half of them have a confidence of %.3f or more.",
		plural(len(confidence), "row"), median(confidence))
	f.Caption = f.Desc
	return f
}

// binned counts confidences; a bin holds its upper end.
func binned(confidence []float64) [confidenceBins]int {
	var n [confidenceBins]int
	for _, c := range confidence {
		n[min(max(int(math.Ceil(c*confidenceBins))-1, 0), confidenceBins-1)]++
	}
	return n
}

// whole leaves out a tick with the text of the one before, of a fraction.
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
	some := classes
	if len(some) > mostBars {
		some = slices.Clone(some)
		slices.SortStableFunc(some, func(a, b summary.Class) int { return b.Predicted - a.Predicted })
		some = some[:mostBars]
	}
	row := max(238/float64(len(some)), 7*float64(len(sides))+5)
	f.Left, f.Bottom = 118, f.Top+row*float64(len(some))
	f.Height, f.XName = f.Bottom+48, "share"
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

// sides returns given and predicted, and the truth if it is known.
func sides(all []summary.Class) []side {
	list := []side{
		{"given", "given labels", func(c summary.Class) int { return c.Given }, 0},
		{"predicted", "labels now", func(c summary.Class) int { return c.Predicted }, 0},
		{"truth", "truth", func(c summary.Class) int { return c.Truth }, 0},
	}
	for i := range list {
		for _, c := range all {
			list[i].total += list[i].of(c)
		}
	}
	return slices.DeleteFunc(list, func(s side) bool { return s.total == 0 })
}

func (s side) share(c summary.Class) float64 { return float64(s.of(c)) / float64(s.total) }

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
	thick := min((tall-4)/float64(len(sides)), 16)
	top += (tall - thick*float64(len(sides))) / 2
	for i, s := range sides {
		f.Bars = append(f.Bars, bar{f.Left, math.Round(10*(top+thick*float64(i)))/10 + 0.5, x.at(s.share(c)) - f.Left, thick - 1, s.kind,
			fmt.Sprintf("%s: %s of %s %s (%s)", c.Name, count(s.of(c)), count(s.total), s.name, percent(s.of(c), s.total))})
	}
}

func (f *figure) describeBalance(sides []side, hidden int) {
	for _, s := range sides {
		f.Keys = append(f.Keys, s.kind)
	}
	f.Desc = "The share of each class among the given labels and among all labels now."
	if hidden > 0 {
		f.Desc += fmt.Sprintf(" The %d largest classes of %d.", mostBars, mostBars+hidden)
	}
	f.Caption = f.Desc
}
