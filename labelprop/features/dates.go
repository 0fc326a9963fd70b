package features

import (
	"slices"
	"strings"
	"time"
)

// days are the forms of a day in digits, behind which a time may stand. Day and month come in either order.
var days = []string{
	"2006-1-2", "2006/1/2", "2006.1.2", "2006-01", "20060102",
	"2/1/2006", "1/2/2006", "2.1.2006", "2-1-2006", "1-2-2006",
	"2/1/06", "1/2/06", "2.1.06",
}

// otherForms are the other forms of a day, and those of times, behind which nothing stands.
var otherForms = []string{
	"2 Jan 2006", "2 January 2006", "2-Jan-2006", "2-Jan-06", "Jan 2, 2006", "January 2, 2006", "Jan 2 2006",
	"Jan 2006", "January 2006", "2Jan2006", "2Jan06", "2006年1月2日", "2006年1月2日 15:04:05",
	"Mon, 2 Jan 2006", "Monday, January 2, 2006",
	time.RFC3339, time.RFC1123, time.RFC1123Z, time.ANSIC, time.UnixDate,
	"15:04", "15:04:05", "3:04 PM", "3:04PM",
}

// clocks are the forms of a time behind a day, after a blank or a T.
var clocks = []string{"15:04", "15:04:05", "15:04:05Z07:00", "3:04 PM", "3:04:05 PM", "15:04:05 -0700", "15:04:05 MST"}

// daysAndTimes are all forms of days and times that are known.
var daysAndTimes = func() []string {
	all := slices.Concat(days, otherForms)
	for _, day := range days {
		for _, clock := range clocks {
			all = append(all, day+" "+clock, day+"T"+clock)
		}
	}
	return all
}()

// isDate reports whether a cell is a day or a time.
func isDate(cell string) bool { return formOf(cell) != "" }

// formOf returns the form of a day or a time, empty if the cell is none.
func formOf(cell string) string {
	// Words and long texts take no time.
	if len(cell) < 4 || len(cell) > 40 || !strings.ContainsAny(cell, "0123456789") {
		return ""
	}
	for _, form := range daysAndTimes {
		if _, err := time.Parse(form, cell); err == nil {
			return form
		}
	}
	return ""
}

// dateNumber returns a day or a time as a number of days since 1970, by one of some forms.
func dateNumber(cell string, forms []string) (days float64, ok bool) {
	for _, form := range forms {
		if when, err := time.Parse(form, cell); err == nil {
			return float64(when.Unix()) / (24 * 60 * 60), true
		}
	}
	return 0, false
}

// formsOf returns the forms that some cells have, those of most cells first: so 3/4 is a day of March or of April by
// what the other cells say.
func formsOf(cells []string) []string {
	count := map[string]int{}
	for _, cell := range cells {
		for _, form := range daysAndTimes {
			if _, err := time.Parse(form, strings.TrimSpace(cell)); err == nil {
				count[form]++
			}
		}
	}
	forms := slices.DeleteFunc(slices.Clone(daysAndTimes), func(form string) bool { return count[form] == 0 })
	slices.SortStableFunc(forms, func(a, b string) int { return count[b] - count[a] })
	return forms
}
