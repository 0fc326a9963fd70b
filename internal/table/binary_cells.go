package table

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// isBinary reports whether bytes are no text.
func isBinary[T ~string | ~[]byte](b T) bool {
	return !utf8.ValidString(string(b)) || strings.IndexByte(string(b), 0) >= 0
}

// noteBinary tells of a column whose cells are the digits of bytes.
func (t *Table) noteBinary(name string) {
	t.Notes = append(t.Notes, oneLine(name)+" holds bytes that are no text: each is written as two hexadecimal digits")
}

func hexText[T ~string | ~[]byte](b T) string { return hex.EncodeToString([]byte(b)) }
