package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// newMethodsTopic lists what --method, --kernel, --metric and other flags may be.
func newMethodsTopic() *cobra.Command {
	var b strings.Builder
	for _, list := range []struct {
		flag  string
		names []string
	}{
		{"--method", namesOf(methods)}, {"--kernel", namesOf(kernels)}, {"--metric", namesOf(metrics)},
		{"--graph", namesOf(graphKinds)}, {"--gamma", namesOf(gammaRules)}, {"--scale", namesOf(scales)},
		{"--strategy", namesOf(strategies)}, {"--class-sizes", namesOf(sizeRules)},
	} {
		for k, line := range wrapped(strings.Join(list.names, ", "), widest-16) {
			name := list.flag
			if k > 0 {
				name = ""
			}
			fmt.Fprintf(&b, "  %-14s%s\n", name, line)
		}
	}
	return &cobra.Command{Use: "methods", Short: "methods, kernels and metrics",
		Long: "The values that flags take; docs/methods.md explains them. --gamma also takes\n" +
			"numbers, and --strategy is a flag of suggest.\n\n" + strings.TrimRight(b.String(), "\n")}
}
