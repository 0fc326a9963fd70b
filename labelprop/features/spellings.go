package features

import (
	"cmp"
	"strings"

	"github.com/propagate-go/propagate/internal/classes"
)

// Fold is what the spellings of a text have in common that look the same or differ by case or blanks only.
func Fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(classes.Canonical(text)), " "))
}

// Spellings maps each text to the most frequent one with the same [Fold]; of equally frequent ones it is the first by
// its bytes. Texts that have no other spelling are left out.
func Spellings(count map[string]int) map[string]string {
	best, other := map[string]string{}, map[string]bool{}
	for text, n := range count {
		key := Fold(text)
		before, seen := best[key]
		if !seen || cmp.Or(cmp.Compare(count[before], n), strings.Compare(text, before)) < 0 {
			best[key] = text
		}
		// Once there are two, there are.
		if seen {
			other[key] = true
		}
	}
	to := map[string]string{}
	for text := range count {
		if key := Fold(text); other[key] {
			to[text] = best[key]
		}
	}
	return to
}
