// Command walk makes the runtime read its line table in every way that an engine does: it moves deep stacks, marks what only
// their frames hold, runs deferred calls, recovers, finalizes and divides by zero.
package main

import "runtime"

type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return nil
	}
	var held [8]*tree // on the stack alone
	for i := range held {
		held[i] = new(tree)
	}
	if depth%100 == 0 {
		runtime.GC()
	}
	below := grow(depth - 1)
	for _, h := range held {
		h.left, below = below, h
	}
	return below
}

func (t *tree) count() (n int) {
	for ; t != nil; t = t.left {
		n++
	}
	return n
}

func recovered(f func()) (cause string) {
	defer func() {
		if err, ok := recover().(error); ok {
			cause = err.Error() + " " + cause
		}
	}()
	for i := range 3 {
		defer func() { cause += string(rune('a' + i)) }()
	}
	f()
	return "nothing"
}

func main() {
	println(grow(1000).count())
	zero, list := 0, []int{1}
	println(recovered(func() { println(1 / zero) }))
	println(recovered(func() { println(list[zero+1]) }))
	println(recovered(func() { var t *tree; println(t.left) }))
	println(recovered(func() { println(grow(300).count()) }))
	finalized := make(chan bool)
	runtime.SetFinalizer(&tree{}, func(*tree) { close(finalized) })
	for done := false; !done; {
		runtime.GC()
		select {
		case <-finalized:
			done = true
		default:
			runtime.Gosched()
		}
	}
	go func() { panic("out of tune") }()
	select {}
}
