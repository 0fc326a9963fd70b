package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Texts to read are left out, with a hint that can be followed: naming them as a feature would be refused.
func TestTextsToRead(t *testing.T) {
	var alone, beside strings.Builder
	alone.WriteString("message,label\n")
	beside.WriteString("message,code,x,label\n")
	for i := range 80 {
		label := []string{"late", "lost", "", ""}[i%4]
		fmt.Fprintf(&alone, "where is my order no. %d,%s\n", i, label)
		fmt.Fprintf(&beside, "where is my order no. %d,q%dx,%d,%s\n", i, i, i%4*10+i%7, label)
	}
	got := propagate(alone.String(), "-")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.err, `column "message": no column to use as a feature`)
	assert.Contains(t, got.err, "hint: texts are not compared by their words")
	got = propagate(beside.String(), "-")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "text (texts that hardly repeat): message (texts are not compared by their words")
	assert.Contains(t, got.err, "id (nearly all values differ): code")
	assert.NotContains(t, got.err, "takes any column")
}
