package table

import "strconv"

// exactPowers are the powers of ten that float64 holds exactly.
var exactPowers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// decimal reads what is a sign, up to 18 digits and a point, if they stand for an integer
// below 2⁵³ over a power of ten: both are exact, so that their quotient is the number that
// strconv.ParseFloat returns. It reports whether it could.
func decimal[T ~string | ~[]byte](s T) (float64, bool) {
	const most = 18
	i, negative := 0, false
	if len(s) > 0 && (s[0] == '-' || s[0] == '+') {
		i, negative = 1, s[0] == '-'
	}
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
	if digits == 0 || n > 1<<53 {
		return 0, false
	}
	v := float64(n)
	if point >= 0 {
		v /= exactPowers[digits-point]
	}
	if negative {
		v = -v
	}
	return v, true
}

// number is strconv.ParseFloat, quicker for what is a few digits.
func number(s string) (float64, error) {
	if v, ok := decimal(s); ok {
		return v, nil
	}
	return strconv.ParseFloat(s, 64)
}
