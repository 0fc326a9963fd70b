package vec

// A Tier is a set of loops for one kind of processor.
type Tier int

// The tiers, for each kind of processor from the slowest on.
const (
	Generic Tier = iota
	AVX2         // and FMA
	AVX512       // the foundation alone
	NEON         // every arm64
)

func (t Tier) String() string { return [...]string{"generic", "AVX2", "AVX-512", "NEON"}[t] }

var best = Best()

// Best returns the fastest tier of this machine.
func Best() Tier { return Tiers()[0] }
