package cli

// readOutput reads the flags on what is written and on how the program runs.
func (c *configurer) readOutput() error {
	// How the program runs is not checked against anything.
	run := &c.flags.run
	c.config.threads, c.config.quiet, c.config.verbose = run.threads, run.quiet, run.verbose
	if c.flags.answer.save != "" && (c.flags.graph.edges != "" || c.config.run.Method.CorrectSmooth) {
		if _, err := choose("--format", run.output.format, formats); err != nil {
			return err
		}
		return usagef("a model finds the neighbours of new rows by their features",
			"--save does not go with --edges or correct-smooth")
	}
	var err error
	c.config.output, err = newOutput(&run.output, &c.flags.answer)
	return err
}

// newOutput checks that what is written goes to different places.
func newOutput(out *outputFlags, answer *answerFlags) (o outputConfig, err error) {
	o = outputConfig{path: out.path, only: answer.labelsOnly, sure: answer.confidence, proba: answer.proba,
		save: answer.save, json: answer.json, report: answer.report}
	if o.format, err = choose("--format", out.format, formats); err != nil {
		return o, err
	}
	// Standard output is written to where no file is named.
	if o.stdout = o.path == standardStream; o.stdout {
		o.path = ""
	}
	// Standard output takes one of them. That no two go to one file is checked by checkFiles.
	switch {
	case o.save == standardStream:
		return o, usagef("name a file: --save rows.model", "--save -: a model is a file to read again")
	case o.json == standardStream && o.path == "":
		return o, usagef("write the table to a file with -o, or the summary with --json FILE",
			"--json -: standard output takes the table already")
	case o.report == standardStream:
		return o, usagef("name a file: --report report.html", "--report -: a report is a file to open")
	case o.only && o.proba:
		return o, usagef("leave one of the two out",
			"--labels-only writes no probabilities, so --proba has no effect")
	case o.only && answer.trust.coverage != 0:
		return o, usagef("leave one of the two out", "--labels-only writes no sets, so --coverage has no effect")
	}
	return o, nil
}
