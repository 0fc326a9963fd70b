package table

// Scratch gives memory in temporary files that are mapped, for numbers that are no part of a table: the system writes
// out their pages while nothing looks at them.
type Scratch struct{ room *room }

// NewScratch returns a scratch whose files are in a folder.
func NewScratch(folder string) *Scratch { return &Scratch{&room{folder: folder}} }

// Take returns so many zeros in a file of their own, or, where the system maps none, on the heap. They last until the
// scratch is closed.
//
// Errors: the file cannot be written.
func (s *Scratch) Take(bytes int64, what string) ([]byte, error) {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	file, err := s.room.spillTo(bytes, what)
	if file == nil && err == nil {
		return make([]byte, bytes), nil
	}
	if err != nil {
		return nil, err
	}
	return file.bytes, nil
}

// Close gives up all of it. Nothing that was taken must be used behind.
func (s *Scratch) Close() error {
	if s == nil {
		return nil
	}
	return s.room.close()
}
