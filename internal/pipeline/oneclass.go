package pipeline

import "github.com/propagate-go/propagate/internal/dataset"

// OneClass reports whether the labels are of one class: every row gets it that is not unlike the labelled ones, so that
// only its novelty tells rows apart.
func OneClass(d *dataset.Data) bool { return len(d.Classes) == 1 }

// checkOneClass refuses what compares classes where there is one.
func checkOneClass(d *dataset.Data, c Config) error {
	if !OneClass(d) {
		return nil
	}
	for _, needs := range []struct {
		option string
		asked  bool
	}{
		{"Options.Mixed", c.Method.Pool}, {"Trust.Coverage", c.Trust.Coverage != 0}, {"Trust.Shares", c.Trust.Shares},
		{"Config.Doubt", c.Doubt}, {"Config.Calibrate", c.Calibrate}, {"Config.Sizes", c.Sizes.Rule != SizesNone},
		{"Config.MinConfidence", c.MinConfidence > 0},
	} {
		if needs.asked {
			return dataset.Optionf("leave it out; the p-values of column novelty rank the rows",
				"%s compares classes, and all labels are %q", needs.option, d.Classes[0])
		}
	}
	return nil
}
