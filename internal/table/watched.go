package table

import (
	"io"
	"sync"
)

// watched tells how much of a text has been read.
type watched struct {
	io.ReaderAt
	mu          sync.Mutex
	done, total int64
	observe     func(done, total int64)
}

func (w *watched) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, off)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.observe != nil {
		w.done += int64(n)
		w.observe(min(w.done, w.total), w.total)
	}
	return n, err
}

// twice makes ready for a text that is read once more than others.
func (w *watched) twice() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.total *= 2
}

// end ends the watch.
func (w *watched) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.observe = nil
}
