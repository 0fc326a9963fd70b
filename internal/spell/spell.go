// Package spell finds the name that somebody probably meant who misspelled it: a column, a flag, a command.
package spell

import "strings"

// Nearest returns the name with the fewest typing errors from want, of several that which begins most
// like it, or the first of these. It is "" if all need more than two changes and more than one in three
// characters, or nothing of want would be left.
func Nearest(want string, names []string) string {
	// At most a third of the characters may be wrong, but two always.
	target := fold(want)
	best, least, alike := "", max(2, len(target)/3)+1, 0
	for _, name := range names {
		d, same := distance(target, fold(name)), commonStart(target, fold(name))
		// Fewer changes win, and of equally many the longer common start.
		if d < least || d == least && best != "" && same > alike {
			best, least, alike = name, d, same
		}
	}
	// As many changes as characters would turn anything into anything.
	if least >= len(target) {
		return ""
	}
	return best
}

// shortestPart is how many characters a name must have to be looked for in another.
const shortestPart = 4

// NearestOrPart is Nearest, or where none is near the first name that holds want or that want holds, of four characters
// or more.
func NearestOrPart(want string, names []string) string {
	if near := Nearest(want, names); near != "" {
		return near
	}
	// No name is close: look for one that contains the other.
	want = string(fold(want))
	for _, name := range names {
		other := string(fold(name))
		inside := len(want) >= shortestPart && strings.Contains(other, want)
		around := len(other) >= shortestPart && strings.Contains(want, other)
		if inside || around {
			return name
		}
	}
	return ""
}

// commonStart returns how many characters two names begin with alike.
func commonStart(a, b []rune) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// fold returns a name as it is compared: lower case, without the spaces around it.
func fold(name string) []rune {
	return []rune(strings.ToLower(strings.TrimSpace(name)))
}

// distance is Levenshtein's: the least number of insertions, deletions and replacements that turn
// a into b. It takes O(len(a)·len(b)) time.
func distance(a, b []rune) int {
	// row[j] is the distance of the part of a read so far from the first j characters of b. At first that part
	// is empty, so that j insertions are needed.
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			// diagonal is the distance without both last characters: replacing costs one if they differ.
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			// The cheapest of a replacement, an insertion and a deletion.
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
