package dataset_test

import (
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/stretchr/testify/assert"
)

// Words for an unknown label raise the question in any language, and so does a 9 beside few small numbers; classes that
// are digits, and words that are classes, do not.
func TestPlaceholdersElsewhere(t *testing.T) {
	for _, word := range []string{"Unbekannt", "k.A.", "inconnu", "Desconocido", "sconosciuto", "onbekend", "нет данных",
		"不明", "미상", "tbd", "<unknown>", "[Unknown]", "not_assigned", "Not Determined", "unassigned cells", "unknown_1",
		"no-label", "don't know", "unreviewed", "nicht gelabelt", "keine Antwort", "to be determined", "n/k", "999", "0",
		"-9"} {
		assert.Equal(t, []string{word}, dataset.NewClasses([]string{"x", "y", word}).Placeholders())
	}
	for _, c := range []struct {
		cells []string
		want  []string
	}{
		{[]string{"1", "2", "9"}, []string{"9"}}, {[]string{"0", "1", "2", "3", "9"}, []string{"9"}},
		{[]string{"1", "9"}, nil}, {[]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, nil},
		{[]string{"1", "5", "7", "9"}, nil}, {[]string{"1", "2", "99"}, []string{"99"}},
		{[]string{"offen", "zu"}, nil}, {[]string{"known", "no"}, nil},
		// Names of cells, of answers and of states, which only look alike.
		{[]string{"NK", "ND", "non-classical monocyte", "unsettled", "not spam", "no findings", "other", "misc"}, nil},
		{[]string{"0", "a", "1"}, nil}, {[]string{"0", "a"}, nil},
	} {
		assert.Equal(t, c.want, dataset.NewClasses(c.cells).Placeholders(), "%q", c.cells)
	}
}
