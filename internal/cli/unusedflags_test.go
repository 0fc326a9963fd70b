package cli_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// allMethods are the values of --method but for correct-smooth, which needs columns of a classifier.
var allMethods = append([]string{"auto", "balanced-poisson"}, methods...)

// TestFlagsOfMethods checks for each pair of a flag and a method that a note tells where the flag has no effect.
func TestFlagsOfMethods(t *testing.T) {
	iris := sample(t, "iris.csv", 5).String()
	for flag, acts := range map[string]func(method string) bool{
		"--alpha 0.5":             func(m string) bool { return m == "spreading" },
		"--abstain 0.01":          func(m string) bool { return m == "mad" },
		"--classifier-weight 0.2": func(string) bool { return false }, // without columns of a classifier
		"--tol 0.001":             func(string) bool { return true },
		"--max-iter 5000":         func(string) bool { return true },
	} {
		for _, method := range allMethods {
			name, _, _ := strings.Cut(flag, " ")
			got := propagate(iris, append(strings.Fields(flag), "--method", method, "--ignore", "species", "-")...)
			assert.Zero(t, got.code, got.err)
			assert.Equal(t, !acts(method), strings.Contains(got.err, "note      no effect in this run: "+name),
				"%s, %s: %s", flag, method, got.err)
		}
	}
}

// TestFlagsWithoutEffect checks the notes in other commands, with other graphs and with another classifier.
func TestFlagsWithoutEffect(t *testing.T) {
	iris := sample(t, "iris.csv", 5)
	iris[0] = append(iris[0], "p_setosa", "p_versicolor", "p_virginica")
	for i := range iris[1:] {
		iris[i+1] = append(iris[i+1], "0.5", "0.25", "0.25")
	}
	for args, want := range map[string][]string{
		"":                      nil,
		"--graph complete -k 5": {"-k"},
		"--graph complete --recall 0.9 --connect":                                 {"--recall", "--connect"},
		"--graph radius --radius 2 --connect":                                     nil,
		"--max-categories 3":                                                      nil,
		"--classifier-columns p_ --classifier-weight 0.3":                         nil,
		"--classifier-columns p_ --method correct-smooth --tol 0.1":               {"--tol"},
		"--classifier-columns p_ --method correct-smooth --classifier-weight 0.3": {"--classifier-weight"},
		"suspects --alpha 0.5":                                                    {"--alpha"},
		"suspects --method spreading --alpha 0.5":                                 nil,
		"tune --alpha 0.5":                                                        nil,
		"tune --method harmonic --alpha 0.5,0.9":                                  {"--alpha"},
		"tune --method harmonic,spreading --alpha 0.5,0.9":                        nil,
		"tune --method harmonic,mad --abstain 0.1 --alpha 0.5 --kernel shared":    {"--alpha"},
	} {
		got := propagate(iris.String(), append(strings.Fields(args), "--features", "petal_length_cm", "-")...)
		assert.Zero(t, got.code, "%s: %s", args, got.err)
		var noted []string
		for _, match := range regexp.MustCompile(`no effect in this run: (\S+)`).FindAllStringSubmatch(got.err, -1) {
			noted = append(noted, match[1])
		}
		slices.Sort(noted)
		slices.Sort(want)
		assert.Equal(t, want, noted, args)
	}
}
