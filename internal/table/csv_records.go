package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// records calls each for every record of a CSV text (RFC 4180), with the line it begins on.
// Records have as many cells as the first, blank lines are none. The slice is reused for the
// next record, its strings are not. A line break inside a cell stays as it was written.
//
// Only this function knows the syntax of quoted CSV.
func records(r io.Reader, name string, d dialect, each func(line int, record []string) error) error {
	text, at := &window{r: r}, int64(0)
	c := csv.NewReader(text)
	// The slice of cells is reused, which halves the allocations.
	c.ReuseRecord = true
	c.Comma, c.Comment = rune(d.comma), rune(d.comment)
	if d.trailing > 0 {
		c.FieldsPerRecord = -1
	}
	for want := 0; ; {
		// The reader itself checks that every record has as many cells as the first.
		record, err := c.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return syntaxError(name, moved(err, d.shift), record, want)
		}
		// A record may take several lines: name the first.
		line, _ := c.FieldPos(0)
		if d.trailing > 0 {
			// Here the cells are counted without the separator at the end.
			record = withoutLast(record, want, d.trailing)
			if want != 0 && len(record) != want {
				e := &csv.ParseError{StartLine: line + d.shift, Err: csv.ErrFieldCount}
				return syntaxError(name, e, record, want)
			}
		}
		want = len(record)
		end := c.InputOffset()
		withBreaks(record, text.from(at, end), d)
		at = end
		if err := each(line+d.shift, record); err != nil {
			return err
		}
	}
}

// withoutLast returns a record without the n empty cells behind separators at its end; 0 cells are wanted of a header,
// which may lack them.
func withoutLast(record []string, want, n int) []string {
	kept := len(record) - n
	if kept < 1 || want != 0 && kept != want || strings.TrimSpace(strings.Join(record[kept:], "")) != "" {
		return record
	}
	return record[:kept]
}

// moved adds to the lines of an error of syntax.
func moved(err error, lines int) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		p.StartLine += lines
		p.Line += lines
	}
	return err
}

// syntaxError explains an error of csv.Reader; got is the record that it read, want the number of cells of the header.
func syntaxError(name string, err error, got []string, want int) error {
	// Anything else is an error of reading the file.
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return fileError(name, "read", err)
	}
	e := &Error{File: name, Line: p.StartLine, Err: err}
	switch p.Err {
	case csv.ErrFieldCount:
		if isRule(got) {
			e.Reason, e.Hint = reasonRule, hintRule
			break
		}
		e.Reason = fmt.Sprintf("the number of cells is %d, but the header has %d", len(got), want)
		e.Hint = raggedHint(got)
	case csv.ErrBareQuote:
		// A record may take several lines: name that of the quote.
		e.Line = p.Line
		e.Reason = fmt.Sprintf(`bare " in an unquoted cell (byte %d of the line)`, p.Column)
		e.Hint = `put quotes around the cell and double those inside: "5"" pipe"`
	case csv.ErrQuote:
		e.Reason = fmt.Sprintf("quoted cell not closed, or text after its closing quote (line %d, byte %d)",
			p.Line, p.Column)
		e.Hint = `end the cell with a quote and double the quotes inside: "5"" pipe"`
	default:
		e.Reason = oneLine(p.Err.Error())
	}
	return e
}

// raggedHint tells what to do about a record of another number of cells than the header.
func raggedHint(got []string) string {
	switch first := strings.TrimSpace(got[0]); {
	case strings.HasPrefix(first, "#"), strings.HasPrefix(first, "%"):
		return "if lines that begin with " + first[:1] + " are comments: --comment=" + first[:1]
	case len(got) == 1 || len(got) > 1 && strings.TrimSpace(strings.Join(got[1:], "")) == "":
		return "delete lines that are no rows, such as remarks and sums; every line needs the same number of cells"
	}
	return "every line needs the same number of cells; put quotes around a cell with a comma in it"
}
