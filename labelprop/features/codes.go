package features

import "strings"

// longCode is the number of digits from which on a whole number is a name: float64 cannot tell all of them apart.
const longCode = 16

// IsCode reports whether cells are codes that are written in digits, as postal codes are, and no quantities: digits of
// one width, some of which begin with 0, or 16 digits and more each. Blank cells do not count.
func IsCode(cells []string) bool {
	width, wide, padded, any := 0, true, false, false
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); Blank(cell) {
			continue
		}
		if !digitsOnly(cell) {
			return false
		}
		// One other width, and zeros in front are no part of a code.
		if n := len(cell); !any {
			width = n
		} else if width != n {
			width = -1
		}
		wide = wide && len(cell) >= longCode
		padded = padded || len(cell) > 1 && cell[0] == '0'
		any = true
		if width < 0 && !wide {
			return false
		}
	}
	return any && (wide || padded && width > 0)
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return true
}
