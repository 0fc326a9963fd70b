package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/summary"
)

// labelled returns how many rows have a class.
func labelled(classes []summary.Class) int {
	sum := 0
	for _, c := range classes {
		sum += c.Predicted
	}
	return sum
}

// interval writes an estimate with its interval.
func interval(i *summary.Interval) string {
	return fmt.Sprintf("%.3f (95 %%: %.3f to %.3f)", float64(i.Value), float64(i.Low), float64(i.High))
}

// rounded writes a share to a tenth of a percent, without a 0 at its end.
func rounded(share float64) string {
	return strconv.FormatFloat(math.Round(1000*share)/10, 'f', -1, 64) + " %"
}

// count writes a number with a comma every three digits.
func count(n int) string {
	s := strconv.Itoa(n)
	// From the right; a minus sign is no digit.
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural writes a number and a word, with an s unless it is 1.
func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return count(n) + " " + word
}

// percent writes a share. It is 0 % or 100 % only for none or all: near these, more digits are written.
func percent(part, of int) string {
	if of == 0 {
		return "–"
	}
	s := 100 * float64(part) / float64(of)
	switch {
	case part == 0 || part == of:
		return fmt.Sprintf("%.0f %%", s)
	case s < 1:
		// Two digits, wherever they begin.
		return fmt.Sprintf("%.2g %%", s)
	case s > 99.9:
		// Rounding must not make 100 % of it.
		return fmt.Sprintf("%.3f %%", min(s, 99.999))
	}
	return fmt.Sprintf("%.1f %%", s)
}

// four writes a number with four decimals.
func four(n summary.Number) string {
	switch v := float64(n); {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 0):
		return strings.TrimPrefix(fmt.Sprintf("%c∞", "+-"[b2i(v < 0)]), "+")
	default:
		return strconv.FormatFloat(v, 'f', 4, 64)
	}
}

// b2i is 1 for true.
func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// seconds writes a time.
func seconds(took time.Duration) string {
	s := took.Seconds()
	if s < 1 {
		return fmt.Sprintf("%.0f ms", 1000*s)
	}
	return fmt.Sprintf("%.1f s", s)
}

// stageShare is the part of the time that a stage took, in percent.
func stageShare(s summary.Stage, all summary.Stages) string {
	if total := all.Total(); total > 0 {
		return fmt.Sprintf("%.1f", 100*s.Took.Seconds()/total.Seconds())
	}
	return "0"
}

// short cuts the middle out of a name that is too long for a figure.
func short(name string, most int) string {
	if utf8.RuneCountInString(name) <= most {
		return name
	}
	// The beginning gets the odd character: it tells more than the end.
	all := []rune(name)
	end := (most - 1) / 2
	return string(all[:most-1-end]) + "…" + string(all[len(all)-end:])
}

// median returns the middle value, the upper one of two.
func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	// The values themselves stay in their order.
	sorted := slices.Sorted(slices.Values(v))
	return sorted[len(sorted)/2]
}

// mostParts is the number of components listed one by one.
const mostParts = 12

// headParts returns the components that are listed one by one.
func headParts(all []summary.Part) []summary.Part { return all[:min(len(all), mostParts)] }

// restOfParts returns the sums over the components that are not listed, nil if all are.
func restOfParts(all []summary.Part) *rest {
	if len(all) <= mostParts {
		return nil
	}
	// Components without a given label keep their rows unlabelled: how many there are is told.
	r := &rest{Parts: len(all) - mostParts}
	for _, p := range all[mostParts:] {
		r.Rows += p.Rows
		r.Given += p.Given
		if p.Given == 0 {
			r.Unreachable++
		}
	}
	return r
}

// rest sums up the components that are not listed.
type rest struct{ Parts, Rows, Given, Unreachable int }

// mostClasses is the number of classes that tables list.
const mostClasses = 60

// someOf returns the first ones, as many as a table lists.
func someOf[T any](all []T) []T { return all[:min(len(all), mostClasses)] }

// listed joins names: the first eight, and how many more there are.
func listed(names []string) string {
	const most = 8
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
