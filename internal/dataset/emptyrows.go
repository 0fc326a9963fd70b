package dataset

// emptyRows names the rows that have no value in any feature: their labels can rest on nothing but what is usual in
// the table.
func (f *columnFinder) emptyRows(kept []*found) []string {
	if len(kept) == 0 {
		return nil
	}
	// A column without a gap gives every row a value.
	for _, c := range kept {
		if f.rangeOf(c).missing == 0 {
			return nil
		}
	}
	filled := make([]bool, f.table.Len())
	for _, c := range kept {
		for i, v := range f.values(c) {
			filled[i] = filled[i] || v == v
		}
	}
	var names []string
	for i, is := range filled {
		if !is {
			names = append(names, f.table.Place(i))
		}
	}
	return names
}
