package table

import "bytes"

var (
	jsonNaN  = []byte("NaN")
	jsonNull = []byte("null")
)

// withoutNaN returns a text of JSON with null for NaN outside strings: Python writes NaN, which is no JSON.
func withoutNaN(text []byte) []byte {
	if !bytes.Contains(text, jsonNaN) {
		return text
	}
	changed := make([]byte, 0, len(text)+64)
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		// Within a string a backslash takes the next character as it is.
		case quoted && c == '\\' && i+1 < len(text):
			changed = append(changed, c)
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && bytes.HasPrefix(text[i:], jsonNaN):
			changed = append(changed, jsonNull...)
			i += len(jsonNaN) - 1
			continue
		}
		changed = append(changed, text[i])
	}
	return changed
}
