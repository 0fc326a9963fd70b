package dataset

// DropFeatures gives up the numbers of dense features, for whom the graph is all that is needed of them. What the
// columns are stays known.
func (d *Data) DropFeatures() {
	if !d.IsDense() {
		return
	}
	if d.X = nil; d.Mixed != nil {
		d.Mixed = d.Mixed.withoutValues()
	}
}
