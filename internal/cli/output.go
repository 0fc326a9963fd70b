package cli

import "github.com/propagate-go/propagate/internal/table"

// formats by name.
var formats = []choice[table.Format]{{"same", table.Same}, {"csv", table.CSV}, {"tsv", table.TSV}, {"jsonl", table.JSONL}, {"parquet", table.Parquet}, {"arrow", table.Arrow}}

// chooseOutput reads the flags on what is written, and checks that it goes to different places.
func (p *plan) chooseOutput() error {
	var err error
	p.as, err = choose("--format", p.format, formats)
	switch {
	case err != nil:
	case p.saveTo != "" && (p.edges != "" || p.way.make == nil):
		return usagef("a model finds the neighbours of new rows by their features", "--save does not go with --edges or %s", correctSmooth)
	case p.saveTo != "" && (p.saveTo == p.output || p.saveTo == p.json):
		return usagef("name two files", "--save and another flag both write %q", p.saveTo)
	case p.json == "-" && p.output == "":
		return usagef("write the table to a file with -o, or the summary with --json FILE", "--json -: standard output takes the table already")
	case p.json != "" && p.json == p.output:
		return usagef("name two files", "--json and -o are both %q", p.json)
	case p.reportTo == "-":
		return usagef("name a file: --report report.html", "--report -: a report is a file to open")
	case p.reportTo != "" && (p.reportTo == p.output || p.reportTo == p.json || p.reportTo == p.saveTo):
		return usagef("name two files", "--report and another flag both write %q", p.reportTo)
	case p.only && p.proba:
		return usagef("leave one of the two out", "--only writes no probabilities, so --proba has nothing to do")
	}
	return err
}
