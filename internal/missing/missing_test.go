package missing_test

import (
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/missing"
	"github.com/stretchr/testify/assert"
)

func TestIs(t *testing.T) {
	for _, cell := range []string{"", " ", "?", "-", "NA", "N/A", "nan", "NaN", "None", `\N`, "undefined", "NaT", "<NA>", "NULL", "—", "(blank)", "n/d", "\u00a0"} {
		assert.True(t, missing.Is(cell), cell)
		assert.True(t, missing.Is(" "+cell+"\t"), cell)
	}
	for _, cell := range []string{"0", "-1", "no", "unknown", "n", "N", strings.Repeat("?", 20)} {
		assert.False(t, missing.Is(cell), cell)
	}
}
