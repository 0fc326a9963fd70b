package charset

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode/utf32"
)

// ErrNoTable is the error of a name that is known, of an encoding whose characters are not.
var ErrNoTable = errors.New("there is no table of its characters here")

// ByName returns the encoding of a name, as web pages or the IANA call it, and as programs write such names: cp1251,
// win1251 and windows_1251 are windows-1251, utf8 and utf-8-sig are utf-8.
//
// Errors: a name that nobody gives to an encoding; ErrNoTable.
func ByName(name string) (Encoding, error) {
	known := false
	for _, alias := range aliases(strings.ToLower(strings.TrimSpace(name))) {
		e, there := lookup(alias)
		if e.Encoding != nil {
			return e, nil
		}
		known = known || there
	}
	if known {
		return Encoding{}, fmt.Errorf("%s: %w", name, ErrNoTable)
	}
	return Encoding{}, fmt.Errorf("no encoding is called %q", name)
}

// lookup returns the encoding of a name; known is true also where there is only the name.
func lookup(name string) (e Encoding, known bool) {
	if e, ok := utf32s[name]; ok {
		return Encoding{name, e}, true
	}
	// What the web calls latin1 is Windows-1252, which has all of its letters. Browsers refuse some encodings on
	// purpose, and show the replacement character in their place.
	web, err := htmlindex.Get(name)
	if err == nil && web != encoding.Replacement && name != "x-user-defined" {
		canonical, err := htmlindex.Name(web)
		if err != nil {
			canonical = name
		}
		return Encoding{canonical, web}, true
	}
	// The IANA knows the code pages of DOS and of mainframes, too.
	page, failure := ianaindex.IANA.Encoding(name)
	if failure == nil && page != nil {
		return Encoding{name, page}, true
	}
	refused := err == nil && web == encoding.Replacement && name != "replacement"
	return Encoding{}, failure == nil || refused || name == "johab"
}

// utf32s are the encodings of four bytes a character.
var utf32s = map[string]encoding.Encoding{
	"utf-32":   utf32.UTF32(utf32.LittleEndian, utf32.UseBOM),
	"utf-32le": utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
	"utf-32be": utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
}

// others are names that Python, Windows, Java and people give, and the usual ones.
var others = map[string]string{
	"hz": "hz-gb-2312", "ansi": "windows-1252", "mbcs": "windows-1252", "l1": "latin1", "latin9": "iso-8859-15",
	"macroman": "macintosh", "mac": "macintosh", "maccyrillic": "x-mac-cyrillic",
	"65001": "utf-8", "utf8sig": "utf-8", "utf8bom": "utf-8", "utf8mb4": "utf-8",
	"utf16": "utf-16le", "ucs2": "utf-16le", "1200": "utf-16le", "1201": "utf-16be", "utf16le": "utf-16le",
	"utf16be": "utf-16be", "utf32": "utf-32", "ucs4": "utf-32", "utf32le": "utf-32le", "utf32be": "utf-32be",
	"932": "shift_jis", "936": "gbk", "949": "euc-kr", "950": "big5", "874": "windows-874", "866": "ibm866",
	"eucjp": "euc-jp", "euckr": "euc-kr", "shiftjis": "shift_jis", "big5hkscs": "big5-hkscs", "koi8r": "koi8-r",
	"koi8u": "koi8-u", "tis620": "tis-620", "iso2022jp": "iso-2022-jp", "uhc": "euc-kr",
}

var (
	between  = regexp.MustCompile(`[-_ .]+`)
	codePage = regexp.MustCompile(`^(?:windows|win|cp|ibm|ms|cswindows|x)?([0-9]+)$`)
	isoPage  = regexp.MustCompile(`^(?:iso)?8859([0-9]+)$`)
	numbered = regexp.MustCompile(`^(latin|iso|utf)([0-9]+)$`)
)

// aliases returns a name, and the usual names that may be meant by it.
func aliases(name string) []string {
	all := []string{name}
	// What people write between letters and digits differs most.
	bare := between.ReplaceAllString(name, "")
	if usual, ok := others[bare]; ok {
		all = append(all, usual)
	}
	if m := isoPage.FindStringSubmatch(bare); m != nil {
		all = append(all, "iso-8859-"+m[1])
	}
	if m := numbered.FindStringSubmatch(bare); m != nil {
		all = append(all, m[1]+m[2], m[1]+"-"+m[2])
	}
	// A number alone is that of a code page.
	if m := codePage.FindStringSubmatch(bare); m != nil {
		if usual, ok := others[m[1]]; ok {
			all = append(all, usual)
		}
		all = append(all, "windows-"+m[1], "ibm"+m[1], "ibm0"+m[1], "cp"+m[1])
	}
	return all
}
