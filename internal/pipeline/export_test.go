package pipeline

// Drifted and ShiftTo let the tests compare new rows with a model by hand.
var Drifted = drift

// ShiftTo compares the shares of the classes before with those of new labels.
func (d *Drift) ShiftTo(before, labels []int) { d.shift(before, labels) }
