package table

import "strings"

// Nearest returns the name with the fewest typing errors from want, the first of several. It is
// "" if all need more than two changes and more than one in three characters, or nothing of want
// would be left.
func Nearest(want string, names []string) string {
	target := fold(want)
	best, least := "", max(2, len(target)/3)+1
	for _, name := range names {
		if d := distance(target, fold(name)); d < least {
			best, least = name, d
		}
	}
	if least >= len(target) {
		return ""
	}
	return best
}

// fold returns a name as it is compared: lower case, without the spaces around it.
func fold(name string) []rune {
	return []rune(strings.ToLower(strings.TrimSpace(name)))
}

// distance is Levenshtein's: the least number of insertions, deletions and replacements that turn
// a into b. It takes O(len(a)·len(b)) time.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
