package classes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestCanonical checks which texts are one and which are not.
func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"B cell": "B cell", "B\u00a0cell": "B cell", "B\u200b cell": "B cell", "\ufeffB cell": "B cell",
		"Cafe\u0301": "Café", "Café": "Café", "A\u030a": "Å", "soft\u00adhyphen": "softhyphen",
		// Case, letters that only look alike, and joiners make a difference.
		"CAFÉ": "CAFÉ", "café\u0301": "café\u0301", "x²": "x²", "１": "１", "می\u200cخواهم": "می\u200cخواهم",
		"": "", "\u00a0": "",
	} {
		assert.Equal(t, want, Canonical(text), "%q", text)
		assert.Equal(t, want, Canonical(want), "%q", want)
	}
}
