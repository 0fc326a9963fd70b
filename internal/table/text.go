package table

import (
	"bytes"
	"cmp"
	"io"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/charset"
)

// text reads a text of any format; head is its first bytes.
func (how Reading) text(o source, head []byte, name string) (*Table, error) {
	o, err := withoutCtrlZ(o)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	// The fast reader finds by itself what is not UTF-8. Everything else is checked before.
	var t *Table
	if !how.mayNeedConversion(head) && doubledSeparator(head, how.Comment) == 0 {
		t, err = how.plain(o, head, name)
	}
	if t != nil {
		t.Notes = append(t.Notes, totalNote(o, ',')...)
	}
	if t != nil || err != nil {
		return t, err
	}
	o, note, err := how.inUTF8(o, name)
	if err != nil {
		return nil, fileError(name, "read", err)
	}
	if note != "" {
		if head, err = o.head(); err != nil {
			return nil, fileError(name, "read", err)
		}
		if doubledSeparator(head, how.Comment) == 0 {
			t, err = how.plain(o, head, name)
		}
	}
	if t == nil && err == nil {
		t, err = how.odd(o, head, name)
	}
	if err != nil {
		return nil, err
	}
	if note != "" {
		t.Notes = append([]string{note}, t.Notes...)
	}
	if t.native == Same {
		t.Notes = append(t.Notes, totalNote(o, cmp.Or(t.comma, ','))...)
	}
	return t, nil
}

// ctrlZ is the character by which programs of DOS end a text.
const ctrlZ = 0x1a

// withoutCtrlZ returns a text without such a character at its end, which would begin another row.
func withoutCtrlZ(o source) (source, error) {
	var last [1]byte
	if o.size == 0 {
		return o, nil
	}
	_, err := o.ReadAt(last[:], o.size-1)
	if err == io.EOF {
		err = nil
	}
	if err == nil && last[0] == ctrlZ {
		o.size--
	}
	return o, err
}

// odd reads a text that is not plain, with what other programs make of separators and quotes.
func (how Reading) odd(o source, head []byte, name string) (*Table, error) {
	if t := how.withPairs(o, head, name); t != nil {
		return t, nil
	}
	t, err := how.slow(o, head, name)
	if isQuoteError(err) {
		// The error is that of the text as it is, where no other way fits.
		if other := how.otherQuotes(o, head, name); other != nil {
			return other, nil
		}
	}
	return t, err
}

// mayNeedConversion reports whether the first bytes of a text, or an option, say that it is not UTF-8.
func (how Reading) mayNeedConversion(head []byte) bool {
	_, wide := charset.UTF16(head)
	return wide || how.Encoding.Encoding != nil
}

// plain reads a plain text. It returns nil if it is none.
func (how Reading) plain(o source, head []byte, name string) (*Table, error) {
	// Only the plain dialect has a fast reader.
	if how.Comma != 0 && how.Comma != ',' || how.Comment != 0 || how.Decimal == ',' || how.otherFormat(head) != nil {
		return nil, nil
	}
	l := how.layoutOf(head, int64(len(head)) < o.size)
	if l.comma != ',' || l.trailing > 0 || l.signs {
		return nil, nil
	}
	// The fast reader does not see what is left out in front of it, which must be text, too.
	if left := head[:l.from]; !utf8.Valid(left) || bytes.IndexByte(left, 0) >= 0 {
		return nil, nil
	}
	t, err := l.apply(o).readPlain(name, how.Texts, how.dialect(&l))
	if t != nil && err == nil {
		if special, err := t.specialLater(); special || err != nil {
			return nil, err
		}
	}
	return how.finish(t, err, &l, head)
}

// slow reads a text that is not plain.
func (how Reading) slow(o source, head []byte, name string) (*Table, error) {
	if read := how.otherFormat(head); read != nil {
		return read(o.reader(), name)
	}
	l := how.layoutOf(head, int64(len(head)) < o.size)
	t, err := l.apply(o).readRecords(name, how.dialect(&l))
	return how.finish(t, err, &l, head)
}

// otherFormat returns the reader of a text that is not one of cells and separators, or nil.
func (how Reading) otherFormat(head []byte) func(r io.Reader, name string) (*Table, error) {
	switch {
	case how.Comma != 0:
	case isJSON(head) && isOneObject(head):
		return readJSONObject
	case isJSON(head):
		return readJSONLines
	case isJSONArrays(head):
		return readJSONArrays
	case isJSONArray(head):
		return readJSONArray
	case isSVMLight(head):
		return readSVMLight
	case isARFF(head):
		return readARFF
	case isWordVectors(head):
		return blanks{how: how, words: true}.read
	case how.Comment == 0 && isAligned(head):
		return blanks{how: how}.read
	case how.Comment == 0 && how.Header != HeaderNone:
		if w := fixedWidthOf(head); w != nil {
			return blanks{how: how, fixed: w}.read
		}
	}
	return nil
}

func (how Reading) dialect(l *layout) dialect {
	return dialect{comma: l.comma, comment: how.Comment, decimal: how.Decimal, trailing: l.trailing, index: l.index,
		named: how.Header == HeaderFirst, texts: how.Texts}
}

// apply edits the first lines.
func (l *layout) apply(o source) source {
	if !l.edited {
		return o
	}
	return o.edit(l.prefix, l.from, l.line)
}

// finish adds to a table what its first lines said.
func (how Reading) finish(t *Table, err error, l *layout, head []byte) (*Table, error) {
	if t == nil || err != nil {
		return nil, err
	}
	t.Notes = append(l.notes, t.Notes...)
	t.writes.mark = bytes.HasPrefix(head, []byte(bom))
	end := bytes.IndexByte(head, '\n')
	t.writes.crlf = end > 0 && head[end-1] == '\r'
	if l.numbered {
		t.hint = hintNumbered
	}
	return t, nil
}
