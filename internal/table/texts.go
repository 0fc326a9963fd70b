package table

// IsText reports whether a column holds texts by its type, even if they look like numbers; that
// is known of tables that were no text.
func (t *Table) IsText(col int) bool {
	var s *columnar
	switch {
	case t.arrow != nil:
		s = &t.arrow.columnar
	case t.parquet != nil:
		s = &t.parquet.columnar
	default:
		return false
	}
	for i := range s.rows {
		if _, ok := s.columns[col].number(i); ok {
			return false
		}
	}
	return true
}
