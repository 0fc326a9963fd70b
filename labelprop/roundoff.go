package labelprop

// unit is the unit roundoff u of float64.
const unit = 0x1p-53
