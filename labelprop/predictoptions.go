package labelprop

import "github.com/propagate-go/propagate/internal/par"

// PredictOptions are those of the prediction of new rows by an opinion of the features. The zero value works.
type PredictOptions struct {
	// Observe is told how much of the work is done, by one goroutine at a time; nil: nobody is.
	Observe func(done, total int)
}

// observer returns what is told of the work, nil for nobody.
func (o *PredictOptions) observer() func(done, total int) {
	if o == nil {
		return nil
	}
	return par.Observer(o.Observe)
}
