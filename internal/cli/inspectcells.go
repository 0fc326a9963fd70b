package cli

import (
	"fmt"
	"strconv"

	"github.com/propagate-go/propagate/internal/dataset"
)

func profileCells(name string, p dataset.Profile) []string {
	different := strconv.Itoa(p.Different)
	// Beyond this the values are no longer counted.
	if p.Different > dataset.MostDifferent {
		different = fmt.Sprintf(">%d", dataset.MostDifferent)
	}
	return []string{name, p.Role, p.Kind, strconv.Itoa(p.Filled), different, p.Least, p.Greatest, short(p.First),
		named(p.Why)}
}

// short cuts a text.
func short(text string) string {
	const most = 30
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "..."
	}
	return text
}
