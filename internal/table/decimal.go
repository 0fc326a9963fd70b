package table

import (
	"strconv"
	"strings"
)

// exactPowers are the powers of ten that float64 holds exactly.
var exactPowers = [...]float64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
}

// decimal reads a number of an optional sign, up to 18 digits and an optional point, if its digits are an integer of at
// most 2⁵³. Integer and power of ten are exact float64, so their quotient is the number that strconv.ParseFloat
// returns. It reports whether it could read the number.
func decimal[T ~string | ~[]byte](s T) (float64, bool) {
	const most = 18
	// An optional sign.
	i, negative := 0, false
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		i, negative = 1, s[0] == '-'
	}
	// Collect up to 18 digits in an integer, and remember where the point is.
	n, digits, point := int64(0), 0, -1
	for ; i < len(s); i++ {
		digit := s[i] - '0'
		switch {
		case digit <= 9 && digits < most:
			n = 10*n + int64(digit)
			digits++
		case s[i] == '.' && point < 0:
			point = digits
		default:
			return 0, false
		}
	}
	// A larger integer might not be a float64: leave it to the standard library.
	if digits == 0 || n > 1<<53 {
		return 0, false
	}
	v := float64(n)
	if point >= 0 {
		// One division of two exact numbers is rounded once, and so gives the nearest float64.
		v /= exactPowers[digits-point]
	}
	if negative {
		v = -v
	}
	return v, true
}

// minus is the minus sign of Unicode, which stands in numbers that were copied from a page.
const minus = "\u2212"

// number is strconv.ParseFloat, but faster for short decimals, and with the minus sign of Unicode.
func number(s string) (float64, error) {
	if v, ok := decimal(s); ok {
		return v, nil
	}
	if rest, found := strings.CutPrefix(s, minus); found && rest != "" && rest[0]-'0' <= 9 {
		v, err := number(rest)
		return -v, err
	}
	return strconv.ParseFloat(s, 64)
}
