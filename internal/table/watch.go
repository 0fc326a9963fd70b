package table

// Watch tells observe how far each later reading of the file has come, in bytes, one call at a time; nil: nobody is
// told any more. Only plain text that was read with [Reading.Observe] is read again; other tables have their cells at
// hand.
func (t *Table) Watch(observe func(done, total int64)) {
	if p, ok := t.store.(*plain); ok && p.source.progress != nil {
		p.source.progress.again(p.source.size, observe)
	}
}
