package table

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// numberFormat is how the numbers of a column are written; the zero value is a plain number with a point.
type numberFormat struct {
	comma  bool   // a decimal comma
	groups string // what separates thousands; empty: nothing
	sign   string // a currency, a percent sign or a unit that every cell has; empty: none
	minus  bool   // brackets, or a minus behind a number, mean that it is negative

	spelled bool // other characters than usual: see respelled
}

// plain returns a number as strconv reads it. Any other text comes back as it is, or is no number either.
func (f *numberFormat) plain(cell string) string {
	if *f == (numberFormat{}) {
		return cell
	}
	s := strings.TrimSpace(cell)
	if f.spelled {
		s = respelled(s)
	}
	if f.minus {
		s, _ = bracketed(s)
	}
	if f.sign != "" {
		s = withoutSign(s, f.sign)
	}
	if f.groups != "" {
		// Only where thousands stand: 1,23 is no number with groups.
		if !grouped(f.groups, f.comma).MatchString(s) {
			return f.point(s)
		}
		s = strings.ReplaceAll(s, f.groups, "")
	}
	return f.point(s)
}

// point replaces the first comma, if it is a decimal one: 1,234,5 is no number.
func (f *numberFormat) point(s string) string {
	if f.comma {
		return strings.Replace(s, ",", ".", 1)
	}
	return s
}

// groupings are what separates thousands but for comma and point: blanks of four kinds, and two apostrophes.
var groupings = []string{" ", "\u00a0", "\u202f", "\u2009", "'", "\u2019"}

// groupedBy matches, by what separates thousands and then decimals. It is made when it is first asked for: most tables
// have no such numbers, and sixteen expressions take longer than all else when the command starts.
var groupedBy = sync.OnceValue(func() map[string]*regexp.Regexp {
	all := map[string]*regexp.Regexp{}
	for _, g := range append([]string{",", "."}, groupings...) {
		for _, comma := range []string{",", "."} {
			// Three digits each, or as in India two, but for the last three.
			q := regexp.QuoteMeta(g)
			all[g+comma] = regexp.MustCompile(`^[-+]?[1-9](\d{0,2}(` + q + `\d{3})+|\d?(` + q + `\d\d)+` + q +
				`\d{3})(` + regexp.QuoteMeta(comma) + `\d+)?$`)
		}
	}
	return all
})

// grouped matches numbers with groups of three digits.
func grouped(groups string, comma bool) *regexp.Regexp {
	if comma {
		return groupedBy()[groups+","]
	}
	return groupedBy()[groups+"."]
}

// Plain returns a cell of a column as a number with a point and nothing else, if it is one.
func (t *Table) Plain(col int, cell string) string {
	switch s := t.store.(type) {
	case *rows:
		return s.point(col, cell)
	case *selected:
		return s.of.Plain(s.cols[col], cell)
	case *lacking:
		if r, is := s.store.(*rows); is && col < s.col {
			return r.point(col, cell)
		}
	}
	return cell
}

// DecimalComma reports whether numbers have a decimal comma.
func (t *Table) DecimalComma() bool { return t.decimalComma }

// withDecimals returns added columns of numbers with the decimal comma of the table.
func (t *Table) withDecimals(added []Added) []Added {
	if !t.decimalComma {
		return added
	}
	// The columns belong to the caller: change copies.
	all := slices.Clone(added)
	for k, a := range all {
		if a.Type != Real {
			continue
		}
		all[k].Values = slices.Clone(a.Values)
		for i, v := range a.Values {
			if _, err := strconv.ParseFloat(v, 64); err == nil {
				all[k].Values[i] = strings.Replace(v, ".", ",", 1)
			}
		}
	}
	return all
}
