package console

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// status is what a line of progress tells.
type status struct {
	doing  string        // the phase, in words
	detail string        // what else there is to be told
	known  bool          // whether the share is known
	share  float64       // of the phase that is done
	took   time.Duration // since the phase began
	left   time.Duration // 0: not known
	digits int           // of the percent, behind the point
	rate   float64       // bytes a second; 0: not known
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
		if cells := room - width(text) - width(tail) - 3; s.known && cells >= leastBar {
			return text + bar(s.share, min(cells, barWidth)) + " " + tail
		}
		if text += tail; !s.known && width(text) <= room {
			return text
		}
	}
	// Not even the shortest leaves room for a bar.
	return strings.TrimRight(string([]rune(text)[:min(room, width(text))]), " ")
}

// tails are the words behind the bar, from all to the least.
func (s status) tails() []string {
	took := seconds(s.took)
	if !s.known {
		if s.detail == "" {
			return []string{took}
		}
		return []string{s.detail + ", " + took, took}
	}
	percent := s.percent()
	// When all is done, what follows has no rate.
	if s.left <= 0 || s.share >= 1 {
		return []string{percent + ", " + took, percent}
	}
	left := percent + ", " + seconds(s.left) + " left"
	tails := []string{left, percent}
	// The longest tells what else there is.
	switch {
	case s.rate > 0:
		tails = append([]string{left + ", " + fmt.Sprintf("%.4g MB/s", s.rate/1e6)}, tails...)
	case s.detail != "":
		tails = append([]string{left + ", " + s.detail}, tails...)
	}
	return tails
}

// percent writes the share. Rounding down keeps 100 % for the end.
func (s status) percent() string {
	unit := math.Pow(10, float64(s.digits))
	// A share such as 0.57 is a little less than that in binary.
	return fmt.Sprintf("%.*f %%", s.digits, math.Floor(100*s.share*unit+1e-9)/unit)
}

// digitsFor is how many digits percent have: what takes long has one or two, so that the number changes while one looks
// at it.
func digitsFor(whole time.Duration) int {
	digits := 0
	for ; whole > digitEach && digits < 2; whole /= 10 {
		digits++
	}
	return digits
}

// digitEach is how long a stage takes whose percent change about once a second.
const digitEach = 100 * time.Second

// bar draws how much of something is done.
func bar(share float64, cells int) string {
	// Rounding down keeps the last cell empty until all is done.
	full := int(float64(cells)*share + 1e-9)
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
