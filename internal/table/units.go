package table

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// currencies stand before a number or behind it; a letter before one is part of a code, unless it is of these.
var currencies = []string{"$", "€", "£", "¥", "₹", "US$", "R$", "C$", "A$", "HK$", "Rs", "Rs.", "kr", "kr.", "Fr.",
	"zł", "Kč", "₽", "₩", "₺", "₪", "฿", "₫", "₴", "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "AUD", "CAD", "SEK",
	"NOK", "DKK", "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR", "KRW", "RUB", "TRY", "SGD", "HKD", "NZD"}

// longestUnit is the number of letters that a unit behind a number has at most.
const longestUnit = 10

// withoutSign takes a sign off either end of a number; it may stand behind a minus.
func withoutSign(s, sign string) string {
	// -$5 and $-5 are both in use.
	minus, rest := cutMinus(s)
	if after, found := strings.CutPrefix(rest, sign); found && slices.Contains(currencies, sign) {
		return minus + strings.TrimSpace(after)
	}
	if before, found := strings.CutSuffix(rest, sign); found {
		return minus + strings.TrimSpace(before)
	}
	return s
}

// cutMinus cuts the sign of a number off.
func cutMinus(s string) (minus, rest string) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[:1], s[1:]
	}
	if rest, found := strings.CutPrefix(s, "\u2212"); found {
		return "-", rest
	}
	return "", s
}

// signOf returns the currency before a number, or what stands behind it: a currency, %, or letters such as kg.
func signOf(s string) string {
	_, rest := cutMinus(s)
	if rest == "" || isDigit(rest[0]) && isDigit(rest[len(rest)-1]) {
		return ""
	}
	// What stands before the first digit.
	if i := strings.IndexFunc(rest, partOfNumber); i > 0 {
		// A minus may stand behind it, as in $-5.
		if sign := strings.TrimRight(rest[:i], "+- "); slices.Contains(currencies, sign) {
			return sign
		}
		return ""
	}
	// What stands behind the last digit.
	i := strings.LastIndexFunc(rest, partOfNumber)
	if i < 0 {
		return ""
	}
	if i++; rest[i-1] == '.' && i == len(rest) {
		return ""
	}
	sign := strings.TrimSpace(rest[i:])
	if utf8.RuneCountInString(sign) > longestUnit || strings.ContainsFunc(sign, notOfUnit) {
		return ""
	}
	return sign
}

func partOfNumber(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' }

// notOfUnit reports whether a character is part of no unit: units are letters, signs, and what joins them.
func notOfUnit(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) && !strings.ContainsRune("%‰°/²³·^µ\"'′″.", r)
}

// ordinals are no units: 1st, 2nd.
var ordinals = []string{"st", "nd", "rd", "th", "e", "er", "ème", "."}

// bracketed returns a number that accountants write in brackets, or with a minus behind it, with a minus before it.
func bracketed(s string) (string, bool) {
	inner, open := strings.CutPrefix(s, "(")
	if inner, closed := strings.CutSuffix(inner, ")"); open && closed {
		return "-" + strings.TrimSpace(inner), true
	}
	// $(5) is in use, too.
	for _, sign := range currencies {
		if rest, found := strings.CutPrefix(s, sign); found && strings.HasPrefix(strings.TrimSpace(rest), "(") {
			inner, is := bracketed(strings.TrimSpace(rest))
			return "-" + sign + strings.TrimPrefix(inner, "-"), is
		}
	}
	if before, found := strings.CutSuffix(s, "-"); found && before != "" && isDigit(before[len(before)-1]) &&
		!strings.Contains(before, "-") {
		return "-" + before, true
	}
	return s, false
}
