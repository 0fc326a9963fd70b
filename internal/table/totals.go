package table

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

// totals are what the first cell of a row of sums says, in small letters.
var totals = []string{"total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
	"insgesamt", "somme", "total général", "totale", "suma", "total general", "average", "mean", "mittelwert",
	"moyenne",
	"count"}

// totalNote is a note on the last row of a text, if it seems to sum up the others; else nothing.
func totalNote(o source, comma byte) []string {
	// Only the end of the text is looked at.
	tail := make([]byte, min(o.size, 4<<10))
	if _, err := o.ReadAt(tail, o.size-int64(len(tail))); err != nil && err != io.EOF {
		return nil
	}
	// The last line that is not blank: its first cell that is not empty, or one that no row before it has.
	tail = bytes.TrimRight(tail, "\r\n \t")
	at := bytes.LastIndexByte(tail, '\n') + 1
	last, before := string(tail[at:]), strings.ToLower(string(tail[:at]))
	first := true
	for cell := range strings.SplitSeq(last, string(rune(comma))) {
		cell = strings.ToLower(strings.Trim(strings.TrimSpace(cell), `":`))
		if cell == "" {
			continue
		}
		if slices.Contains(totals, cell) && (first || !strings.Contains(before, cell)) {
			return []string{"the last row, " + quote(cell) + ", looks like a sum of the others and is read as a row: " +
				"delete it if it is none"}
		}
		first = false
	}
	return nil
}
