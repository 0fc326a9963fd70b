// Package visible shows text of unknown origin so that it can do nothing but be read: what a terminal or a browser
// would obey, or would not show, is written as an escape such as \x1b.
package visible

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line returns a text in one line, in which all control characters are escaped, line breaks among them.
func Line(text string) string { return escaped(text, "") }

// Text is Line, but keeps line feeds and tabs.
func Text(text string) string { return escaped(text, "\n\t") }

// escaped escapes what is not shown or does something, but for the characters to keep.
func escaped(text, keep string) string {
	at := indexHidden(text, keep)
	if at < 0 {
		return text
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(text[:at])
		r, size := utf8.DecodeRuneInString(text[at:])
		b.WriteString(escape(r, text[at:at+size]))
		text = text[at+size:]
		at = indexHidden(text, keep)
	}
	return b.String() + text
}

// indexHidden is where the first character is that is to be escaped; -1: there is none.
func indexHidden(text, keep string) int {
	for i, r := range text {
		// A byte that is no UTF-8 is read as U+FFFD of one byte; the character itself has three.
		broken := r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError))
		if broken || hidden(r) && !strings.ContainsRune(keep, r) {
			return i
		}
	}
	return -1
}

// escape writes a character as Go does in strings.
func escape(r rune, bytes string) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < ' ' || r == 0x7f || r == utf8.RuneError:
		return fmt.Sprintf(`\x%02x`, bytes)
	case r > 0xffff:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// hidden reports whether a character is obeyed rather than shown: controls of ASCII and of Latin-1 (C1), marks that
// turn the direction of text, other format characters, and separators of lines. What joins letters in some scripts and
// in emoji is shown.
func hidden(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f:
		return false
	case r < 0xa0:
		return true
	case r == '\u200c' || r == '\u200d':
		return false
	}
	return unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Writer escapes what is written to W as [Text] does.
type Writer struct {
	W io.Writer

	begun []byte // the first bytes of a character that goes on in the next call
}

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	text := append(w.begun, p...)
	// A character may be cut at the end, where a buffer was full.
	end := len(text)
	for k := 1; k < utf8.UTFMax && k <= len(text); k++ {
		if at := len(text) - k; utf8.RuneStart(text[at]) {
			if !utf8.FullRune(text[at:]) {
				end = at
			}
			break
		}
	}
	if _, err := io.WriteString(w.W, Text(string(text[:end]))); err != nil {
		return 0, err
	}
	w.begun = append([]byte(nil), text[end:]...)
	return len(p), nil
}
