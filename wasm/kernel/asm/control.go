package asm

// Label names an open block: a branch to a loop goes to its start, a branch to a
// block or if to its end.
type Label int

func (f *Func) open(code byte, fr frame) Label {
	f.code = append(f.code, code)
	if len(fr.results) == 0 {
		f.code = append(f.code, 0x40)
	} else {
		f.code = append(f.code, byte(fr.results[0]))
	}
	fr.height = len(f.stack)
	f.frames = append(f.frames, fr)
	return Label(len(f.frames) - 1)
}

// Block opens a block with at most one result.
func (f *Func) Block(results ...Type) Label { return f.open(0x02, frame{results: results}) }

// Loop opens a loop without results.
func (f *Func) Loop() Label { return f.open(0x03, frame{loop: true}) }

// If opens a block that runs if the i32 on the stack is not 0.
func (f *Func) If(results ...Type) Label {
	f.pop("if", I32)
	return f.open(0x04, frame{branch: true, results: results})
}

// Else ends the first half of an if.
func (f *Func) Else() {
	top := &f.frames[len(f.frames)-1]
	if !top.branch {
		f.fail("else without if")
	}
	f.finish(top)
	top.branch, top.dead = false, false
	f.code = append(f.code, 0x05)
}

// finish checks that a block leaves just its results, and takes them away.
func (f *Func) finish(top *frame) {
	f.pop("end", top.results...)
	if len(f.stack) != top.height {
		f.fail("a block leaves %s", list(f.stack[top.height:]))
	}
}

// End closes the innermost block.
func (f *Func) End() *Func {
	if len(f.frames) == 1 {
		f.fail("end without block")
	}
	top := f.frames[len(f.frames)-1]
	if top.branch && len(top.results) > 0 {
		f.fail("if with a result and without else")
	}
	f.finish(&top)
	f.frames = f.frames[:len(f.frames)-1]
	f.code = append(f.code, 0x0b)
	f.push(top.results...)
	return f
}

func (f *Func) branch(code byte, l Label) *Func {
	if int(l) >= len(f.frames) || l < 0 {
		f.fail("branch out of a closed block")
	}
	f.code = unsigned(append(f.code, code), uint64(len(f.frames)-1-int(l)))
	target := f.frames[l]
	if !target.loop {
		f.pop("br", target.results...)
		f.push(target.results...)
	}
	return f
}

// Br branches always.
func (f *Func) Br(l Label) {
	f.branch(0x0c, l)
	f.unreachable()
}

// BrIf branches if the i32 on the stack is not 0.
func (f *Func) BrIf(l Label) *Func {
	f.pop("br_if", I32)
	return f.branch(0x0d, l)
}
