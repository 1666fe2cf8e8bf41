package kernel

import goruntime "runtime"

// CloseWhenDropped frees the instance once nobody refers to the trainer, for
// owners that are themselves just dropped: a run that a newer one replaces.
func (t *Trainer) CloseWhenDropped() {
	goruntime.AddCleanup(t, func(i Instance) { i.Close() }, t.instance)
}
