// Command propagate spreads a few known labels of a table over its other rows.
package main

import (
	"os"

	"github.com/propagate-go/propagate/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
