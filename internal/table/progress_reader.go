package table

import (
	"io"
	"sync"
)

// progressReader is a source that reports how much of it has been read.
type progressReader struct {
	io.ReaderAt
	mu          sync.Mutex
	done, total int64
	observe     func(done, total int64)
}

func (r *progressReader) ReadAt(p []byte, off int64) (int, error) {
	n, err := r.ReaderAt.ReadAt(p, off)
	// Several workers read at the same time, but reports come one by one.
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.observe != nil {
		r.done += int64(n)
		r.observe(min(r.done, r.total), r.total)
	}
	return n, err
}

// twice announces that the whole text will be read twice.
func (r *progressReader) twice() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total *= 2
}

// end stops the reports, for instance before cells are read again later.
func (r *progressReader) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.observe = nil
}

// again reports to another observer, from the beginning of another reading of total bytes.
func (r *progressReader) again(total int64, observe func(done, total int64)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done, r.total, r.observe = 0, total, observe
}
