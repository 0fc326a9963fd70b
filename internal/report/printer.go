package report

import (
	"bufio"
	"fmt"
	"html"
	"io"

	"github.com/propagate-go/propagate/internal/visible"
)

// printer writes a page. Every value that stands in its markup is escaped, so that no text of a table can be more than
// text.
type printer struct{ w *bufio.Writer }

func newPrinter(w io.Writer) *printer { return &printer{bufio.NewWriter(w)} }

// raw writes markup as it is.
func (p *printer) raw(markup string) { _, _ = p.w.WriteString(markup) }

// put writes markup with a value for each %v in it.
func (p *printer) put(markup string, values ...any) {
	texts := make([]any, len(values))
	for i, v := range values {
		texts[i] = escaped(v)
	}
	fmt.Fprintf(p.w, markup, texts...) // the writer keeps its first error
}

// when writes markup if a condition holds.
func (p *printer) when(holds bool, markup string, values ...any) {
	if holds {
		p.put(markup, values...)
	}
}

// escaped returns a value as it is shown: in one line, in which no character is obeyed, neither as markup nor as a mark
// that turns the direction of text.
func escaped(v any) string { return html.EscapeString(visible.Line(fmt.Sprint(v))) }

// table writes a table that can be scrolled sideways: its head and what rows writes.
func (p *printer) table(caption, head string, rows func()) {
	// A wide table is scrolled by itself, also by the keys.
	p.put(`<div class="scroll" tabindex="0"><table>` + "\n")
	p.when(caption != "", "<caption>%v</caption>\n", caption)
	p.raw("<thead><tr>" + head + "</tr></thead>\n<tbody>")
	rows()
	p.put("\n</tbody>\n</table></div>\n")
}

// heads are the cells of a table's head. A name that begins with # heads a column of numbers.
func heads(names ...string) string {
	text := ""
	for _, name := range names {
		if name[0] == '#' {
			text += `<th scope="col" class="n">` + name[1:] + "</th>"
		} else {
			text += `<th scope="col">` + name + "</th>"
		}
	}
	return text
}

// numbers writes cells of numbers.
func (p *printer) numbers(cells ...string) {
	for _, text := range cells {
		p.put(`<td class="n">%v</td>`, text)
	}
}

// more tells that a table does not list all classes.
func (p *printer) more(classes int) {
	p.when(classes > mostClasses, "<p class=\"note\">The first %v of %v classes.</p>\n", mostClasses, count(classes))
}
