package kernel

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"sync"

	"plateau/wasm/catalog"
)

// Compiled programs are kept, because while a person drags a slider or a point the same network is trained
// again and again: making its module takes 0.7 to 2.3 ms of Go in a browser. A host that is given the same bytes
// again may have its own compiled form ready, too: in V8, training 10,000 epochs of the origin question falls
// from 4.4 to 2.1 ms.
const keptPrograms = 32

var kept struct {
	sync.Mutex
	keys     []string // most recent last
	programs []*Program
}

// recall is the program that was kept for a key, or the one that make makes.
func recall(key string, make func() *Program) *Program {
	kept.Lock()
	defer kept.Unlock()
	i := slices.Index(kept.keys, key)
	var p *Program
	if i >= 0 {
		p = kept.programs[i]
	} else {
		p = make()
		if i = 0; len(kept.keys) < keptPrograms {
			kept.keys, kept.programs = append(kept.keys, key), append(kept.programs, p)
			return p
		}
	}
	kept.keys = append(slices.Delete(kept.keys, i, i+1), key)
	kept.programs = append(slices.Delete(kept.programs, i, i+1), p)
	return p
}

// key tells specs apart whose modules differ. The learning rate is not part of a module, nor is how
// weights begin.
func (s Spec) key() string {
	k := make([]byte, 0, 512)
	number := func(v float64) { k = append(strconv.AppendUint(k, math.Float64bits(v), 36), ' ') }
	choice := func(c catalog.Choice) {
		k = append(append(k, c.Name...), ' ')
		names := make([]string, 0, len(c.Args))
		for name := range c.Args {
			names = append(names, name)
		}
		//lint:ignore S1032 sort.Strings is another sort, compiled for strings alone
		sort.Sort(sort.StringSlice(names))
		for _, name := range names {
			if name != "learning_rate" {
				k = append(append(k, name...), ' ')
				number(c.Args[name])
			}
		}
	}
	flag := func(v bool) { k = append(strconv.AppendBool(k, v), ' ') }
	number(float64(s.Net.Inputs))
	for _, l := range s.Net.Layers {
		number(float64(l.Units))
		choice(l.Activation)
		flag(l.UseBias)
		number(l.Dropout)
	}
	choice(s.Net.Loss)
	number(s.Net.L1)
	number(s.Net.L2)
	choice(s.Optimizer)
	flag(s.Single)
	flag(s.Shuffled)
	number(float64(s.Rows))
	number(float64(s.Batch))
	return string(k)
}
