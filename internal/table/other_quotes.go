package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
)

// quoting is another way to write quotes and separators than that of RFC 4180, and how it is turned into that.
type quoting struct {
	note  string
	usual func(text []byte, comma byte) []byte
}

// quotings are tried in turn where a text breaks the rules of quotes.
var quotings = []quoting{
	{"blanks between a separator and a quote are left out", withoutBlanks},
	{`quotes behind a backslash belong to the cell; they are written doubled`, withoutBackslashes},
	{`cells such as ="1" are read as what is between the quotes`, withoutFormulas},
}

// isQuoteError reports whether a text breaks the rules of quotes.
func isQuoteError(err error) bool {
	return errors.Is(err, csv.ErrBareQuote) || errors.Is(err, csv.ErrQuote)
}

// otherQuotes reads a text that breaks the rules of quotes in the other ways; nil: it follows none of them.
func (how Reading) otherQuotes(o source, head []byte, name string) *Table {
	// A copy, and what becomes of it.
	if o.ask.For(3*o.size, "its text, with other quotes") != nil {
		return nil
	}
	text, err := io.ReadAll(o.reader())
	if err != nil {
		return nil
	}
	l := how.layoutOf(head, int64(len(head)) < o.size)
	for _, q := range quotings {
		t := how.edited(o, q.usual(text, l.comma), name)
		if t != nil {
			t.Notes = append([]string{q.note}, t.Notes...)
			return t
		}
	}
	return nil
}

// edited reads a text that was changed; nil: there is still something wrong with it.
func (how Reading) edited(o source, text []byte, name string) *Table {
	changed := source{ReaderAt: bytes.NewReader(text), size: int64(len(text)), ask: o.ask}
	t, err := how.slow(changed, text[:min(headBytes, len(text))], name)
	if err != nil {
		return nil
	}
	return t
}

// withoutBlanks leaves out blanks between a separator, or the end of a line, and a quote.
func withoutBlanks(text []byte, comma byte) []byte {
	usual := make([]byte, 0, len(text))
	quoted, begins := false, true
	for i := 0; i < len(text); i++ {
		c := text[i]
		// Where a cell begins, blanks are left out if a quote follows them.
		if begins && c == ' ' && comma != ' ' {
			rest := bytes.TrimLeft(text[i:], " ")
			if len(rest) > 0 && rest[0] == '"' {
				i = len(text) - len(rest)
				c = '"'
			}
		}
		begins = false
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted:
			begins = c == comma || c == '\n'
		}
		usual = append(usual, c)
	}
	return usual
}

// withoutBackslashes doubles quotes behind a backslash, which it leaves out; two backslashes are one.
func withoutBackslashes(text []byte, _ byte) []byte {
	usual := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			switch text[i+1] {
			case '"':
				usual = append(usual, `""`...)
				i++
				continue
			case '\\':
				i++
			}
		}
		usual = append(usual, text[i])
	}
	return usual
}

var formula = regexp.MustCompile(`="([^"\r\n]*)"`)

// withoutFormulas reads ="1" as "1".
func withoutFormulas(text []byte, _ byte) []byte { return formula.ReplaceAll(text, []byte(`"$1"`)) }

// doubled are separators that some programs write twice: each pair is one.
const doubled = "|:;~^"

// doubledSeparator returns a separator of which every line has as many pairs as the first, and none that stands alone;
// 0: there is none.
func doubledSeparator(head []byte, comment byte) byte {
	lines := firstLines(head, comment)
	if len(lines) < 2 {
		return 0
	}
	// The last line may be cut.
	if len(lines) > sampledLines {
		lines = lines[:sampledLines]
	}
	for _, s := range []byte(doubled) {
		pair := []byte{s, s}
		n := bytes.Count(lines[0], pair)
		if n == 0 || bytes.ContainsAny(bytes.ReplaceAll(lines[0], pair, nil), separators) {
			continue
		}
		all := true
		for _, line := range lines {
			all = all && bytes.Count(line, pair) == n && bytes.Count(line, pair[:1]) == 2*n
		}
		// Names in the header, or this is a row of empty cells.
		if all && !bytes.Contains(lines[0], []byte{s, s, s}) && lines[0][0] != s {
			return s
		}
	}
	return 0
}

// withPairs reads a text whose separators are pairs, with tabs in their place; nil: it has none.
func (how Reading) withPairs(o source, head []byte, name string) *Table {
	if how.Comma != 0 {
		return nil
	}
	s := doubledSeparator(head, how.Comment)
	if s == 0 || o.ask.For(3*o.size, "its text, with other separators") != nil {
		return nil
	}
	text, err := io.ReadAll(o.reader())
	if err != nil || bytes.IndexByte(text, '\t') >= 0 {
		return nil
	}
	pair := string([]byte{s, s})
	t := how.edited(o, bytes.ReplaceAll(text, []byte(pair), []byte{'\t'}), name)
	if t != nil {
		t.Notes = append([]string{"cells are separated by " + pair + "; they are written with tabs"}, t.Notes...)
	}
	return t
}
