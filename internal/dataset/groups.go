package dataset

// readGroups reads the groups of rows that have one answer.
func (r *reader) readGroups() (err error) {
	r.data.Groups, err = r.data.partition(r.data.Columns.Group)
	return err
}
