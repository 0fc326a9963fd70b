package table

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/propagate-go/propagate/internal/memory"
)

// ndarray is the array in a .npy file.
type ndarray struct {
	kind    byte // f, i, u, b, U or S
	size    int  // bytes of an element
	order   binary.ByteOrder
	shape   []int
	fortran bool
	data    []byte
}

var (
	npyType   = regexp.MustCompile(`'descr': *'([<>|=]?)([a-zA-Z])([0-9]+)'`)
	npyObject = regexp.MustCompile(`'descr': *'\|?O'`)
	npyOrder  = regexp.MustCompile(`'fortran_order': *(True|False)`)
	npyShape  = regexp.MustCompile(`'shape': *\(([0-9, L]*)\)`)
)

var errObjects = errors.New("an array of Python objects, which only Python can read; convert it first: " +
	"x.astype(float) for numbers, x.astype(str) for texts, numpy.array(x.tolist()) for lists of one length")

// readArray reads the header and the data of a .npy file of no more bytes than most.
func readArray(r io.Reader, to *room, most int64) (*ndarray, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	a, err := readHeader(b)
	if err != nil {
		return nil, err
	}
	// A matrix tells the size of the table before it is read. It is copied where it is no float32.
	if len(a.shape) == 2 {
		bytes := memory.Product(a.shape[0], a.shape[1], max(a.size, exactFloat32s.widest()))
		if err := to.size(a.shape[0], a.shape[1], bytes); err != nil {
			return nil, err
		}
	}
	return a, a.fill(b, to, most)
}

// readHeader reads the header, up to the first element.
func readHeader(b io.Reader) (*ndarray, error) {
	// Magic bytes, version, and the length of the header in two or four bytes.
	head := make([]byte, 12)
	if _, err := io.ReadFull(b, head[:10]); err != nil || !bytes.HasPrefix(head, magicNPY) {
		return nil, errors.New("not a .npy file")
	}
	length := int(binary.LittleEndian.Uint16(head[8:]))
	if head[6] > 1 { // versions 2 and 3 have two more bytes of length
		if _, err := io.ReadFull(b, head[10:]); err != nil {
			return nil, errors.New("cut short")
		}
		length = int(binary.LittleEndian.Uint32(head[8:]))
	}
	// Headers take some hundred bytes: a longer one is damaged, and would cost memory.
	if length > 1<<20 {
		return nil, errors.New("a header of more than a megabyte")
	}
	// The header is a Python dictionary as text.
	text := make([]byte, length)
	if _, err := io.ReadFull(b, text); err != nil {
		return nil, errors.New("cut short")
	}
	return parseHeader(string(text))
}

// elementsOf returns an error that tells what elements are that cannot be read, and how they can.
func elementsOf(text string) error {
	switch {
	case npyRecord.MatchString(text):
		return errors.New("its elements are records: save each field as an array of its own, " +
			"numpy.savez(\"rows.npz\", **{name: x[name] for name in x.dtype.names})")
	case npyDate.MatchString(text):
		return errors.New("its elements are dates or times: save them as texts, x.astype(str)")
	}
	return errors.New("its elements are neither numbers nor texts of one length")
}

var (
	npyRecord = regexp.MustCompile(`'descr':\s*\[`)
	npyDate   = regexp.MustCompile(`'descr':\s*'[<>|=]?[mM]8`)
)

func parseHeader(text string) (*ndarray, error) {
	// Take the three entries that matter, wherever they stand.
	if npyObject.MatchString(text) {
		return nil, errObjects
	}
	kind, order := npyType.FindStringSubmatch(text), npyOrder.FindStringSubmatch(text)
	shape := npyShape.FindStringSubmatch(text)
	if kind == nil || order == nil || shape == nil {
		return nil, elementsOf(text)
	}
	a := &ndarray{kind: kind[2][0], order: binary.LittleEndian, fortran: order[1] == "True"}
	// The mark of big-endian numbers. All others are little-endian, or single bytes.
	if kind[1] == ">" {
		a.order = binary.BigEndian
	}
	a.size, _ = strconv.Atoi(kind[3])
	// Python 2 wrote long numbers with an L.
	for _, word := range strings.Split(shape[1], ",") {
		if word = strings.Trim(word, " L"); word == "" {
			continue
		}
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, err
		}
		a.shape = append(a.shape, n)
	}
	return a, a.check()
}

// longestText is how many characters an element may have.
const longestText = 1 << 28

// check checks that the type and the number of axes are supported.
func (a *ndarray) check() error {
	// Texts may have any length, numbers only those of Go's types.
	// Those of length 0 take no bytes, so that nothing would bound how many there are.
	known := (a.kind == 'U' || a.kind == 'S') && a.size > 0 && a.size <= longestText
	switch a.size {
	case 1:
		known = known || a.kind == 'i' || a.kind == 'u' || a.kind == 'b'
	case 2, 4, 8:
		known = known || a.kind == 'i' || a.kind == 'u' || a.kind == 'f'
	}
	if !known {
		return fmt.Errorf("elements of type %c%d are not supported: save float64, int64 or texts", a.kind, a.size)
	}
	// Unicode texts have four bytes a character.
	if a.kind == 'U' {
		a.size *= 4
	}
	if len(a.shape) != 1 && len(a.shape) != 2 {
		return fmt.Errorf("%d axes: give it one or two", len(a.shape))
	}
	return nil
}

