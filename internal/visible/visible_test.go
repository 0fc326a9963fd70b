package visible_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/visible"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"plain é 水 👩‍💻":              "plain é 水 👩‍💻",
		"\x1b[31mred":                `\x1b[31mred`,
		"a\nnote b\r\n":              `a\nnote b\r\n`,
		"\x00\x07\x7f\t":             `\x00\x07\x7f\t`,
		"\u009b31m":                  `\u009b31m`,
		"\x9b31m":                    `\x9b31m`,
		"a\u202eb\u2066\u200e\u061c": `a\u202eb\u2066\u200e\u061c`,
		"\u2028\ufeff\u200b":         `\u2028\ufeff\u200b`,
		"\U000e0041":                 `\U000e0041`,
		"\ufffd\xff":                 "\ufffd" + `\xff`,
		"":                           "",
	} {
		assert.Equal(t, want, visible.Line(text), "%q", text)
	}
	assert.Equal(t, "a\n\tb\\r", visible.Text("a\n\tb\r"))
}

// TestNoControlIsLeft checks all characters and all bytes.
func TestNoControlIsLeft(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if utf8.ValidRune(r) {
			all.WriteRune(r)
		}
	}
	for b := range 256 {
		all.WriteByte(byte(b))
		all.WriteByte(' ')
	}
	line := visible.Line(all.String())
	require.True(t, utf8.ValidString(line))
	for _, r := range line {
		require.False(t, unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r), "%U", r)
	}
}

// TestWriter checks that calls may cut characters anywhere.
func TestWriter(t *testing.T) {
	const text = "a\x1b\n\u202eé水👩\xff\xc3 b\n"
	for size := 1; size <= len(text); size++ {
		var b bytes.Buffer
		w := &visible.Writer{W: &b}
		for rest := text; rest != ""; {
			k := min(size, len(rest))
			n, err := w.Write([]byte(rest[:k]))
			require.NoError(t, err)
			require.Equal(t, k, n)
			rest = rest[k:]
		}
		assert.Equal(t, visible.Text(text), b.String(), "%d bytes at a time", size)
	}
}
