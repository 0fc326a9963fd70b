package dataset

import (
	"fmt"
	"strings"
)

// Listed joins names for a message, not more than a dozen.
func Listed(names []string) string {
	// More names than this fill the screen and help nobody.
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
