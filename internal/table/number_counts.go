package table

import (
	"regexp"
	"slices"
	"strings"
)

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

var withComma = regexp.MustCompile(`^[-+]?\d*,\d+([eE][-+]?\d+)?$`)
