package knn

import (
	"math"
	"slices"
)

// missedFor returns how many of so many sampled pairs a search may miss for a recall: of what is allowed, a fifth is
// left to chance.
func missedFor(recall float64, pairs int) int { return int(0.8 * (1 - recall) * float64(pairs)) }

// probeDistance returns the distance from the border, in the frame, within which rows have
// to probe other lists to meet the given share of the sample's neighbours.
func (c *ivf) probeDistance(s *sample, recall float64) (float64, error) {
	var pairs [][2]int
	for r, i := range s.rows[:sampleRows/2] {
		near, _ := s.near.Row(r)
		for _, j := range near {
			pairs = append(pairs, [2]int{int(i), int(j)})
		}
	}
	missed := missedFor(recall, len(pairs))
	if err := c.widen(pairs, missed/4); err != nil {
		return 0, err
	}
	// The quantile of the distances at which pairs meet: all pairs up to that border do.
	borders := make([]float64, len(pairs))
	for e, p := range pairs {
		borders[e] = c.meetingDistance(p[0], p[1])
	}
	slices.Sort(borders)
	return borders[len(borders)-1-missed], nil
}

// widen has rows look at so many of the lists near their own that all but some of the pairs can meet.
func (c *ivf) widen(pairs [][2]int, missed int) error {
	for count := nearLists; c.near != nil; {
		apart := 0
		for _, p := range pairs {
			if math.IsInf(c.meetingDistance(p[0], p[1]), 1) {
				apart++
			}
		}
		if apart <= missed {
			return nil
		}
		// Four times as many are nearly as much work for the rows. Beyond half of all lists, all are looked at.
		if count *= 4; 2*count > c.count() {
			c.near = nil
			return nil
		}
		near, err := c.nearestLists(c.centers, count)
		if err != nil {
			return err
		}
		c.near = near
	}
	return nil
}

// meetingDistance returns how far the one of two rows that is nearer to the other's list is
// from its border: they are compared if either probes the list of the other. It is +∞ where neither list is near the
// other.
func (c *ivf) meetingDistance(i, j int) float64 {
	if c.listOf[i] == c.listOf[j] {
		return 0
	}
	return min(c.distanceTo(i, c.listOf[j]), c.distanceTo(j, c.listOf[i]))
}

// distanceTo returns how far row i is from the border of a list, +∞ where that is not near its own.
func (c *ivf) distanceTo(i int, list int32) float64 {
	if c.near != nil && !slices.Contains(c.near[c.listOf[i]], list) {
		return math.Inf(1)
	}
	return c.border(i, int(list))
}
