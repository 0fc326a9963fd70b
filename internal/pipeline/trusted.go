package pipeline

import "github.com/propagate-go/propagate/labelprop"

// Trusted is how far an answer is to be trusted, by the labels left out.
type Trusted struct {
	Labels   int  // that were left out; 0: none
	DealtOut bool // they look as if so many had been asked of every class, and are no random sample then

	Expected *labelprop.Estimate  // the accuracy among rows without a given label; nil: it cannot be told
	Shares   []labelprop.Estimate // of the classes; nil: they were not asked for, or cannot be told

	Sets     *labelprop.PredictionSets // nil: they were not asked for
	Coverage float64                   // of these
	Left     *labelprop.LabelsLeftOut  // what was said of labels without them; nil: not known
}
