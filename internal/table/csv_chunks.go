package table

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/par"
)

// A chunk is some whole lines of a text, [at, end) of its bytes.
type chunk struct {
	at, end     int64
	row, rows   int   // the number of the first row, and how many there are
	line, lines int   // the same of the lines, blank ones included
	lineOfRow   []int // of each row: its line, from 0; nil where no line is blank
	needsQuotes bool  // csv.Writer would write some cell in quotes
}

// chunkBytes is about the length of a chunk.
const chunkBytes = 4 << 20

// divide divides the text from the beginning of a line on into chunks; line is its number. It reports whether the text
// is plain: no quotes, no NUL, and CR only at the end of a line.
func (p *plain) divide(at int64, line int) (bool, error) {
	// Cut the text at line ends, so that each chunk is whole lines.
	starts, err := lineStarts(p.source, at, p.source.size)
	if err != nil {
		return false, err
	}
	all := make([]chunk, len(starts)-1)
	p.chunks = all
	plain := make([]bool, len(all))
	// Read all chunks at the same time, and count their rows and lines.
	err = par.Try(len(all), 1, func(c, _, _ int) error {
		all[c].at, all[c].end = starts[c], starts[c+1]
		b, err := p.read(c)
		if err == nil {
			plain[c] = all[c].scan(b)
			p.memory.Put(&b)
		}
		return err
	})
	row := 0
	for c := range all {
		// Only now is known how many rows and lines come before a chunk.
		all[c].row, all[c].line = row, line
		row += all[c].rows
		line += all[c].lines
		// One chunk with a quote is enough: a quoted cell may reach over the end of a chunk.
		if !plain[c] {
			return false, err
		}
	}
	return true, err
}

// lineStarts returns where the chunks begin, and the end of the last.
func lineStarts(text io.ReaderAt, at, end int64) ([]int64, error) {
	starts := []int64{at}
	for at += chunkBytes; at < end; at += chunkBytes {
		// Go on to the end of the line in which the chunk would end.
		next, err := afterLine(text, at, end)
		if err != nil {
			return nil, err
		}
		// A line longer than a chunk gives no cut.
		if next > starts[len(starts)-1] && next < end {
			starts = append(starts, next)
		}
		at = max(at, next)
	}
	return append(starts, end), nil
}

// afterLine returns where the line ends that the byte before at belongs to.
func afterLine(text io.ReaderAt, at, end int64) (int64, error) {
	var buffer [4096]byte
	// Begin one byte before, in case a line ends exactly there.
	for at--; at < end; at += int64(len(buffer)) {
		b := buffer[:min(int64(len(buffer)), end-at)]
		if _, err := text.ReadAt(b, at); err != nil && err != io.EOF {
			return 0, err
		}
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			return at + int64(i) + 1, nil
		}
	}
	return end, nil
}

// read returns the bytes of the chunk, in memory that it may reuse.
func (p *chunk) read(text io.ReaderAt, memory []byte) ([]byte, error) {
	n := int(p.end - p.at)
	// Only a line longer than a chunk makes one so long.
	if o, ok := text.(source); ok && n > 4*chunkBytes && cap(memory) < n {
		if err := o.ask.For(int64(n), "a line"); err != nil {
			return nil, err
		}
	}
	// Take a little more than needed, since the next chunk may be longer.
	if cap(memory) < n {
		memory = make([]byte, n, n+n/8)
	}
	b := memory[:n]
	_, err := io.ReadFull(io.NewSectionReader(text, p.at, int64(n)), b)
	return b, err
}

// scan counts the rows and lines in b, the chunk's bytes, and reports whether it is plain.
func (p *chunk) scan(b []byte) bool {
	// Quotes need the slow reader. NUL bytes are no text: the slow reader names their line.
	// So does what is not UTF-8, which has to be converted.
	if bytes.IndexByte(b, '"') >= 0 || bytes.IndexByte(b, 0) >= 0 || !utf8.Valid(b) {
		return false
	}
	plain := true
	eachLine(b, func(line []byte) {
		if len(line) > 0 {
			// There was a blank line before, so rows and lines differ: keep the line of each row.
			if p.rows < p.lines {
				p.noteLine(p.lines)
			}
			p.rows++
			// A CR within a line ends it in some programs. The slow reader decides.
			plain = plain && bytes.IndexByte(line, '\r') < 0
		}
		p.lines++
	})
	return plain
}

// noteLine records the line of the next row, once there was a blank line before.
func (p *chunk) noteLine(line int) {
	if p.lineOfRow == nil {
		// So far rows and lines were the same: fill in their numbers.
		for i := range p.rows {
			p.lineOfRow = append(p.lineOfRow, i)
		}
	}
	p.lineOfRow = append(p.lineOfRow, line)
}

// lineOf returns the line of a row of the chunk.
func (p *chunk) lineOf(row int) int {
	if p.lineOfRow == nil {
		return p.line + row - p.row
	}
	return p.line + p.lineOfRow[row-p.row]
}

// eachLine calls f with each line, without its end: LF, CRLF, or CR at the end of the text.
func eachLine(b []byte, f func(line []byte)) {
	for len(b) > 0 {
		line, rest, _ := bytes.Cut(b, newline)
		f(bytes.TrimSuffix(line, carriageReturn))
		b = rest
	}
}

var newline, carriageReturn = []byte{'\n'}, []byte{'\r'}
