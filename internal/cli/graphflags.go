package cli

import "io"

const longGraph = `propagate graph finds the neighbours of the rows, which is most of the work of a
run, and writes them to a file. propagate --neighbors-from FILE starts from that
file, with other labels, kernels or methods; so do tune, suspects, suggest and
explain. The file fixes -k, --metric and all other flags of stage graph but
--connect. Keep the features and their --scale; labels may change.`

const examplesGraph = `  propagate graph -o rows.graph rows.csv
  propagate --neighbors-from rows.graph --method poisson rows.csv > labelled.csv
  propagate suggest --neighbors-from rows.graph rows.csv`

// checkGraph checks that there is a graph to build, and a place for a file that is not text.
func checkGraph(c *config, stdout io.Writer) error {
	switch {
	case c.output.path == "" && (!c.output.stdout || isTerminal(stdout)):
		return usagef("-o FILE is required: the graph file is binary", "-o names no file")
	case c.input.edges != "" || c.input.neighbors != "":
		return usagef("leave it out", "graph builds a graph, so --edges and --neighbors-from have no effect")
	}
	return nil
}
