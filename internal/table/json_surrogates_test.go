package table

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestHalvesKept decodes texts with escapes of halves of characters.
func TestHalvesKept(t *testing.T) {
	for text, want := range map[string]string{
		`\ud83d\ude00`:       "😀",
		`\uD83D\uDE00 a`:     "😀 a",
		`a\ud83d`:            `a\ud83d`,
		`\ud800\ud801`:       `\ud800\ud801`,
		`\ud83d\ud83d\ude00`: `\ud83d😀`,
		`\ude00\ud83d`:       `\ude00\ud83d`,
		`\\ud800`:            `\ud800`,
		`\\\ud800`:           `\\ud800`,
		`\ud83`:              "",
		`\u00e9\n`:           "é\n",
		`\uFFFD`:             "\uFFFD",
		`\`:                  "",
	} {
		var got string
		err := json.Unmarshal(withHalvesKept([]byte(`"`+text+`"`)), &got)
		if want == "" {
			assert.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
}

// TestLabelsOfHalves holds that labels that differ in half a character are two.
func TestLabelsOfHalves(t *testing.T) {
	got, err := readJSONLines(strings.NewReader(`{"label": "\ud800"}`+"\n"+`{"label": "\ud801"}`), "x.jsonl")
	require.NoError(t, err)
	assert.Equal(t, [][]string{{`\ud800`}, {`\ud801`}}, got.store.(*rows).cells)
}
