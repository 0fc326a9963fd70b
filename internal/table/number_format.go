package table

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numberFormat is how the numbers of a column are written; the zero value is a plain number with a point.
type numberFormat struct {
	comma  bool   // a decimal comma
	groups string // what separates thousands; empty: nothing
	sign   string // a currency or percent sign that every cell has; empty: none
}

// plain returns a number as strconv reads it. Any other text comes back as it is, or is no number either.
func (f *numberFormat) plain(cell string) string {
	if *f == (numberFormat{}) {
		return cell
	}
	s := strings.TrimSpace(cell)
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

// withoutSign takes a sign off either end of a number; it may stand behind a minus.
func withoutSign(s, sign string) string {
	// -$5 and $-5 are both in use.
	minus := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		minus, s = s[:1], s[1:]
	}
	if rest, found := strings.CutPrefix(s, sign); found && sign != "%" {
		return minus + strings.TrimSpace(rest)
	}
	if rest, found := strings.CutSuffix(s, sign); found {
		return minus + strings.TrimSpace(rest)
	}
	return minus + s
}

// signs are those of currencies, and of percent.
var signs = []string{"%", "$", "€", "£", "¥", "₹"}

// signOf returns the sign at an end of a number, or "".
func signOf(s string) string {
	for _, sign := range signs {
		if strings.Contains(s, sign) && withoutSign(s, sign) != s {
			return sign
		}
	}
	return ""
}

// groupings are what separates thousands but for comma and point: blanks of three kinds, and an apostrophe.
var groupings = []string{" ", "\u00a0", "\u202f", "'"}

var groupedBy = map[string]*regexp.Regexp{}

func init() {
	for _, g := range append([]string{",", "."}, groupings...) {
		for _, comma := range []string{",", "."} {
			groupedBy[g+comma] = regexp.MustCompile(`^[-+]?[1-9]\d{0,2}(` + regexp.QuoteMeta(g) + `\d{3})+(` +
				regexp.QuoteMeta(comma) + `\d+)?$`)
		}
	}
}

// grouped matches numbers with groups of three digits.
func grouped(groups string, comma bool) *regexp.Regexp {
	if comma {
		return groupedBy[groups+","]
	}
	return groupedBy[groups+"."]
}

var withComma = regexp.MustCompile(`^[-+]?\d*,\d+([eE][-+]?\d+)?$`)

// numberCounts are of the cells of a column that are not empty, by how they are written.
type numberCounts struct {
	points  int // 3.5, and 1.234, which may be grouped
	decimal int // 3,5: a comma that cannot separate thousands
	maybe   int // 112,060: decimals or thousands
	commas  int // 1,234,567 or 1,234.5: commas that separate thousands
	dots    int // 1.234.567 or 1.234,5
	dotted  int // of points: those that could be grouped
	blank   string
	sign    string
	signed  int
	filled  int
	numbers int // all of the above, and whole numbers
	mixed   bool
	example string
}

// observe counts a cell.
func (c *numberCounts) observe(cell string) {
	s := strings.TrimSpace(cell)
	if isBlank(s) {
		return
	}
	c.filled++
	// Most cells are plain whole numbers or plain texts.
	if len(s) > 40 || !strings.ContainsAny(s, "0123456789") {
		return
	}
	if sign := signOf(s); sign != "" {
		c.mixed = c.mixed || c.sign != "" && c.sign != sign
		c.sign, s = sign, withoutSign(s, sign)
		c.signed++
	}
	for _, g := range groupings {
		if strings.Contains(s, g) && (grouped(g, true).MatchString(s) || grouped(g, false).MatchString(s)) {
			c.mixed = c.mixed || c.blank != "" && c.blank != g
			c.blank, s = g, strings.ReplaceAll(s, g, "")
		}
	}
	c.digits(s)
}

// digits counts a number without sign and blanks.
func (c *numberCounts) digits(s string) {
	comma := grouped(",", false).MatchString(s)
	c.numbers++
	switch {
	case comma && (strings.Count(s, ",") > 1 || strings.Contains(s, ".")):
		c.commas++
	case comma:
		c.maybe++
		c.example = s
	case withComma.MatchString(s):
		c.decimal++
	case grouped(".", true).MatchString(s) && (strings.Count(s, ".") > 1 || strings.Contains(s, ",")):
		c.dots++
	case !isNumber(s):
		c.numbers--
	case strings.Contains(s, "."):
		c.points++
		if grouped(".", true).MatchString(s) {
			c.dotted++
		}
	}
}

