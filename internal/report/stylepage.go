package report

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed style.css
var styleSheet string

// style writes the style sheet, with the colours of the classes where its comments name them.
func (p *printer) style() {
	var light, dark, classes strings.Builder
	for i, c := range palette {
		fmt.Fprintf(&light, "--h%d: %s; ", i, c.Light)
		fmt.Fprintf(&dark, "--h%d: %s; ", i, c.Dark)
		fmt.Fprintf(&classes, ".map:has(#show%[1]d:not(:checked)) svg .h%[1]d { display: none; } "+
			".h%[1]d { fill: var(--h%[1]d); --key: var(--h%[1]d); } "+
			".map:has(.key.h%[1]d:hover) .dots > :not(.h%[1]d) { opacity: .06; }\n", i)
	}
	sheet := strings.NewReplacer("/*light*/", light.String(), "/*dark*/", dark.String(), "/*classes*/",
		classes.String()).Replace(styleSheet)
	// A sheet of our own, in which nothing is escaped.
	p.raw("<style>\n" + sheet + "</style>\n")
}
