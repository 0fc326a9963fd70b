package lognum

import (
	"encoding/binary"
	"math"
	"math/big"
	"math/bits"
)

// Fixed holds pairs with exact T in a fixed number of machine words: T is a
// two's complement integer of Width words, least significant first, in units
// of 2^Exp. Zero is S = -Inf.
type Fixed struct {
	Width int
	Exp   int
	T     []uint64 // Width words an element
	S     []float64
}

// NewFixed returns an empty vector for integers below 2^bits in magnitude.
func NewFixed(bitLen, exp int) *Fixed {
	return &Fixed{Width: bitLen/64 + 1, Exp: exp}
}

// Grow appends zeros until there are n elements.
func (f *Fixed) Grow(n int) {
	for len(f.S) < n {
		f.S = append(f.S, math.Inf(-1))
	}
	f.T = append(f.T, make([]uint64, max(0, n*f.Width-len(f.T)))...)
}

// At returns the words of element i.
func (f *Fixed) At(i int) []uint64 {
	return f.T[i*f.Width : (i+1)*f.Width : (i+1)*f.Width]
}

// IsZero tells whether element i is 0.
func (f *Fixed) IsZero(i int) bool { return math.IsInf(f.S[i], -1) }

// SetBig stores x.
func (f *Fixed) SetBig(i int, x Big) {
	if x.IsZero() {
		f.S[i] = math.Inf(-1)
		return
	}
	f.S[i] = x.LogCoeff
	limbs := f.At(i)
	clear(limbs)
	for k, w := range x.Exponent.Bits() {
		setWord(limbs, k, w)
	}
	// Two's complement.
	if x.Exponent.Sign() < 0 {
		Negate(limbs)
	}
}

func setWord(limbs []uint64, k int, w big.Word) {
	if bits.UintSize == 64 {
		limbs[k] = uint64(w)
		return
	}
	limbs[k/2] |= uint64(w) << (32 * (k % 2))
}

// Big returns element i.
func (f *Fixed) Big(i int) Big {
	if f.IsZero(i) {
		return Big{}
	}
	// The magnitude in bytes, most significant first, and the sign.
	limbs := append([]uint64(nil), f.At(i)...)
	negative := Negative(limbs)
	if negative {
		Negate(limbs)
	}
	bytes := make([]byte, 0, 8*len(limbs))
	for k := len(limbs) - 1; k >= 0; k-- {
		bytes = binary.BigEndian.AppendUint64(bytes, limbs[k])
	}
	t := new(big.Int).SetBytes(bytes)
	if negative {
		t.Neg(t)
	}
	return Big{t, f.S[i]}
}

// Plus sets dst = x + y, word by word; the lengths are equal.
func Plus(dst, x, y []uint64) {
	var carry uint64
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		// Words from the least significant, the carry in between.
		dst[i], carry = bits.Add64(x[i], y[i], carry)
	}
}

// Minus sets dst = x - y.
func Minus(dst, x, y []uint64) {
	var borrow uint64
	x, y = x[:len(dst)], y[:len(dst)]
	for i := range dst {
		dst[i], borrow = bits.Sub64(x[i], y[i], borrow)
	}
}

// Negative tells whether x < 0.
func Negative(x []uint64) bool { return int64(x[len(x)-1]) < 0 }

// Negate sets x = -x.
func Negate(x []uint64) {
	carry := uint64(1)
	for i := range x {
		x[i], carry = bits.Add64(^x[i], 0, carry)
	}
}

// Float returns m·2^e ≈ x ≥ 0 with relative error below 1.01·2⁻⁵³.
func Float(x []uint64) (m float64, e int) {
	// The 64 most significant bits; those below change the last bit of a float64 at most.
	top := len(x) - 1
	for top > 0 && x[top] == 0 {
		top--
	}
	word, e := x[top], 64*top
	if n := bits.LeadingZeros64(word); top > 0 && n > 0 {
		word = word<<n | x[top-1]>>(64-n)
		e -= n
	}
	return float64(word), e
}

// G returns γ·x·2^exp for x ≥ 0.
func (g Gamma) G(x []uint64, exp int) float64 {
	m, e := Float(x)
	if g.direct != 0 && e == 0 && exp == 0 {
		return m * g.direct
	}
	return g.timesScaled(m, e+exp)
}
