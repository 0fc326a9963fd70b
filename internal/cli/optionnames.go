package cli

import (
	"regexp"
	"strconv"
	"strings"
)

// The packages below name options as fields of Go structs. Users of the command know them as flags.
var inFlags = strings.NewReplacer(
	"Columns.Label", "--label",
	"Columns.Truth", "--truth",
	"Columns.Predicted", "--predicted",
	"Columns.ID", "--id",
	"Columns.Weight", "--label-weight",
	"Columns.Group", "--group",
	"Columns.Batch", "--batch",
	"Columns.ClassifierPrefix", "--classifier-columns",
	"Columns.Features", "--features",
	"Columns.Ignore", "--ignore",
	"Columns.Categorical", "--categorical",
	"Columns.Text", "--text",
	"Options.MaxCategories", "--max-categories",
	"unless Options.Unlabeled is empty", "unless you say --unlabeled=",
	"Options.IgnoreCase", "--ignore-case",
	"Options.Missing = MissingMedian", "--missing median",
	"Options.Missing", "--missing",
	"Options.Scale", "--scale",
	"Options.Labels", "--labels",
	"Options.Memory", "--memory SIZE",
	"Options.Mixed", "--method pool",
	"Options.Edges", "--edges",
	"Options.Repeated", "--repeated-edges",
	"Options.Neighbors", "--neighbors-from",
	"Options.Adds = AddsProbabilities", "propagate --proba",
	"Trust.Coverage", "--coverage",
	"Trust.Shares", "--shares",
	"Config.Doubt", "--noise auto",
	"Config.Calibrate", "--calibrate",
	"Config.Sizes", "--class-sizes",
	"Config.MinConfidence", "--min-confidence",
	"SuggestOptions.By", "--strategy",
	"Graph.Metric", "--metric",
	"Graph.Kind = KNN", "--graph knn",
	"Graph.K", "-k",
	"Graph.Connect", "--connect",
	"Gamma.Rule = GammaMST", "--gamma mst",
	"Gamma.Rule = GammaKNN", "--gamma knn",
	"Sizes.Counts", "--class-counts",
	"another option", "another flag",
	"(Connect)", "(--connect)",
)

// quotedValue is an option with a text as its value, such as Columns.Label = "kind".
var quotedValue = regexp.MustCompile(`\b([A-Z][a-z]+\.[A-Z][A-Za-z]+) = ("(?:[^"\\]|\\.)*")`)

// named puts flags in the place of options. A value is quoted as a shell needs it.
func named(text string) string {
	// First the options with values, whose texts must not be touched by the table of names.
	text = quotedValue.ReplaceAllStringFunc(text, func(found string) string {
		parts := quotedValue.FindStringSubmatch(found)
		value, err := strconv.Unquote(parts[2])
		if err != nil {
			return found
		}
		return parts[1] + " " + quotedWord(value)
	})
	return inFlags.Replace(text)
}
