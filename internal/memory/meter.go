package memory

// step is for how many bytes a [Meter] asks at a time.
const step = 16 << 20

// A Meter asks for what is taken in many small pieces, now and then.
type Meter struct {
	Ask  Ask
	What string

	pending int64
}

// Add counts bytes that are taken.
func (m *Meter) Add(bytes int) error {
	if m.pending += int64(bytes); m.pending < step {
		return nil
	}
	// What was counted is in use by now: the next as much is asked for.
	bytes64 := m.pending
	m.pending = 0
	return m.Ask.For(bytes64, m.What)
}