// bytes returns how many the elements take.
func (a *ndarray) bytes() (int64, error) {
	want := int64(a.size)
	for _, n := range a.shape {
		// The product of the shape may overflow.
		if n > 0 && want > math.MaxInt64/int64(n) {
			return 0, errors.New("its shape is beyond all memory")
		}
		want *= int64(n)
	}
	return want, nil
}

// fill reads the data. It allocates no more memory than there are bytes, and no more of a disk than most.
func (a *ndarray) fill(r io.Reader, to *room, most int64) error {
	want, err := a.bytes()
	if err != nil {
		return err
	}
	var b []byte
	if to.spilling() && want <= most {
		b, err = a.spilled(r, nil, to, int(want))
	} else {
		b, err = a.inMemory(r, to, want, most)
	}
	switch {
	case refused(err) != nil:
		return err
	case err != nil || int64(len(b)) < want:
		return fmt.Errorf("cut short: %d bytes of %d", len(b), want)
	}
	a.data = b
	return nil
}

// inMemory reads the data into memory, or, if that has no room, into a temporary file.
func (a *ndarray) inMemory(r io.Reader, to *room, want, most int64) ([]byte, error) {
	// The memory grows as bytes arrive: a false shape costs none.
	b, err := readAll(io.LimitReader(r, want), "an array", to.asks(), nil)
	if refused(err) != nil && to.folder != "" && want <= most {
		return a.spilled(r, b, to, int(want))
	}
	return b, err
}

// spilled reads the data into a temporary file, which memory has no room for; begin was read already.
func (a *ndarray) spilled(r io.Reader, begin []byte, to *room, want int) ([]byte, error) {
	b, _, err := take[byte](to, want, "an array")
	if err != nil {
		return nil, err
	}
	n := copy(b, begin)
	m, err := io.ReadFull(r, b[n:])
	return b[:n+m], err
}

// place returns the offset of the element in row i, column k.
func (a *ndarray) place(i, k int) int {
	if len(a.shape) == 1 {
		return i * a.size
	}
	// Fortran order: column after column.
	if a.fortran {
		return (k*a.shape[0] + i) * a.size
	}
	return (i*a.shape[1] + k) * a.size
}

// float returns an element that is a number.
func (a *ndarray) float(i, k int) float64 {
	b := a.data[a.place(i, k):]
	switch {
	case a.kind == 'f' && a.size == 8:
		return math.Float64frombits(a.order.Uint64(b))
	case a.kind == 'f' && a.size == 2:
		return half(a.order.Uint16(b))
	case a.kind == 'f':
		return float64(math.Float32frombits(a.order.Uint32(b)))
	case a.kind == 'i':
		return float64(a.whole(b))
	}
	return float64(a.natural(b))
}

// half returns the number of 16 bits: a sign, 5 bits of exponent, and 10 of fraction.
func half(b uint16) float64 {
	exponent, fraction := int(b>>10&31), float64(b&1023)/1024
	v := math.Ldexp(1+fraction, exponent-15)
	switch {
	case exponent == 0: // subnormal
		v = math.Ldexp(fraction, -14)
	case exponent == 31 && fraction == 0:
		v = math.Inf(1)
	case exponent == 31:
		return math.NaN()
	}
	if b>>15 == 1 {
		v = -v
	}
	return v
}

func (a *ndarray) whole(b []byte) int64 {
	// Shift the sign bit to the top and back, which extends it.
	shift := 64 - 8*a.size
	return int64(a.natural(b)<<shift) >> shift
}

func (a *ndarray) natural(b []byte) uint64 {
	switch a.size {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(a.order.Uint16(b))
	case 4:
		return uint64(a.order.Uint32(b))
	}
	return a.order.Uint64(b)
}

// text returns an element as a cell.
func (a *ndarray) text(i, k int) string {
	b := a.data[a.place(i, k):][:a.size]
	switch a.kind {
	case 'f':
		return strconv.FormatFloat(a.float(i, k), 'g', -1, max(32, 8*a.size))
	case 'i':
		return strconv.FormatInt(a.whole(b), 10)
	case 'u':
		return strconv.FormatUint(a.natural(b), 10)
	case 'b':
		return strconv.FormatBool(b[0] != 0)
	case 'S':
		return utf8Of(bytes.TrimRight(b, "\x00"))
	}
	// Unicode texts are UTF-32, padded with zeros.
	var runes []byte
	for ; len(b) >= 4; b = b[4:] {
		runes = utf8.AppendRune(runes, rune(a.order.Uint32(b)))
	}
	return string(bytes.TrimRight(runes, "\x00"))
}

// utf8Of returns bytes as a text: those that are not UTF-8 as Latin-1.
func utf8Of(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}
