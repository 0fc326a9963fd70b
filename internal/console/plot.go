package console

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/labelprop"
)

// plotWidth is the most columns of a plot, plotHeight the lines of one curve.
const (
	plotWidth  = 60
	plotHeight = 5
)

// Plot draws the log loss and the accuracy of candidates over one number: a column for each, or for as many as
// fit, with the best among them. A quiet console draws nothing.
func (c *Console) Plot(name string, x []float64, all []labelprop.Tuned) {
	if c.options.Quiet {
		return
	}
	var drawn strings.Builder
	plot(&drawn, name, x, all)
	c.print(drawn.String())
}

// plot draws the two curves one below the other, and an arrow at the candidate with the least log loss.
func plot(w io.Writer, name string, x []float64, all []labelprop.Tuned) {
	best := 0
	loss, right := make([]float64, len(all)), make([]float64, len(all))
	for i, t := range all {
		loss[i], right[i] = t.LogLoss, t.Accuracy
		if t.LogLoss < all[best].LogLoss {
			best = i
		}
	}
	shown := columnsOf(len(all), best)
	fmt.Fprintf(w, "\nlog loss by %s\n", name)
	bars(w, picked(loss, shown))
	fmt.Fprintf(w, "accuracy by %s\n", name)
	bars(w, picked(right, shown))
	// Few columns are drawn wider, see bars; the arrow stands below the first character of the best one.
	wide := max(4/len(shown), 1)
	marks, legend := marksOf(all, shown, best, wide)
	fmt.Fprintf(w, "%8s   %s\n", "", marks)
	fmt.Fprintf(w, "%8s   %g to %g, best: %g%s\n\n", name, x[0], x[len(x)-1], x[best], legend)
}

// marksOf marks the best of the columns shown by ^, and those that are interpolated by ~.
func marksOf(all []labelprop.Tuned, shown []int, best, wide int) (marks, legend string) {
	var b strings.Builder
	for _, i := range shown {
		mark := " "
		switch {
		case i == best:
			mark = "^"
		case all[i].Interpolated:
			mark, legend = "~", "; ~ interpolated"
		}
		b.WriteString(mark + strings.Repeat(" ", wide-1))
	}
	return strings.TrimRight(b.String(), " "), legend
}

// columnsOf returns which of n to show: all, or as many as fit, best among them.
func columnsOf(n, best int) []int {
	var shown []int
	for c := range min(n, plotWidth) {
		// Evenly spaced, the first and the last among them.
		i := c
		if n > plotWidth {
			i = c * (n - 1) / (plotWidth - 1)
		}
		shown = append(shown, i)
	}
	// If the best is not among them, it takes the place of the one before it.
	if at, ok := slices.BinarySearch(shown, best); !ok {
		shown[max(at-1, 0)] = best
	}
	return shown
}

// picked returns the values at some places.
func picked(all []float64, which []int) []float64 {
	some := make([]float64, len(which))
	for i, k := range which {
		some[i] = all[k]
	}
	return some
}

// eighths fill a cell from below.
var eighths = []rune(" ▁▂▃▄▅▆▇█")

// bars draws one column for each value, between the least and the largest of them.
func bars(w io.Writer, v []float64) {
	// Lines are written from the top. A column is made of cells of eight steps each.
	low, high := slices.Min(v), slices.Max(v)
	for line := plotHeight - 1; line >= 0; line-- {
		var b strings.Builder
		for _, y := range v {
			// The height in steps: 1 for the least value, all for the largest, half if all values are equal.
			full := 8 * plotHeight / 2
			if high > low {
				full = 1 + int((y-low)/(high-low)*float64(8*plotHeight-1)+0.5)
			}
			// What the lines below leave over fills this cell.
			b.WriteString(strings.Repeat(string(eighths[min(max(full-8*line, 0), 8)]), max(4/len(v), 1)))
		}
		// The axis shows the largest and the least value.
		mark := ""
		switch line {
		case plotHeight - 1:
			mark = fmt.Sprintf("%.4g", high)
		case 0:
			mark = fmt.Sprintf("%.4g", low)
		}
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%8s | %s", mark, &b), " "))
	}
}
