package main

import (
	"fmt"
	"strings"
)

// vectorBytes is the size of a vector register.
const vectorBytes = 16

// reg is a general register of the processor.
type reg int

// free are the numbers of the registers that a function of Go may use: 16 and 17 belong to the linker, 18 to the
// system, 26 to 30 to Go.
var free = [...]reg{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 19, 20, 21, 22, 23, 24, 25}

func (r reg) String() string { return fmt.Sprintf("R%d", int(r)) }

// String is the name of the register as a scalar.
func (v vreg) String() string { return fmt.Sprintf("F%d", uint32(v)) }

// as is the name of the register as a vector.
func (v vreg) as(arrangement string) string { return fmt.Sprintf("V%d.%s", uint32(v), arrangement) }

// A kernel is one function in assembly, as far as it is written.
type kernel struct {
	name, doc string
	params    []param
	result    *param
	text      strings.Builder
	written   count
	general   int // general registers taken
	vectors   int // vector registers taken
	costs     []cost
}

// A param is a parameter of 8 bytes; in the frame of a call they lie one behind the other.
type param struct{ name, kind string }

// A count is a number of instructions, and how many of them compute with floating-point vectors.
type count struct{ all, vector int }

// A cost says how many instructions a loop takes for how much work.
type cost struct {
	kernel string
	count
	work int
	unit string
}

// begin starts a kernel. The signature lists its parameters as Go does, each with its type; result may be empty.
func begin(name, signature, result, doc string) *kernel {
	k := &kernel{name: name, doc: name + " " + doc}
	for _, p := range strings.Split(signature, ", ") {
		k.params = append(k.params, newParam(p))
	}
	if result != "" {
		p := newParam(result)
		k.result = &p
	}
	return k
}

func newParam(s string) param {
	name, kind, _ := strings.Cut(s, " ")
	return param{name, kind}
}

// place is the operand of a parameter or of the result.
func (k *kernel) place(name string) string {
	for i, p := range k.params {
		// Every parameter has 8 bytes.
		if p.name == name {
			return fmt.Sprintf("%s+%d(FP)", name, 8*i)
		}
	}
	// The result lies behind the parameters.
	if k.result != nil && k.result.name == name {
		return fmt.Sprintf("%s+%d(FP)", name, 8*len(k.params))
	}
	panic(k.name + " has no parameter " + name)
}

// load returns registers with the parameters of these names.
func (k *kernel) load(names ...string) []reg {
	all := make([]reg, len(names))
	for i, name := range names {
		all[i] = k.reg()
		k.ins("MOVD %s, %v", k.place(name), all[i])
	}
	return all
}

// loadAll returns registers with all parameters, which are numbers of 64 bits or pointers.
func (k *kernel) loadAll() []reg {
	names := make([]string, len(k.params))
	for i, p := range k.params {
		names[i] = p.name
	}
	return k.load(names...)
}

// reg takes a general register.
func (k *kernel) reg() reg {
	k.general++
	return free[k.general-1]
}

// take takes n vector registers.
func (k *kernel) take(n int) []vreg {
	all := make([]vreg, n)
	for i := range all {
		// One after the other, from V0 on.
		all[i] = vreg(k.vectors + i)
	}
	k.vectors += n
	if k.vectors > 32 {
		panic(k.name + " needs more than 32 vectors")
	}
	return all
}

// one takes a vector register.
func (k *kernel) one() vreg { return k.take(1)[0] }

// ins writes an instruction of Go's assembler.
func (k *kernel) ins(format string, args ...any) {
	k.written.all++
	// Operands stand in a column of their own.
	mnemonic, operands, _ := strings.Cut(fmt.Sprintf(format, args...), " ")
	fmt.Fprintf(&k.text, "\t%-5s %s\n", mnemonic, operands)
}

// word writes an instruction that Go's assembler does not know.
func (k *kernel) word(w word) {
	k.written.all++
	k.written.vector++
	fmt.Fprintf(&k.text, "\tWORD  $0x%08x // %s\n", w.bits, w.text)
}

// label writes a label.
func (k *kernel) label(name string) { fmt.Fprintf(&k.text, "\n%s:\n", name) }

// ret returns to the caller.
func (k *kernel) ret() { k.ins("RET ") }

// cost notes that the instructions written since some were written do so much work.
func (k *kernel) cost(since count, work int, unit string) {
	n := count{k.written.all - since.all, k.written.vector - since.vector}
	k.costs = append(k.costs, cost{k.name, n, work, unit})
}

// assembly is the whole function.
func (k *kernel) assembly() string {
	size := 8 * len(k.params)
	if k.result != nil {
		size += 8
	}
	// No kernel calls anything, so it needs no stack of its own and the stack is not checked.
	return fmt.Sprintf("// %s\nTEXT ·%s(SB), NOSPLIT, $0-%d\n%s\n", k.signature(), k.name, size, k.text.String())
}

// signature is the declaration of the function in Go.
func (k *kernel) signature() string {
	// Each parameter has its type behind it: "go vet" compares this with the assembly.
	var list []string
	for _, p := range k.params {
		list = append(list, p.name+" "+p.kind)
	}
	s := fmt.Sprintf("func %s(%s)", k.name, strings.Join(list, ", "))
	if k.result != nil {
		s += fmt.Sprintf(" (%s %s)", k.result.name, k.result.kind)
	}
	return s
}
