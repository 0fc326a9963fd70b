package main

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The assembly that is compiled is what this program writes.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what the program writes: run go generate ./internal/vec", name)
		}
	}
}

// The costs that the documentation shows are those of the generated loops.
func TestCostsOfTheDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../../../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), table(kernels())) {
		t.Error("docs/performance.md shows other costs than go run -C internal/vec/asm ./neon -counts")
	}
}

// Encodings that the assembler of GNU binutils 2.40 gave: each instruction, with registers, elements and arrangements
// that set every field.
func TestEncodings(t *testing.T) {
	for _, c := range []struct {
		want uint32
		got  word
	}{
		{0x4e71d7e0, threeSame("fadd", bitsFADD, double, 0, 31, 17)},
		{0x4e31d7e0, threeSame("fadd", bitsFADD, float, 0, 31, 17)},
		{0x4ef1d7e0, threeSame("fsub", bitsFSUB, double, 0, 31, 17)},
		{0x6e71dfe0, threeSame("fmul", bitsFMUL, double, 0, 31, 17)},
		{0x6ef1d7e0, threeSame("fabd", bitsFABD, double, 0, 31, 17)},
		{0x4e71f7e0, threeSame("fmax", bitsFMAX, double, 0, 31, 17)},
		{0x4ef1f7e0, threeSame("fmin", bitsFMIN, double, 0, 31, 17)},
		{0x6e31e7e0, threeSame("fcmge", bitsFCMGE, float, 0, 31, 17)},
		{0x4fb21be3, byElement("fmla", bitsFMLAElement, float, 3, 31, 18, 3)},
		{0x4f921be3, byElement("fmla", bitsFMLAElement, float, 3, 31, 18, 2)},
		{0x4fb213e3, byElement("fmla", bitsFMLAElement, float, 3, 31, 18, 1)},
		{0x4fd21be3, byElement("fmla", bitsFMLAElement, double, 3, 31, 18, 1)},
		{0x4fd29be3, byElement("fmul", bitsFMULElement, double, 3, 31, 18, 1)},
		{0x0e617be7, twoRegisters("fcvtl", bitsFCVTL, 7, "2d", 31, "2s")},
		{0x4e617be7, twoRegisters("fcvtl2", bitsFCVTL2, 7, "2d", 31, "4s")},
		{0x0e616be7, twoRegisters("fcvtn", bitsFCVTN, 7, "2s", 31, "2d")},
		{0x4e616be7, twoRegisters("fcvtn2", bitsFCVTN2, 7, "4s", 31, "2d")},
		{0x4fb2ebe3, dotBytes(3, 31, 18, 3)},
		{0x4f92e3e3, dotBytes(3, 31, 18, 0)},
		{0x4e21dbe7, twoRegisters("scvtf", bitsSCVTF, 7, "4s", 31, "4s")},
		{0x4e61abe7, twoRegisters("fcvtns", bitsFCVTNS, 7, "2d", 31, "2d")},
	} {
		if c.got.bits != c.want {
			t.Errorf("%s: %08x, not %08x", c.got.text, c.got.bits, c.want)
		}
	}
}

// encoded is an instruction that Go's assembler does not know, with what it is in Arm's syntax.
var encoded = regexp.MustCompile(`WORD  \$0x([0-9a-f]{8}) // (.*)`)

// GNU's assembler, where it is installed, encodes every instruction of the file as this program did.
func TestEncodingsWithAnotherAssembler(t *testing.T) {
	all := encoded.FindAllStringSubmatch(files()["loops_arm64.s"], -1)
	if len(all) < 1000 {
		t.Fatal("only ", len(all), " instructions found")
	}
	var source strings.Builder
	for _, m := range all {
		source.WriteString(m[2] + "\n")
	}
	words := assembled(t, source.String())
	if len(words) != len(all) {
		t.Fatal(len(words), " words for ", len(all), " instructions")
	}
	for i, m := range all {
		want, err := strconv.ParseUint(m[1], 16, 32)
		if err != nil || words[i] != uint32(want) {
			t.Errorf("%s: %08x, not %s", m[2], words[i], m[1])
		}
	}
}

// assembled returns what GNU's assembler makes of some lines.
func assembled(t *testing.T, source string) []uint32 {
	const assembler, copier = "aarch64-linux-gnu-as", "aarch64-linux-gnu-objcopy"
	if _, err := exec.LookPath(assembler); err != nil {
		t.Skip("no ", assembler, ": it is in Debian's binutils-aarch64-linux-gnu")
	}
	folder := t.TempDir()
	object, code := filepath.Join(folder, "object"), filepath.Join(folder, "code")
	as := exec.Command(assembler, "-march=armv8.2-a+dotprod", "-o", object, "-")
	as.Stdin = strings.NewReader(source)
	for _, step := range []*exec.Cmd{as, exec.Command(copier, "-O", "binary", "-j", ".text", object, code)} {
		if out, err := step.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	bytes, err := os.ReadFile(code)
	if err != nil {
		t.Fatal(err)
	}
	var words []uint32
	for ; len(bytes) > 0; bytes = bytes[4:] {
		words = append(words, binary.LittleEndian.Uint32(bytes))
	}
	return words
}

// A number of columns is cut into registers that hold each column once.
func TestPieces(t *testing.T) {
	for _, l := range []lanes{double, float} {
		for n := 1; n <= mostColumns; n++ {
			at := 0
			for _, p := range pieces(l, n) {
				if p.at != at || moves[p.bytes] == "" {
					t.Errorf("%d columns: %v at %d", n, p, at)
				}
				at += p.bytes
			}
			if at != n*l.size {
				t.Errorf("%d columns: %d bytes", n, at)
			}
		}
	}
	if got, want := pieces(float, 15), []piece{{0, 16}, {16, 16}, {32, 16}, {48, 8}, {56, 4}}; !slices.Equal(got, want) {
		t.Errorf("15 columns: %v", got)
	}
}
