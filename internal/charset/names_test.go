package charset

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
)

// TestByName finds encodings by the names that the web, the IANA, Python, Windows and people give them, and reads a
// text that it wrote. The oracle is the character of a byte, from the tables of the Unicode consortium.
func TestByName(t *testing.T) {
	for _, c := range []struct{ names, bytes, text string }{
		{"windows-1251 cp1251 CP1251 win1251 windows_1251 windows1251 1251 x-cp1251", "\xea", "к"},
		{"latin1 latin-1 latin_1 l1 iso-8859-1 iso8859-1 iso8859_1 ISO_8859-1 8859-1 ANSI windows-1252 mbcs", "\xe9", "é"},
		{"iso-8859-15 iso8859_15 iso8859-15 ISO-8859_15 latin-9 latin9", "\xa4", "€"},
		{"utf-8 utf8 UTF_8 utf-8-sig utf8-bom cp65001", "\xc3\xa9", "é"},
		{"utf-16le utf16 utf-16 ucs-2 UCS2 unicode", "\xe9\x00", "é"}, {"utf-16be utf16be", "\x00\xe9", "é"},
		{"utf-32le utf32le utf-32", "\xe9\x00\x00\x00", "é"}, {"utf-32be UTF_32BE", "\x00\x00\x00\xe9", "é"},
		{"shift_jis sjis shift-jis cp932 ms932 windows-31j csshiftjis", "\x82\xa0", "あ"},
		{"euc-jp euc_jp eucjp", "\xa4\xa2", "あ"}, {"euc-kr cp949 uhc ks_c_5601-1987", "\xb0\xa1", "가"},
		{"gbk cp936 gb2312 gb18030", "\xb5\xd8", "地"}, {"big5 cp950 big5-hkscs", "\xa4\xa4", "中"},
		{"hz-gb-2312 hz HZ", "~{VP~}", "中"}, {"iso-2022-jp ISO2022-JP", "\x1b$B$\"\x1b(B", "あ"},
		{"macintosh macroman mac-roman mac_roman", "\x8e", "é"}, {"koi8-r koi8_r koi8r", "\xcb", "к"},
		{"cp437 ibm437 437", "\x82", "é"}, {"cp850 ibm850", "\x82", "é"}, {"cp037 ibm037 37", "\x51", "é"},
		{"cp1047 ibm1047", "\x51", "é"}, {"tis-620 cp874", "\xa1", "ก"},
	} {
		for _, name := range strings.Fields(c.names) {
			e, err := ByName(name)
			if !assert.NoError(t, err, name) {
				continue
			}
			text, err := e.NewDecoder().String(c.bytes)
			assert.NoError(t, err, name)
			assert.Equal(t, c.text, text, name)
		}
	}
}

// TestNoTable tells names of encodings that cannot be read from words that are no names.
func TestNoTable(t *testing.T) {
	for _, name := range strings.Fields("iso-2022-kr ISO-2022-CN iso-2022-cn-ext csiso2022kr utf-7 ibm1026 johab ebcdic-us") {
		_, err := ByName(name)
		assert.ErrorIs(t, err, ErrNoTable, name)
	}
	for _, name := range []string{"", " ", "replacement", "x-user-defined", "klingon", "utf-9", "99999", "binary"} {
		_, err := ByName(name)
		require.Error(t, err, name)
		assert.NotErrorIs(t, err, ErrNoTable, name)
	}
}

// TestNamesDecode checks that no name leads to what web browsers show instead of a text.
func TestNamesDecode(t *testing.T) {
	for _, name := range append(Names(), strings.Fields("hz-gb-2312 iso-2022-jp gbk big5-hkscs koi8-u ibm855 iso-8859-10")...) {
		e, err := ByName(name)
		require.NoError(t, err, name)
		assert.NotEqual(t, encoding.Replacement, e.Encoding, name)
		back, err := e.NewEncoder().String("id,1.5\n")
		require.NoError(t, err, name)
		text, err := e.NewDecoder().String(back)
		require.NoError(t, err, name)
		assert.Equal(t, "id,1.5\n", text, name)
	}
}
