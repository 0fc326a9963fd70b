package table

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// numberCounts are of the cells of a column that are not empty, by how they are written.
type numberCounts struct {
	points  int // 3.5, and 1.234, which may be grouped
	decimal int // 3,5: a comma that cannot separate thousands
	long    int // of decimal: with two digits behind the comma, or more
	maybe   int // 112,060: decimals or thousands
	commas  int // 1,234,567 or 1,234.5: commas that separate thousands
	dots    int // 1.234.567 or 1.234,5
	dotted  int // of points: those that could be grouped
	blank   string
	sign    string
	signed  int
	filled  int
	numbers int    // all of the above, and whole numbers
	mixed   bool   // thousands are separated in several ways
	other   string // a sign that differs from the first one
	minus   bool   // brackets, or a minus behind a number
	spelled string // a number with other characters than usual
	example string
}

// observe counts a cell.
func (c *numberCounts) observe(cell string) {
	s := strings.TrimSpace(cell)
	if isBlank(s) {
		return
	}
	c.filled++
	usual := respelled(s)
	odd := usual != s && !strings.HasPrefix(s, minus)
	if s = usual; isBlank(s) {
		return
	}
	// Most cells are plain whole numbers or plain texts.
	if len(s) > 40 || !strings.ContainsAny(s, "0123456789") {
		return
	}
	written := cell
	s, minus := bracketed(s)
	sign := signOf(s)
	if sign != "" {
		s = withoutSign(s, sign)
	}
	blank := ""
	for _, g := range groupings {
		if strings.Contains(s, g) && (grouped(g, true).MatchString(s) || grouped(g, false).MatchString(s)) {
			blank, s = g, strings.ReplaceAll(s, g, "")
			break
		}
	}
	// What is written around digits counts if these are a number.
	if !c.digits(s) {
		return
	}
	if sign != "" {
		c.addSign(sign)
	}
	if odd && c.spelled == "" {
		c.spelled = strings.TrimSpace(written)
	}
	c.mixed = c.mixed || blank != "" && c.blank != "" && c.blank != blank
	c.blank = cmp.Or(blank, c.blank)
	c.minus = c.minus || minus
}

// addSign counts a number with a sign or a unit.
func (c *numberCounts) addSign(sign string) {
	c.signed++
	if c.sign == "" {
		c.sign = sign
	}
	if c.sign != sign {
		c.other = sign
	}
}

// digits counts a number without sign and blanks; it reports whether this is one.
func (c *numberCounts) digits(s string) bool {
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
		if longComma.MatchString(s) {
			c.long++
		}
	case grouped(".", true).MatchString(s) && (strings.Count(s, ".") > 1 || strings.Contains(s, ",")):
		c.dots++
	case !isNumber(s):
		c.numbers--
		return false
	case strings.Contains(s, "."):
		c.points++
		if grouped(".", true).MatchString(s) {
			c.dotted++
		}
	}
	return true
}

// isNumeric reports whether half of the cells are numbers, as for features.
func (c *numberCounts) isNumeric() bool { return c.filled > 0 && 2*c.numbers >= c.filled }

// format returns how the numbers of a column are written, and what is in the way of reading it so.
func (c *numberCounts) format(comma bool, d dialect) (f numberFormat, problem string) {
	comma = comma || d.decimal == 0 && c.onlyCommas()
	f.comma = comma
	if !c.isNumeric() {
		return f, ""
	}
	switch {
	case c.sign != "" && (c.other != "" || c.signed < c.filled):
		return f, c.signProblem()
	case c.mixed:
		return f, "thousands are separated in two ways"
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
	f.sign, f.minus, f.spelled = c.sign, c.minus, c.spelled != ""
	return f, ""
}

// onlyCommas reports whether all cells of a column are numbers, most of them with a decimal comma, and some of them
// such that the comma cannot be anything else: not one that separates answers, as in 1,2. Where commas separate cells,
// too, this is asked of each column.
func (c *numberCounts) onlyCommas() bool {
	most := 2*(c.decimal+c.maybe+c.dots) >= c.filled
	return c.numbers == c.filled && c.long+c.dots > 0 && most && c.commas == 0 && c.points == 0
}

// signProblem tells why signs are in the way; nothing where they are parts of codes, as in 12a and 12b.
func (c *numberCounts) signProblem() string {
	// Where few cells have one, they are words among numbers.
	if 2*c.signed < c.filled {
		return ""
	}
	for _, sign := range []string{c.sign, c.other} {
		// With a letter behind, a number may be that of a house or a seat.
		letter := utf8.RuneCountInString(sign) == 1 && !strings.Contains("%$€£¥₹kKMBT", sign)
		if sign != "" && slices.Contains(ordinals, sign) || letter {
			return ""
		}
	}
	if c.other != "" {
		return "some cells have " + quote(c.sign) + ", others " + quote(c.other)
	}
	return "some cells have " + quote(c.sign) + " that others have not"
}

// allCommas reports whether all decimals of a table have a comma: in a column of numbers only, some cell has one that
// cannot be anything else, and no cell has a point that can be nothing else.
func allCommas(all []numberCounts) bool {
	commas := slices.ContainsFunc(all, func(c numberCounts) bool {
		return c.numbers == c.filled && c.decimal+c.dots > 0
	})
	// Where a point separates thousands for certain in some column, it may do so in others.
	grouped := slices.ContainsFunc(all, func(c numberCounts) bool { return c.numbers == c.filled && c.dots > 0 })
	points := slices.ContainsFunc(all, func(c numberCounts) bool {
		return c.isNumeric() && (c.commas > 0 || c.points > c.dotted || c.points > 0 && c.dots == 0 && !grouped)
	})
	return commas && !points
}

var withComma = regexp.MustCompile(`^[-+]?\d*,\d+([eE][-+]?\d+)?$`)

// longComma matches those with two digits behind the comma, or more.
var longComma = regexp.MustCompile(`,\d\d`)
