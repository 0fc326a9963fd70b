package elimination

// degreeQueue hands out the node of least degree: a list of nodes for every
// degree, linked both ways. Ties go to the node whose degree changed last.
type degreeQueue struct {
	first      []int32 // of each degree; -1: none
	next, prev []int32 // -1: end
	degree     []int32
	least      int // no list before this one has a node
	left       int
}

func newDegreeQueue(n int) *degreeQueue {
	q := &degreeQueue{
		first: make([]int32, max(n, 1)), next: make([]int32, n), prev: make([]int32, n), degree: make([]int32, n),
	}
	for i := range q.first {
		q.first[i] = -1
	}
	return q
}

// push adds node v, which is not in the queue.
func (q *degreeQueue) push(v, degree int) {
	// In front of its list.
	head := q.first[degree]
	q.next[v], q.prev[v], q.degree[v] = head, -1, int32(degree)
	if head >= 0 {
		q.prev[head] = int32(v)
	}
	q.first[degree] = int32(v)
	q.least = min(q.least, degree)
	q.left++
}

// remove takes node v out.
func (q *degreeQueue) remove(v int) {
	next, prev := q.next[v], q.prev[v]
	if next >= 0 {
		q.prev[next] = prev
	}
	// Take it out of its list; the first of a list has none before it.
	if prev >= 0 {
		q.next[prev] = next
	} else {
		q.first[q.degree[v]] = next
	}
	q.left--
}

// change moves node v to another degree.
func (q *degreeQueue) change(v, degree int) {
	if int(q.degree[v]) != degree {
		q.remove(v)
		q.push(v, degree)
	}
}

// min returns a node of least degree. The queue must not be empty.
func (q *degreeQueue) min() (v, degree int) {
	// Lists before least are empty; a push with a smaller degree sets it back.
	for q.first[q.least] < 0 {
		q.least++
	}
	return int(q.first[q.least]), q.least
}

// nodes lists what is left, in increasing order.
func (q *degreeQueue) nodes(gone []bool) []int32 {
	nodes := make([]int32, 0, q.left)
	for v := range gone {
		if !gone[v] {
			nodes = append(nodes, int32(v))
		}
	}
	return nodes
}
