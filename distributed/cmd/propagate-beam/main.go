// Command propagate-beam labels the rows of a graph that is too large for one machine, on Apache Beam.
package main

import (
	"os"

	"github.com/propagate-go/propagate/distributed/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}