// findFormats finds out how the numbers of each column are written, and adds notes.
func (r *rows) findFormats(t *Table, d dialect) {
	// First count how the cells of each column are written, then decide for all of them.
	all := make([]numberCounts, len(t.Header))
	for _, row := range r.cells {
		for j, cell := range row {
			// A plain number without a point says nothing.
			if _, ok := decimal(cell); ok && strings.IndexByte(cell, '.') < 0 {
				all[j].filled++
				all[j].numbers++
				continue
			}
			all[j].observe(cell)
		}
	}
	comma := d.decimal == ',' || d.decimal == 0 && d.comma != ',' && allCommas(all)
	r.formats = make([]numberFormat, len(all))
	var found [6][]string
	for j := range all {
		name := oneLine(strings.TrimSpace(t.Header[j]))
		f, what := all[j].format(comma, d)
		if r.formats[j] = f; contains(d.texts, name) {
			continue // it is no number, whatever it looks like
		}
		switch {
		case what != "":
			found[4] = append(found[4], name+" ("+what+")")
		case f.sign != "":
			found[2] = append(found[2], name+" ("+f.sign+")")
		case f.groups != "":
			found[1] = append(found[1], name)
			if f.groups == "," && d.decimal == 0 && all[j].commas+all[j].points == 0 {
				found[3] = append(found[3], name)
			}
		case d.comma == ';' && d.decimal == 0 && all[j].isNumeric() && all[j].points > 0 &&
			all[j].points == all[j].dotted:
			found[5] = append(found[5], name)
		case f.comma && d.decimal == 0 && all[j].decimal+all[j].maybe > 0:
			found[0] = append(found[0], name)
		}
	}
	r.decimalComma, t.decimalComma = comma, comma
	for k, text := range []string{
		"numbers have a decimal comma: ", "thousands are separated: ", "the sign of each number is left out: ",
		"a comma before three digits separates thousands (--decimal comma if it does not): ",
		"not read as numbers: ",
		"a point before three digits is read as a decimal point (--decimal comma if it separates thousands): ",
	} {
		if found[k] != nil {
			t.Notes = append(t.Notes, text+list(found[k]))
		}
	}
}

// allCommas reports whether all decimals of a table have a comma: in a column of numbers only, some cell has one that
// cannot be anything else, and no cell has a point that can be nothing else.
func allCommas(all []numberCounts) bool {
	commas := slices.ContainsFunc(all, func(c numberCounts) bool {
		return c.numbers == c.filled && c.decimal+c.dots > 0
	})
	points := slices.ContainsFunc(all, func(c numberCounts) bool {
		return c.isNumeric() && (c.commas > 0 || c.points > c.dotted || c.points > 0 && c.dots == 0)
	})
	return commas && !points
}

// isNumeric reports whether half of the cells are numbers, as for features.
func (c *numberCounts) isNumeric() bool { return c.filled > 0 && 2*c.numbers >= c.filled }

// format returns how the numbers of a column are written, and what is in the way of reading it so.
func (c *numberCounts) format(comma bool, d dialect) (f numberFormat, problem string) {
	f.comma = comma
	if !c.isNumeric() {
		return f, ""
	}
	switch {
	case c.mixed || c.sign != "" && c.signed < c.filled:
		return f, "some cells have a sign that others have not"
	// Where decimals have a comma, a point separates thousands, unless some cells have it elsewhere.
	case comma && (c.dots > 0 || c.points > 0 && c.points == c.dotted):
		f.groups = "."
	case !comma && c.decimal == 0 && c.commas > 0:
		f.groups = ","
	case !comma && c.decimal == 0 && c.maybe > 0:
		// Where commas do not separate cells they may be decimal ones.
		if d.comma != ',' && c.points == 0 && d.decimal == 0 {
			return f, c.example + " has a decimal comma or one of thousands: say --decimal comma or point"
		}
		f.groups = ","
	case c.blank != "":
		f.groups = c.blank
	}
	if c.blank != "" && f.groups != c.blank {
		return f, "thousands are separated in two ways"
	}
	f.sign = c.sign
	return f, ""
}

// Plain returns a cell of a column as a number with a point and nothing else, if it is one.
func (t *Table) Plain(col int, cell string) string {
	if r, ok := t.store.(*rows); ok {
		return r.point(col, cell)
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
