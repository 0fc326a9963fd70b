package table

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBracketed(t *testing.T) {
	for s, want := range map[string]string{"(5)": "-5", "( 5 )": "-5", "5-": "-5", "$(5)": "-$5", "$ (5)": "-$5"} {
		got, is := bracketed(s)
		assert.True(t, is, s)
		assert.Equal(t, want, got)
	}
	for _, s := range []string{"-", "", "5", "-5", "(5", "5)", "1-2-", "a-", "$"} {
		got, is := bracketed(s)
		assert.False(t, is, s)
		assert.Equal(t, s, got)
	}
}

func TestSignOf(t *testing.T) {
	for s, want := range map[string]string{"$5": "$", "-$5": "$", "5 kg": "kg", "5%": "%", "\u22125€": "€", "5": "", "5.": "",
		"x5": "", "5 kilometres": "kilometres", "5 kilometress": "", "5 рублей": "рублей", "5 a-b": "", "kg": ""} {
		assert.Equal(t, want, signOf(s), s)
	}
	assert.Equal(t, "-5", withoutSign("-$ 5", "$"))
	assert.Equal(t, "-5", withoutSign("$-5", "$"))
	assert.Equal(t, "5", withoutSign("5 kg", "kg"))
	assert.Equal(t, "kg5", withoutSign("kg5", "kg"), "no currency")
}

// TestNumberFormatOf reads columns by the ways in which their numbers are written.
func TestNumberFormatOf(t *testing.T) {
	for _, c := range []struct {
		cells  []string
		comma  bool
		groups string
		says   string
	}{
		{[]string{"1,234.5", "2"}, false, ",", ""},
		{[]string{"1,234,567"}, false, ",", ""},
		{[]string{"1.234", "3,5"}, true, ".", ""},
		{[]string{"1.234", "1.5"}, true, "", ""},
		{[]string{"1 234", "1'234", "1'234"}, false, "", "thousands are separated in two ways"},
		{[]string{"1 234", "1,234,567"}, false, ",", "thousands are separated in two ways"},
		{[]string{"1 234", "5"}, false, " ", ""},
		{[]string{"1,234", "5"}, false, "", "1,234 has a decimal comma or one of thousands: say --decimal comma or point"},
	} {
		var n numberCounts
		for _, cell := range c.cells {
			n.observe(cell)
		}
		f, says := n.format(c.comma, dialect{comma: ';'})
		assert.Equal(t, c.says, says, c.cells)
		assert.Equal(t, c.groups, f.groups, c.cells)
	}
}
