package table

import (
	"regexp"
	"strings"
	"unicode"
)

// fortran matches numbers with the exponent of a double of Fortran: 1.5D+03.
var fortran = regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)[dD][-+]?\d{1,3}$`)

// respelled returns a number that is written with other characters than usual with the usual ones: full-width and other
// digits, invisible characters, quotes of programs that know no double ones, an apostrophe of a spreadsheet in front,
// the exponent of Fortran. Any other text comes back as it is.
func respelled(s string) string {
	if plainBytes(s) {
		return s
	}
	spelled := strings.Map(usualCharacter, s)
	spelled = strings.TrimSpace(spelled)
	// ="1.5" keeps a spreadsheet from reading a number.
	if inner, found := strings.CutPrefix(spelled, `="`); found && strings.HasSuffix(inner, `"`) {
		spelled = strings.TrimSuffix(inner, `"`)
	}
	// An apostrophe in front keeps a spreadsheet from computing; a pair are quotes.
	if rest, found := strings.CutPrefix(spelled, "'"); found {
		spelled = strings.TrimSpace(strings.TrimSuffix(rest, "'"))
	}
	if fortran.MatchString(spelled) {
		spelled = strings.Map(func(r rune) rune {
			if r == 'd' || r == 'D' {
				return 'e'
			}
			return r
		}, spelled)
	}
	if spelled == "" || !strings.ContainsAny(spelled, "0123456789") {
		return s
	}
	return spelled
}

// plainBytes reports whether a text has none of these characters: nearly all cells.
func plainBytes(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || c == '\'' || c == '=' || c == 'd' || c == 'D' {
			return false
		}
	}
	return true
}

// usualCharacter returns the digit or mark that a character means; -1 for one that is not seen.
func usualCharacter(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r == '\ufeff', r >= '\u200b' && r <= '\u200f', r == '\u2060':
		return -1
	case r == '\uff0e', r == '\u066b':
		return '.'
	case r == '\uff0c':
		return ','
	// Dashes of all kinds, which word processors make of a minus.
	case r == '\uff0d', r == '\ufe63', r == '\u2212', r >= '\u2010' && r <= '\u2014':
		return '-'
	case unicode.IsDigit(r):
		return '0' + digitOf(r)
	}
	return r
}

// digitOf is the value of a digit of any script. Ranges of digits begin with zero, and hold ten each, or several tens.
func digitOf(r rune) rune {
	for _, of := range unicode.Nd.R16 {
		if rune(of.Lo) <= r && r <= rune(of.Hi) {
			return (r - rune(of.Lo)) % 10
		}
	}
	for _, of := range unicode.Nd.R32 {
		if rune(of.Lo) <= r && r <= rune(of.Hi) {
			return (r - rune(of.Lo)) % 10
		}
	}
	return 0
}
