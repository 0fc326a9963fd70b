package metric

// HoldOut returns truth with the rows whose label was given set to
// [Unlabeled]: what is left was hidden from the propagation and may be scored.
// A row is given if given[i] is not Unlabeled. Both have n entries, each at
// least -1. truth is left alone.
//
// Errors: ErrShape, ErrLabel. If every row was given, nothing is left, and
// metrics of the result report ErrEmpty.
func HoldOut(truth, given []int) ([]int, error) {
	if err := checkLengths("truth", len(truth), "given", len(given)); err != nil {
		return nil, err
	}
	hidden := make([]int, len(truth))
	for i, y := range truth {
		if y < Unlabeled || given[i] < Unlabeled {
			return nil, faultRow(i, ErrLabel, "truth %d, given %d: -1 is the only negative label", y, given[i])
		}
		// A label that was given is not evidence of how well labels are predicted.
		hidden[i] = y
		if given[i] != Unlabeled {
			hidden[i] = Unlabeled
		}
	}
	return hidden, nil
}
