package console

import (
	"fmt"
	"strings"
	"time"
)

// amount is how much of something is done; total 0: that is not known.
type amount struct {
	done, total int64
	unit        string
}

// status is what a line of progress tells.
type status struct {
	doing  string // the phase, in words
	detail string // how far it is, where there is no amount
	amount amount
	took   time.Duration // since the phase began
	rate   float64       // units a second; 0: not known
	left   time.Duration // at that rate
}

// Sizes of a line, in columns.
const (
	indent   = 10 // as in lines with a name
	barWidth = 30 // at most
	leastBar = 8
)

// line writes the status in one line that is shorter than a terminal of some columns: a terminal goes to the next
// line after its last column.
func (s status) line(columns int) string {
	room := max(columns-1, 0)
	// A narrow terminal has no room for the column of names.
	before := strings.Repeat(" ", indent)
	if columns < 60 {
		before = ""
	}
	// The first of several texts that fits, the longest first.
	var text string
	for _, tail := range s.tails() {
		text = before + s.doing + " "
		// The bar has what the words leave.
		if cells := room - width(text) - width(tail) - 3; s.amount.total > 0 && cells >= leastBar {
			return text + bar(s.amount, min(cells, barWidth)) + " " + tail
		}
		if text += tail; s.amount.total <= 0 && width(text) <= room {
			return text
		}
	}
	// Not even the shortest leaves room for a bar.
	return strings.TrimRight(string([]rune(text)[:min(room, width(text))]), " ")
}

// tails are the words behind the bar, from all to the least.
func (s status) tails() []string {
	took := seconds(s.took)
	if s.amount.total <= 0 {
		if s.detail == "" {
			return []string{took}
		}
		return []string{s.detail + ", " + took, took}
	}
	// Rounding down keeps 100 % for the end.
	percent := fmt.Sprintf("%d %%", 100*s.amount.done/s.amount.total)
	tails := []string{percent + ", " + took, percent}
	// When all is done, what follows has no rate.
	if s.rate > 0 && s.amount.done < s.amount.total {
		left := percent + ", " + seconds(s.left) + " left"
		tails = append([]string{left + ", " + quantity(int64(s.rate), s.amount.unit) + "/s", left}, percent)
	}
	return tails
}

// bar draws how much of something is done.
func bar(a amount, cells int) string {
	// Rounding down keeps the last cell empty until all is done.
	full := int(int64(cells) * a.done / max(a.total, 1))
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", cells-full) + "]"
}

// width is how many columns a text takes: all that is shown has one a rune.
func width(text string) int { return len([]rune(text)) }

// seconds writes a time that is looked at while it passes.
func seconds(d time.Duration) string {
	if d = d.Round(time.Second); d < time.Minute {
		return fmt.Sprintf("%d s", int(d.Seconds()))
	}
	return d.String()
}

// quantity writes a number with its unit, bytes as MB.
func quantity(n int64, unit string) string {
	if unit != "bytes" {
		return fmt.Sprintf("%d %s", n, unit)
	}
	return fmt.Sprintf("%.4g MB", float64(n)/1e6)
}
