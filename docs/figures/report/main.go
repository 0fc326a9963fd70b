// Command report takes the figures out of a report of propagate, as SVG files that need no page around
// them. Those of the manual are made in the folder above by:
//
//	propagate --truth digit --report report.html -o labelled.csv ../../testdata/digits.csv
//	go run ./report report.html map reliability confidence
//	propagate --graph complete --gamma 0.01:1000:40 --truth species --report report.html -o labelled.csv \
//	  ../../testdata/iris.csv
//	go run ./report report.html tuning
//
// It writes map.svg and so on beside the report.
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	style  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	figure = regexp.MustCompile(`(?s)<svg viewBox="0 0 ([0-9.]+) ([0-9.]+)" ` +
		`(role="img" aria-labelledby="([a-z]+)-title [^>]*)>(.*?)</svg>`)
	// A picture in a page has nothing to hover over.
	hover = regexp.MustCompile(`<title>[^<]*</title>`)
	space = regexp.MustCompile(`>\s+<`)
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: report REPORT.html FIGURE...")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range os.Args[2:] {
		svg, err := extract(string(text), name)
		if err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(filepath.Dir(os.Args[1]), name+".svg"), []byte(svg), 0o666); err != nil {
			log.Fatal(err)
		}
	}
}

// extract returns a figure of a page with the style of the page, on paper of its own.
func extract(page, name string) (string, error) {
	css := style.FindStringSubmatch(page)
	for _, m := range figure.FindAllStringSubmatch(page, -1) {
		if m[4] != name || css == nil {
			continue
		}
		inside := space.ReplaceAllString(hover.ReplaceAllString(m[5], ""), "><")
		return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%s" height="%s" %s>`+
			"\n<style>%s\n:root { font-family: system-ui, sans-serif; }</style>\n"+
			`<rect width="100%%" height="100%%" style="fill:var(--card)"/>`+"%s</svg>\n",
			m[1], m[2], m[1], m[2], m[3], strings.TrimSpace(css[1]), strings.TrimSpace(inside)), nil
	}
	return "", fmt.Errorf("the report has no figure %q", name)
}
