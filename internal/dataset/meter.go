package dataset

// meter tells how far the features are, by the work of each step in nanoseconds.
type meter struct {
	observe     func(done, total int)
	done, total float64
	last        float64 // the part of it that comes last, once it is known
}

// meterParts is in how many parts the work is told of.
const meterParts = 10_000

// Nanoseconds for a cell. They only decide how the bar moves.
const (
	costReadAgain = 15.  // of the whole table, where some cells of the columns are no numbers
	costMove      = 2.   // a number that is at hand
	costGuess     = 4.   // what a column of numbers holds
	costText      = 250. // what a column of texts holds, and its categories
	costWords     = 5e3  // the words of a text
	costFit       = 60.  // the scale of a column
	costEncode    = 3.
	costEncodeAny = 60. // of a column with gaps or categories
)

// step begins a step of some work, and returns what is to be told of its parts.
func (m *meter) step(work float64) func(done, total int) {
	from := m.done
	m.done += work
	m.tell(from)
	return func(done, total int) { m.tell(from + work*float64(done)/float64(max(total, 1))) }
}

// reserve takes a share of the rest for some work that comes last, without moving the bar back.
func (m *meter) reserve(work float64) {
	rest := m.rest()
	m.last = rest * work / (rest + work)
}

// rest is the work that was planned and has not begun, but for what comes last: columns that turned out to be no
// features need none.
func (m *meter) rest() float64 { return max(m.total-m.done-m.last, 0) }

// finish begins what comes last, which is all that is left.
func (m *meter) finish(work float64) {
	if m.total == 0 {
		m.total = work // nothing was planned before
	}
	m.last = 0
}

// tell tells how much work is done.
func (m *meter) tell(done float64) {
	if m.observe != nil && m.total > 0 {
		m.observe(int(meterParts*min(done/m.total, 1)), meterParts)
	}
}

// bytes tells of parts that are counted in bytes.
func bytes(part func(done, total int)) func(done, total int64) {
	const unit = 1 << 10
	return func(done, total int64) { part(int(done/unit), int(total/unit)+1) }
}
