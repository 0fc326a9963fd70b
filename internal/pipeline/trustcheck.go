package pipeline

import "github.com/propagate-go/propagate/internal/dataset"

// check checks that what is asked for can be told of these data.
func (t Trust) check(d *dataset.Data, c Config) error {
	if t.Coverage == 0 && !t.Shares {
		return nil
	}
	option := "Trust.Coverage"
	if t.Coverage == 0 {
		option = "Trust.Shares"
	}
	switch {
	case d.Groups != nil:
		return dataset.Optionf("leave one of the two out", "%s compares rows one by one, and does not go with "+
			"Columns.Group", option)
	case d.Prep.Certainty.Below > 0:
		return dataset.Optionf("leave one of the two out", "%s compares rows with certain labels, and does not go "+
			"with weights of labels below 1 (Columns.Weight)", option)
	case c.Doubt:
		return dataset.Optionf("leave one of the two out", "%s compares rows with certain labels, and does not go "+
			"with labels that are doubted", option)
	case c.Sizes.Rule != SizesNone:
		return dataset.Optionf("leave one of the two out", "%s compares rows with labels left out, and does not go "+
			"with class sizes, which are no part of leaving out", option)
	case d.Prior != nil:
		return dataset.Optionf("leave one of the two out", "%s knows nothing of the probabilities of another "+
			"classifier (Columns.ClassifierPrefix)", option)
	case len(d.Prep.EdgeFacts.Auxiliary) > 0:
		return dataset.Optionf("leave it out", "%s compares rows, and does not go with nodes that are no rows", option)
	}
	return nil
}
